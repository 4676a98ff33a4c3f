import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import * as inPage from '../../rig/in-page.ts';
import { reportBrowser } from '../../rig/report-browser.ts';
import { whole } from '../../rig/prove.ts';

const { scene } = reportBrowser();
const close = (page: Page): Promise<void> => page.context().close();
const picture = (page: Page): Promise<string> => page.evaluate<string>(inPage.picture);

/** The colours of the chart. */
const inks = (page: Page): Promise<readonly string[]> => page.evaluate<readonly string[]>(inPage.inks);

describe('the chart of a history in a browser', () => {
  it.each(['history', 'long-history', 'scenario-history'])(
    'is drawn, in the colours of the theme: %s',
    async (name) => {
      const page = await scene(name, { colorScheme: 'light' });
      const light = await inks(page);
      expect(light.length).toBeGreaterThan(20);
      await page.getByRole('button', { name: 'Dark' }).click();
      const dark = await inks(page);
      expect(dark.length).toBeGreaterThan(20);
      expect(dark).not.toEqual(light);
      await close(page);
    },
  );

  it('is read by pointer and by keys', async () => {
    const page = await scene('history');
    const chart = page.getByRole('slider', { name: 'Pass rate, run by run' });
    const readout = page.locator('#readout');
    await chart.hover({ position: { x: 120, y: 100 } });
    await expect
      .poll(() => readout.textContent())
      .toMatch(/^2026-01-01 \d\d:\d\d UTC, .*: \d+ of 17 \(\d+ %\), run rmfy/);
    await chart.focus();
    await page.keyboard.press('End');
    expect(await chart.getAttribute('aria-valuenow')).toBe('89');
    await page.keyboard.press('ArrowLeft');
    expect(await chart.getAttribute('aria-valuenow')).toBe('88');
    expect(await chart.getAttribute('aria-valuetext')).toBe(await readout.textContent());
    await page.keyboard.press('Home');
    expect(await readout.textContent()).toBe('2026-01-01 01:30 UTC, attempt-1: 7 of 17 (41 %), run rmfy000001');
    await close(page);
  });

  it('has a legend that points out and takes away', async () => {
    const page = await scene('history', { colorScheme: 'light' });
    const main = page.getByRole('button', { name: /^main/ });
    const before = await picture(page);
    await main.focus();
    await expect.poll(() => picture(page)).not.toBe(before);
    await main.blur();
    await expect.poll(() => picture(page)).toBe(before);
    await main.hover();
    await expect.poll(() => picture(page)).not.toBe(before);
    await page.mouse.move(0, 0);
    await main.focus();
    await page.keyboard.press('Space');
    expect(await main.getAttribute('aria-pressed')).toBe('false');
    await main.blur();
    await expect.poll(() => picture(page)).not.toBe(before);
    await main.click();
    await page.mouse.move(0, 0);
    await main.blur();
    await expect.poll(() => picture(page)).toBe(before);
    await close(page);
  });

  it('narrows its table down by decision and candidate', async () => {
    const page = await scene('history');
    await page.getByRole('button', { name: /^hold/ }).click();
    expect(await page.locator('tr.run:visible').count()).toBe(2);
    expect(await page.locator('#shown').textContent()).toBe('2 of 90 runs');
    await close(page);
  });

  whole('follows the width of the page, and is light on paper', async () => {
    const page = await scene('history', { colorScheme: 'dark' });
    await page.setViewportSize({ width: 500, height: 800 });
    await expect.poll(() => page.locator('#chart canvas').evaluate((canvas) => canvas.clientWidth)).toBeLessThan(480);
    const dark = await picture(page);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => picture(page)).not.toBe(dark);
    await close(page);
  });
});
