import { defineConfig } from 'playwright/test';

/** Playwright's own runner as it comes, with the browser that Holdout uses. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: 'peer.spec.ts',
  fullyParallel: true,
  workers: Number(process.env['WORKERS']),
  reporter: 'line',
  outputDir: process.env['OUTPUT'] ?? '',
  use: { launchOptions: { executablePath: process.env['BROWSER'] ?? '' } },
});
