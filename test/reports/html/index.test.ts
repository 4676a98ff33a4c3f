import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../reports/html/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { expectGolden } from '../../rig/golden.ts';
import { history } from '../../rig/html-compared.ts';
import { hostile, scenes, scenesSaying, worker } from '../../rig/html-pages.ts';
import { bareReport, bareRow, files, full, httpStep, trial } from '../../rig/html-reports.ts';
import { png } from '../../rig/png.ts';

reporterContract(html);

const style = { colour: false, width: 80 };
const names = Object.keys(scenes);
const pageOf = (name: string): string => scenes[name]?.() ?? '';

/** What a page shows, one line for each block of it. */
function proseOf(page: string): string {
  const body = page.slice(page.indexOf('<body>')).replaceAll(/<(script|dialog|search|button)[^>]*>.*?<\/\1>/gs, '');
  const text = body
    .replaceAll(/<\/?(p|h\d|li|div|dt|summary|tr|section|figure|figcaption|pre|header|main)\b[^>]*>/g, '\n')
    .replaceAll(/<[^>]*class="[^"]*\b(sr|ghost|whose)\b[^>]*>[^<]*<\/span>/g, '')
    .replaceAll(/<\/?(td|th|dd|span|code|summary)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '');
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
  return `${plain
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

/** The elements of a page and the names of their attributes, in order: all of it that isn't text. */
const skeletonOf = (page: string): string =>
  [...page.matchAll(/<(\/?[a-z0-9!]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)]
    .map(([, name, attributes = '']) => `${name} ${attributes.replaceAll(/="[^"]*"/g, '')}`)
    .join('\n');

const scriptsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the HTML report', () => {
  it.each(['run', 'bare', 'unbuilt', 'comparison', 'worker'])('reads as its golden: %s', (name) => {
    expectGolden(import.meta.url, `${name}.txt`, proseOf(pageOf(name)));
  });

  it('reads a history as its golden', () => {
    expectGolden(import.meta.url, 'history.txt', proseOf(html.history?.(history(5), style) ?? ''));
  });

  it.each(names)('lets only its own code run, by digest, and loads nothing: %s', (name) => {
    const page = pageOf(name);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => text);
    const scripts = scriptsOf(page);
    expect(styles).toHaveLength(1);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${scripts.length === 0 ? "'none'" : scripts.map(digest).join(' ')}`,
      `style-src ${styles.map(digest).join(' ')}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
    const markup = page.replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, '');
    expect(markup).not.toMatch(/<[^>]*\s(?:style|on[a-z]+|srcset)=/);
    for (const [, address = ''] of markup.matchAll(/\s(?:src|href|action|data)="([^"]*)"/g))
      expect(address).toMatch(/^(#|data:)/);
  });

  it.each(Object.keys(scenesSaying('')))('is the same page whatever texts say: %s', (name) => {
    const page = scenesSaying(hostile)[name]?.() ?? '';
    const tame = scenesSaying('x'.repeat(hostile.length))[name]?.() ?? '';
    expect(skeletonOf(page)).toBe(skeletonOf(tame));
    expect(scriptsOf(page)).toEqual(scriptsOf(tame));
    expect(page).toContain('&lt;script&gt;document.title');
    // Nothing but newlines that a viewer would obey.
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it('does without whatever may be missing', () => {
    for (const name of ['bare', 'nothing', 'empty-history'])
      expect(proseOf(pageOf(name))).not.toMatch(/undefined|NaN|\[object/);
    expect(proseOf(pageOf('nothing'))).toContain('Nothing was judged');
  });

  it('says to the worker what its report says, and runs nothing', () => {
    const page = html.render([{ audience: 'worker', decision: { is: 'deny' } }], style);
    expect(page).not.toContain('<script');
    expect(proseOf(page).split('\n')).toHaveLength(5);
    expect(proseOf(html.render([worker, worker], style))).not.toContain('Accounts');
  });

  it('has a link, a name and an id for each scenario that turned', () => {
    const page = pageOf('run');
    expect(page).toContain('<a href="#s1">A wrong password');
    expect(page).toContain('id="s1"');
    const runs = pageOf('runs');
    const ids = [...runs.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to = ''] of runs.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to);
  });

  it('holds the picture, the trace and the outline when they can be read, and names them when not', () => {
    const page = pageOf('run');
    expect(page).toContain(`src="data:image/png;base64,${Buffer.from(png(640, 360)).toString('base64')}"`);
    expect(page).toContain('download="bookmarks-add-1-trace.zip" href="data:application/zip;base64,UEsFBg');
    expect(page).toContain('npx playwright show-trace /state/holdout/files/bookmarks-add-1-trace.zip');
    expect(page).toContain('contentinfo: the whole page');
    const without = html.render([full], style);
    expect(without).not.toContain('data:image');
    expect(without).not.toContain('data:application');
    expect(without).toContain('<code>/state/holdout/files/bookmarks-add-1.png</code>');
    expect(without).toContain('<code>/state/holdout/files/bookmarks-add-1-page.txt</code>');
    expect(without).toContain('listitem: Second');
  });

  it('takes nothing but a PNG for a picture', () => {
    const page = html.render([full], style, (path) => (path.endsWith('.png') ? Buffer.from('<svg/>') : files(path)));
    expect(page).not.toContain('data:image');
    expect(page).toContain('<code>/state/holdout/files/bookmarks-add-1.png</code>');
  });

  it('opens what failed, and nothing else', () => {
    const page = pageOf('run');
    const opened = [...page.matchAll(/<details open>/g)].length;
    // Two scenarios, in all Trials the three steps that were not met, and one Trial of each scenario.
    expect(opened).toBe(5);
    expect([...page.matchAll(/<details class="trial" open>/g)]).toHaveLength(17);
    expect(/id="s1"[^>]*><details open>/.test(page)).toBe(true);
    expect(/id="s2"[^>]*><details>/.test(page)).toBe(true);
    const many = bareReport(Array.from({ length: 9 }, (_, i) => bareRow(`s${i}`, 'fail')));
    expect(html.render([many], style)).not.toContain('<details open>');
  });

  it('bounds what a text takes of a page, and says so', () => {
    const huge = `${'é<'.repeat(2_500_000)}end`;
    const step = httpStep('a', { action: huge, seen: [['body', huge]], met: false });
    const row = bareRow('a', 'fail', {
      failures: [{ step: 'a', mismatches: [], notes: [], log: huge }],
      trials: [trial('fail', [step])],
    });
    const page = html.render([bareReport([row])], style);
    expect(page.length).toBeLessThan(1_500_000);
    expect(page).toContain('4,900,003 more characters follow; they are not shown.');
    expect(page).toContain('4,900,003 more characters came before; they are not shown.');
    expect(page).toContain('end</code>');
  });

  it('thins a long history out, and says so', () => {
    const page = pageOf('long-history');
    const data = JSON.parse(/id="trend-data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
    expect(data.nth.length).toBeLessThanOrEqual(2000);
    expect(page).toContain('Of 2,999 runs');
    expect(page).toContain('The table shows the newest 1,000 runs of 3,000.');
    expect(pageOf('history')).not.toContain('are drawn');
  });

  it('is made at once', () => {
    const { failures = [], trials = [] } = full.rows[0] ?? {};
    const rows = Array.from({ length: 200 }, (_, i) =>
      bareRow(`s${i}`, i % 5 === 0 ? 'fail' : 'pass', { failures, trials, tags: [`t${i % 7}`] }),
    );
    const many = bareReport(rows);
    const long = history(10_000);
    expect(fastest(() => html.render([many], style))).toBeLessThan(100);
    expect(fastest(() => html.history?.(long, style))).toBeLessThan(200);
  });
});

/** Milliseconds of this thread's work, the best of several: how long it takes when nothing else is going on. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const began = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
