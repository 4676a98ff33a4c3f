import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { withServer } from '../server.ts';
import { greet } from './greet.ts';

/*
 * The checks of `vault.ts`, for Playwright's own runner: a page of its own for each, and an app for each worker.
 * `bench/browser.ts` starts it.
 */

const test = base.extend<object, { readonly app: string }>({
  app: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      await withServer(join(import.meta.dirname, 'app'), {}, (port) => use(`http://127.0.0.1:${port}`));
    },
    { scope: 'worker' },
  ],
});

for (let index = 0; index < Number(process.env['SCENARIOS']); index++)
  test(`Greeting ${index}`, async ({ page, app }) => greet(page, app));
