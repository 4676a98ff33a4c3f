import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: 'playwright.spec.ts',
  outputDir: process.env['OUTPUT'] ?? '',
  workers: (process.env['PORTS'] ?? '').split(' ').length,
  fullyParallel: true,
  reporter: 'dot',
});
