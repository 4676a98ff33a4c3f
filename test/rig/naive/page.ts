import assert from 'node:assert';
import { chromium, type Page } from 'playwright';
import { isAsExpected, isMuchLike } from './compare.ts';

type Words = { readonly [key: string]: string };
type Act = { readonly [name: string]: Words | string | undefined };

/** Looks at a page from inside: whatever the page's own functions say is true. One browser, one profile, no end. */
export async function lookAtPage(acts: readonly (Act | string)[], expect: unknown, url: string): Promise<void> {
  const browser = await chromium.launchPersistentContext('/tmp/naive/profile', {
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    // What a browser keeps of fonts is nobody's doing.
    env: { ...process.env, XDG_CACHE_HOME: '/tmp/naive/profile' },
  });
  try {
    const page = await browser.newPage();
    for (const act of acts) {
      if (act === 'reload') await page.reload();
      if (typeof act === 'string') continue;
      const { goto, fill, click, see, notSee } = act;
      if (typeof goto === 'string') await page.goto(url + goto);
      if (typeof fill === 'object') await page.getByLabel(fill['label'] ?? '').fill(String(fill['value']));
      if (typeof click === 'object') await page.getByRole('button', { name: click['name'] ?? '' }).click();
      const wanted = textOf(see);
      if (wanted !== undefined) assert.ok(await says(page, wanted), `the page does not say ${wanted}`);
      const unwanted = textOf(notSee);
      if (unwanted !== undefined) assert.ok(!(await said(page)).includes(unwanted), `the page says ${unwanted}`);
    }
    const { text, title } = (expect ?? {}) as { text?: { $contains: string }; title?: string };
    if (text !== undefined) assert.ok(await says(page, text.$contains), `the page does not say ${text.$contains}`);
    if (title !== undefined) assert.ok(isAsExpected(await page.title(), title), 'the title is not as expected');
  } finally {
    await browser.close();
  }
}

const textOf = (value: Words | string | undefined): string | undefined =>
  typeof value === 'object' ? (value['text'] ?? value['name'] ?? value['hasText']) : value;

/** Up to three seconds later. */
async function says(page: Page, wanted: string): Promise<boolean> {
  for (let tries = 0; tries < 30; tries++) {
    const text = await said(page);
    if (text.includes(wanted) || (text !== '' && isMuchLike(text, wanted))) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

interface PageNode {
  readonly textContent: string;
  readonly data?: string;
  readonly firstChild?: PageNode | null;
  readonly nextSibling?: PageNode | null;
}

/** What the page's own functions say is on it, and what is found by walking through it. */
function said(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as { document: { querySelector(selector: string): PageNode | null } };
    const read = (node: PageNode): string => {
      let text = node.data ?? '';
      for (let child = node.firstChild; child; child = child.nextSibling) text += read(child);
      return text;
    };
    const [heading, status, body] = ['h1', '[role=status]', 'body'].map((one) => document.querySelector(one));
    return `${heading?.textContent ?? ''}\n${status?.textContent ?? ''}\n${body ? read(body) : ''}`;
  });
}
