import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { pageScript } from '../../../reports/html/script/index.ts';
import { hostile, scenes, scenesSaying } from '../../rig/html-pages.ts';
import * as inPage from '../../rig/in-page.ts';
import { sample } from '../../rig/prove.ts';
import { reportBrowser } from '../../rig/report-browser.ts';

const { dir, opened, scene } = reportBrowser();

const close = (page: Page): Promise<void> => page.context().close();
const shownScenarios = (page: Page): Promise<readonly string[]> =>
  page.locator('.scenario:visible h4').allTextContents();
const fail = (page: Page) => page.getByRole('button', { name: /^fail/ });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' });
const focused = (page: Page) => page.evaluate<string | undefined>(inPage.focused);
const ground = (page: Page) => page.evaluate<string>(inPage.ground);
const sideways = (page: Page) => page.evaluate<number>(inPage.sideways);
const openAll = (page: Page) => page.evaluate(inPage.openAll);
const isOpen = async (page: Page, id: string): Promise<boolean> =>
  (await page.locator(`#${id} > details`).getAttribute('open')) !== null;

describe('the script of the HTML report', () => {
  it('is what the compiler takes for sound', () => {
    const file = join(dir(), 'page.js');
    writeFileSync(join(dir(), 'uplot.d.ts'), 'declare const uPlot: any;');
    writeFileSync(file, pageScript(true));
    const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
    const flags = [
      '--noEmit',
      '--allowJs',
      '--checkJs',
      '--strict',
      '--noUncheckedIndexedAccess',
      '--target',
      'es2024',
    ];
    const check = () =>
      execFileSync(
        tsc,
        [...flags, '--lib', 'es2024,dom,dom.iterable', '--types', '', file, join(dir(), 'uplot.d.ts')],
        {
          encoding: 'utf8',
          cwd: dir(),
        },
      );
    let said = '';
    try {
      said = check();
    } catch (error) {
      said = String((error as { stdout?: string }).stdout);
    }
    expect(said).toBe('');
  });
});

describe('the HTML report in a browser', () => {
  it('shows only what a verdict, a tag and a search leave, and says how many', async () => {
    const page = await scene('run');
    expect(await shownScenarios(page)).toHaveLength(17);
    await fail(page).click();
    expect(await shownScenarios(page)).toEqual([
      'A wrong password is refused and says no more than that',
      'A bookmark that was added is listed',
    ]);
    expect(await page.locator('#shown').textContent()).toBe('2 of 17 scenarios');
    expect(await page.getByRole('heading', { name: /^Passed/ }).isVisible()).toBe(false);
    await page.getByRole('combobox', { name: 'tags' }).selectOption('ui');
    expect(await shownScenarios(page)).toEqual(['A bookmark that was added is listed']);
    await fail(page).click();
    expect(await shownScenarios(page)).toHaveLength(3);
    await page.getByRole('combobox', { name: 'tags' }).selectOption('all tags');
    await search(page).pressSequentially('PASSWORD  Refused');
    expect(await shownScenarios(page)).toEqual(['A wrong password is refused and says no more than that']);
    await search(page).fill('nothing at all says this');
    expect(await shownScenarios(page)).toEqual([]);
    expect(await page.locator('#shown').textContent()).toBe('0 of 17 scenarios');
    await close(page);
  });

  it('keeps in its address how it was narrowed down', async () => {
    const page = await scene('run');
    await fail(page).click();
    await page.getByRole('combobox', { name: 'tags' }).selectOption('auth');
    await search(page).fill('a&b=c #');
    const hash = await page.evaluate<string>('location.hash');
    expect(hash).toBe('#is=fail&tag=auth&q=a%26b%3Dc+%23');
    await close(page);
    const again = await scene('run', {}, hash);
    expect(await search(again).inputValue()).toBe('a&b=c #');
    expect(await fail(again).getAttribute('aria-pressed')).toBe('true');
    expect(await again.getByRole('combobox', { name: 'tags' }).locator('option:checked').textContent()).toBe('auth');
    await search(again).fill('password');
    expect(await shownScenarios(again)).toHaveLength(1);
    await close(again);
  });

  it('leads from what turned to its scenario, even one that is filtered away', async () => {
    const page = await scene('run');
    await page.evaluate(`location.hash = "#q=loggingout"`);
    await expect.poll(() => shownScenarios(page)).toEqual([]);
    await page.evaluate(`location.hash = "#s7"`);
    await expect.poll(() => isOpen(page, 's7')).toBe(true);
    expect(await focused(page)).toBe('s7');
    expect(await search(page).inputValue()).toBe('');
    await close(page);
  });

  it('is walked by keys', async () => {
    const page = await scene('run');
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('s1');
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('s10');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('s6');
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('s1');
    expect(await isOpen(page, 's1')).toBe(true);
    await page.keyboard.press('Enter');
    expect(await isOpen(page, 's1')).toBe(false);
    await page.keyboard.press('Space');
    expect(await isOpen(page, 's1')).toBe(true);
    const outline = `getComputedStyle(document.querySelector('#s1 summary')).outlineStyle`;
    expect(await page.evaluate<string>(outline)).toBe('solid');
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('q');
    await page.keyboard.type('j?t/');
    expect(await search(page).inputValue()).toBe('j?t/');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true);
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    await close(page);
  });

  it('opens and closes all at once', async () => {
    const page = await scene('allowed');
    const openOnes = () => page.locator('.scenario > details[open]').count();
    expect(await openOnes()).toBe(0);
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await openOnes()).toBe(17);
    await page.getByRole('button', { name: 'Close all' }).click();
    expect(await openOnes()).toBe(0);
    await close(page);
  });

  it('is light or dark as the system is, until somebody says otherwise', async () => {
    const page = await scene('run', { colorScheme: 'dark' });
    expect(await ground(page)).toBe('rgb(18, 20, 22)');
    const toggle = page.getByRole('button', { name: 'Dark' });
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    await toggle.click();
    expect(await ground(page)).toBe('rgb(251, 251, 249)');
    await page.reload();
    expect(await ground(page)).toBe('rgb(251, 251, 249)');
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('t');
    expect(await ground(page)).toBe('rgb(18, 20, 22)');
    await close(page);
  });

  it.each(sample(['run', 'history', 'runs', 'comparison', 'worker'], 2))(
    'can be read in both themes: %s',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await scene(name, { colorScheme });
        await openAll(page);
        expect(await page.evaluate<readonly string[]>(inPage.faintTexts)).toEqual([]);
        await close(page);
      }
    },
  );

  it.each(sample(Object.keys(scenes), 3))(
    'fits a phone, and has landmarks, names and headings in order: %s',
    async (name) => {
      const page = await scene(name, { viewport: { width: 360, height: 740 } });
      expect(await sideways(page)).toBe(0);
      await openAll(page);
      expect(await sideways(page)).toBe(0);
      expect(await page.title()).toMatch(/ - Holdout$/);
      const sound = { doubled: [], skipped: [], unnamed: [], mains: 1, titles: 1 };
      expect(await page.evaluate<inPage.Structure>(inPage.structure)).toEqual(sound);
      await close(page);
    },
  );

  it.each(sample(Object.keys(scenesSaying('')), 4))('lets no text do anything: %s', async (name) => {
    const page = await opened(scenesSaying(hostile)[name]?.() ?? '', { viewport: { width: 360, height: 740 } });
    await openAll(page);
    expect(await sideways(page)).toBe(0);
    await page.mouse.move(100, 300);
    for (const key of ['Tab', 'j', 'Enter', '/', 'a']) await page.keyboard.press(key);
    expect(await page.title()).toContain('Holdout');
    expect(
      await page.locator('img, svg svg, [onerror], [onload], [onfocus], [onmouseover], [style*="red"]').count(),
    ).toBe(0);
    await close(page);
  });

  it('goes on paper with everything open, without controls and without the dark', async () => {
    const page = await scene('runs', { colorScheme: 'dark' });
    expect(await page.getByText('contentinfo: the whole page').isVisible()).toBe(true);
    const hiddenStep = page.locator('#r3s1 dl.about');
    expect(await hiddenStep.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await hiddenStep.isVisible()).toBe(true);
    expect(await page.locator('details:not([open])').count()).toBeGreaterThan(20);
    expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0);
    expect(await ground(page)).toBe('rgb(255, 255, 255)');
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await close(page);
  });

  it.each(sample(['run', 'history', 'comparison', 'matrix'], 2))(
    'says everything without scripts: %s',
    async (name) => {
      const page = await scene(name, { javaScriptEnabled: false });
      expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0);
      const items = page.locator('.item');
      expect(await items.count()).toBeGreaterThan(3);
      expect(await page.locator('.item:visible').count()).toBe(await items.count());
      await close(page);
    },
  );

  it('opens a scenario without scripts', async () => {
    const page = await scene('run', { javaScriptEnabled: false });
    expect(await page.locator('#s2 dl.about').isVisible()).toBe(false);
    await page.locator('#s2 > details > summary').click();
    expect(await page.locator('#s2 dl.about').isVisible()).toBe(true);
    await close(page);
  });

  it('shows the picture and hands the trace and the replay over', async () => {
    const page = await scene('run', { permissions: ['clipboard-read', 'clipboard-write'] });
    const picture = page.getByRole('img', { name: 'The page when “the list shows it” failed' });
    expect(await picture.evaluate((image) => image.naturalWidth)).toBe(640);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download it' }).click();
    const file = await (await download).path();
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
    await page.locator('.failure .copy').first().click();
    await expect.poll(() => page.locator('#said').textContent()).toBe('Copied.');
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(
      /^curl -i -X POST http.*"‹secret›x"\}'$/,
    );
    await close(page);
  });
});
