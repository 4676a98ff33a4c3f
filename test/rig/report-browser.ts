import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findBrowser } from '../../harness/cell/find-browser.ts';
import { scenes } from './html-pages.ts';

/** A browser for the tests of one file, in which a page that asks for something, complains or opens a dialog fails its test. */
export interface ReportBrowser {
  /** A folder of its own. */
  dir(): string;
  /** Opens a text as a file, without a network. */
  opened(text: string, options?: BrowserContextOptions, hash?: string): Promise<Page>;
  /** The same of one of `scenes`. */
  scene(name: string, options?: BrowserContextOptions, hash?: string): Promise<Page>;
}

export function reportBrowser(): ReportBrowser {
  let browser: Browser;
  let dir: string;

  beforeAll(async () => {
    const found = findBrowser({ env: process.env, headed: false });
    if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join());
    dir = mkdtempSync(join(tmpdir(), 'holdout-html-'));
    browser = await chromium.launch({ executablePath: found.value.executable, chromiumSandbox: false });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** What a page must never do: ask for anything, complain, or open a dialog. */
  const done: string[] = [];
  afterEach(() => {
    const all = done.splice(0);
    expect(all).toEqual([]);
  });

  /** Opens a text as a file, without a network. */
  async function opened(text: string, options: BrowserContextOptions = {}, hash = ''): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    const file = join(dir, 'report.html');
    writeFileSync(file, text);
    await context.route(
      (url) => url.protocol !== 'file:' && url.protocol !== 'data:',
      (route) => route.abort(),
    );
    page.on('request', (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol !== 'data:' && pathname !== file) done.push(`asked for ${request.url()}`);
    });
    page.on('console', (message) => done.push(`said ${message.text()}`));
    page.on('pageerror', (error) => done.push(`threw ${error.message}`));
    page.on('dialog', (dialog) => {
      done.push(`opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`file://${file}${hash}`);
    return page;
  }

  return { dir: () => dir, opened, scene: (name, options, hash) => opened(scenes[name]?.() ?? '', options, hash) };
}
