import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test as base } from 'playwright/test';
import { accepts, freePort } from './server.ts';

/*
 * The checks of `bench/browser-vault.ts`, for Playwright's own runner: a page of its own for each, and an app for each
 * worker. `bench/browser.ts` starts it.
 */

const test = base.extend<object, { readonly app: string }>({
  app: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      const port = await freePort();
      const dir = join(import.meta.dirname, 'browser/app');
      const server = spawn(process.execPath, ['server.js'], {
        cwd: dir,
        env: { PORT: String(port) },
        stdio: 'ignore',
      });
      while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 5));
      await use(`http://127.0.0.1:${port}`);
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ app }, use) => use(app),
});

for (let index = 0; index < Number(process.env['SCENARIOS']); index++)
  test(`Greeting ${index}`, async ({ page }) => {
    const name = randomBytes(4).toString('hex');
    await page.goto('/');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Greet' }).click();
    await expect(page.getByRole('status').filter({ hasText: `Hello ${name}` })).toBeVisible();
  });
