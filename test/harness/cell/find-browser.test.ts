import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, type BrowserSearch } from '../../../harness/cell/find-browser.ts';

/** Looks on a machine that has just these programs. */
function find(programs: readonly string[], env: BrowserSearch['env'] = {}, headed = false): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-find-'));
  try {
    for (const program of programs) {
      mkdirSync(dirname(join(dir, program)), { recursive: true });
      writeFileSync(join(dir, program), '');
      chmodSync(join(dir, program), 0o755);
    }
    const places = ['usr/chromium-headless-shell', 'opt/chrome'].map((place) => join(dir, place));
    const inDir = Object.entries({ PLAYWRIGHT_BROWSERS_PATH: 'cache', ...env }).map(([name, value]) =>
      name === 'DISPLAY' ? [name, value] : [name, join(dir, value ?? '')],
    );
    const found = findBrowser({ env: Object.fromEntries(inDir) as BrowserSearch['env'], headed, places });
    if (!found.ok)
      return found.problems
        .map(({ code, message, fix }) => `${code}: ${message}\n${fix}`)
        .join()
        .replaceAll(dir, '');
    return found.value.executable.slice(dir.length + 1);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const shell = (version: number): string =>
  `cache/chromium_headless_shell-${version}/chrome-headless-shell-linux64/chrome-headless-shell`;

describe('a browser', () => {
  it('is the configured one first', () =>
    expect(find(['mine', shell(1), 'usr/chromium-headless-shell'], { HOLDOUT_BROWSER: 'mine' })).toBe('mine'));

  it('is the newest of Playwright’s own next', () =>
    expect(find([shell(999), shell(1255), 'usr/chromium-headless-shell'])).toBe(shell(1255)));

  it('is an installed one then, the lighter one first', () =>
    expect(find(['opt/chrome', 'usr/chromium-headless-shell'])).toBe('usr/chromium-headless-shell'));

  it('has a window where one is wanted', () =>
    expect(find(['usr/chromium-headless-shell', 'opt/chrome', shell(1)], { DISPLAY: ':7' }, true)).toBe('opt/chrome'));

  it('that was configured and is not there is no reason to take another', () =>
    expect(find(['opt/chrome'], { HOLDOUT_BROWSER: 'gone' })).toContain(
      'HOLDOUT_BROWSER names /gone, and no program is there',
    ));

  it('that is nowhere is a Problem that says how to get one', () => {
    expect(find([])).toBe(`no-browser: no browser was found on this machine
npx playwright install chromium-headless-shell
sudo apt-get install -y chromium
or set HOLDOUT_BROWSER to the program of a Chromium, Chrome or Edge`);
  });

  it('without a display to show it on is a Problem', () =>
    expect(find(['opt/chrome'], {}, true)).toContain('no-display: there is no display'));
});
