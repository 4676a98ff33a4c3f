import { join } from 'node:path';
import { chromium } from 'playwright/test';
import { withServer } from '../server.ts';
import { greet } from './greet.ts';

/*
 * The floor of what uses Playwright: `bare.ts COUNT`, one app, one browser and one page after another, and nobody who
 * reports or records.
 */

const count = Number(process.argv[2]);
await withServer(join(import.meta.dirname, 'app'), {}, async (port) => {
  const browser = await chromium.launch({ executablePath: process.env['BROWSER'] ?? '' });
  for (let done = 0; done < count; done++) {
    const context = await browser.newContext();
    await greet(await context.newPage(), `http://127.0.0.1:${port}`);
    await context.close();
  }
  await browser.close();
});
