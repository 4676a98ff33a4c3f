import { chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilledText } from '../../../harness/model/adapter.ts';
import { elsewhere } from '../../../adapters/browser/elsewhere.ts';
import { takePrepared } from '../../../adapters/browser/prepared.ts';
import { browserRig, type BrowserRig, regex, text } from '../../rig/browser.ts';
import { beside, drawn, undrawn } from '../../rig/drawn-pages.ts';

let rig: BrowserRig;
let page: Page;
beforeAll(async () => {
  rig = await browserRig();
  page = await (await takePrepared(rig.trial.browser)).blank.begin(rig.url).page();
});
afterAll(async () => {
  await page.context().close();
  await rig[Symbol.asyncDispose]();
});

/** What is said of the words on this page. */
async function shown(html: string, words: FilledText, exact = false): Promise<string | undefined> {
  await page.setContent(html);
  return (await elsewhere(page, [{ text: words, exact }], rig.trial.limits))?.received;
}

/** Those of the pages on which the words are found. */
async function among(pages: readonly string[], words: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const html of pages) if ((await shown(html, text(words))) !== undefined) found.push(html);
  return found;
}

describe('what is laid out', () => {
  it('is found wherever it is drawn, and only there', async () => {
    expect(await among(undrawn, 'The total is 42')).toEqual([]);
    // What is only drawn when somebody scrolls there is not laid out.
    const now = drawn.filter((html) => !html.includes('content-visibility:auto'));
    expect(await among(now, 'the  total IS 42')).toEqual(now);
    expect(await among(beside, 'the  total IS 42')).toEqual(beside);
  });

  it('is matched as elements are', async () => {
    const list = '<h2>Total</h2><ul><li>Milk 1</li><li>The\n total is <b>42</b></li></ul>';
    const html = `<p id=p></p><script>p.attachShadow({ mode: 'closed' }).innerHTML = ${JSON.stringify(list)}</script>`;
    expect(await shown(html, text('The total is 42'), true)).toContain('"The total is 42"');
    expect(await shown(html, text('total is 42'), true)).toBeUndefined();
    expect(await shown(html, text('the total is 42'), true)).toBeUndefined();
    expect(await shown(html, regex('^The total is 42$'))).toContain('"The total is 42"');
    expect(await shown(html, regex('TOTAL is \\d+', 'i'))).toContain('"The total is 42"');
    expect(await shown(html, regex('^total is'))).toBeUndefined();
    expect(await shown(html, text('MILK 1'))).toContain('"Milk 1"');
  });

  it('is not put together from neighbours', async () => {
    const pages = [
      '<ol><li>Milk 4</li><li>Eggs</li></ol>',
      '<iframe srcdoc="<table><tr><td>4</td><td>2</td></table>"></iframe>',
      '<p>4</p><style>p::after { content: "2"; display: block }</style>',
    ];
    expect(await among(pages, '42')).toEqual([]);
  });

  it('is without what fields hold, and what is hidden around a frame', async () => {
    const pages = [
      '<input value=42><input placeholder=42><textarea id=t></textarea><script>t.value = 42</script>',
      '<select><option>41<option>42</select>',
      '<title>42</title><p title=42>Hello</p><script>42</script><style>p { top: 42px }</style>',
      '<iframe style="display:none" srcdoc="42"></iframe>',
      '<iframe style="visibility:hidden" srcdoc="42"></iframe>',
      '<div style="opacity:0"><iframe srcdoc="42"></iframe></div>',
      '<iframe width=1 height=1 srcdoc="42"></iframe>',
      '<iframe srcdoc="<p hidden>42</p><canvas>42</canvas>"></iframe>',
      '<details id=d open><summary>Sum</summary><p>42</p></details><script>document.body.offsetTop; d.open = false</script>',
    ];
    expect(await among(pages, '42')).toEqual([]);
  });

  it('is found in frames that have a process of their own', async () => {
    rig.serve((request, response) => {
      response.setHeader('content-type', 'text/html').end(request.url === '/frame' ? '<p>42</p>' : '<p>Hello</p>');
    });
    const { program } = rig.trial.browser();
    const args = ['--site-per-process', '--no-sandbox'];
    await using browser = await chromium.launch({ executablePath: program, args });
    const apart = await browser.newPage();
    const src = rig.url.replace('127.0.0.1', 'localhost');
    await apart.goto(rig.url);
    const words = [{ text: text('42'), exact: false }];
    for (const [style, received] of [
      ['', { received: 'it is shown in a frame: "42"' }],
      ['display:none', undefined],
      ['visibility:hidden', undefined],
    ] as const) {
      await apart.setContent(`<iframe src="${src}/frame" style="${style}"></iframe>`);
      await expect(apart.context().newCDPSession(apart.frames()[1] ?? apart)).resolves.toBeDefined();
      expect(await elsewhere(apart, words, rig.trial.limits)).toEqual(received);
    }
  });

  it('is searched in the page, where a pattern that takes too long is given up', async () => {
    await page.setContent(`<p>${'a'.repeat(40)}!</p>`);
    const words = [{ text: regex('^(a+)+$'), exact: false }];
    expect(await elsewhere(page, words, rig.trial.limits)).toEqual({ received: 'searching the page takes too long' });
  });
});
