import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../harness/model/report.ts';
import { markdown } from '../../../reports/markdown/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { comparedRun, comparisons, histories, historyRow, matrix } from '../../rig/compared.ts';
import { expectGolden } from '../../rig/golden.ts';
import { reportSaying } from '../../rig/hostile.ts';
import { tries } from '../../rig/prove.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';
import { failure } from '../../rig/runs.ts';

reporterContract(markdown);

const style = { colour: false, width: 80 };
const textOf = (reports: readonly Report[]): string => markdown.render(reports, style);

/** As GitHub makes HTML of it, before it cleans that. */
const htmlOf = (text: string): string =>
  micromark(text, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

/** The elements of a rendered text, but for those that we use. */
function foreign(html: string): readonly string[] {
  const ours = 'h3|p|ul|li|strong|blockquote|code|pre|details|summary|table|thead|tbody|tr|th|td';
  return [...html.matchAll(/<[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !new RegExp(`^</?(?:${ours})>$`).test(tag) && tag !== '<code class="language-text">');
}

/** What GitHub looks for in a rendered text, outside of code: mentions, references, commits, emoji. */
function acted(html: string): readonly string[] {
  const prose = html.replaceAll(/<code[^>]*>.*?<\/code>/gs, '').replaceAll(/<[^>]*>/g, ' ');
  return [...prose.matchAll(/@[\w-]+|#\d+|\b[A-Z]+-\d+|\b[0-9a-f]{7,40}\b|:\w+:|https?:\/\/|www\./gi)].map(
    ([text]) => text,
  );
}

/** The cells of each row of a rendered text's tables. */
const cellsByRow = (html: string): readonly number[] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => row.split(/<t[hd]>/).length - 1);

const nasty = [
  '@octo/team',
  '#12',
  'GH-12',
  'octo/app#3',
  'https://evil.test/x',
  'www.evil.test',
  'a@evil.test',
  ':boom:',
  'deadbeefcafe',
  '![x](https://evil.test/a.png)',
  '[x](javascript:alert(1))',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '<!--',
  '`',
  '``` `',
  '````\n# x',
  'a|b',
  'a\\|b',
  '| --- |',
  '# head',
  '- item',
  '1. item',
  '2) item',
  '> quote',
  '---',
  '***',
  '_x_',
  '~~x~~',
  '&lt;b&gt;',
  '&#64;team',
  '\\',
  '\\`@team',
  '    code',
  '[ ] box',
  '[^1]',
  '[x]: y',
  '$x$',
  '<a@b.test>',
  'x\n\n# y',
  '1:100:3',
  '1:100:',
  'JIRA-12',
  '12 @x',
  'x (@y)',
  '3) x',
  '===',
  '`` ` @team',
  '@team `x',
  ' @team ',
];

/** A text in all places that a comparison, a matrix and a history have for one. */
function othersSaying(text: string): readonly string[] {
  const run = comparedRun({ id: text, label: text, tree: text, commit: text });
  const named = { scenario: text, name: text };
  const flip = {
    ...named,
    tags: [text],
    mustPass: false,
    before: 'pass',
    after: 'fail',
    label: { is: 'always', text },
  } as const;
  const flips = { broke: [flip], fixed: [flip], unjudged: [flip], changed: [named], added: [named], removed: [named] };
  const base = { before: run, after: run, paired: 1, bothPass: 0, neitherPasses: 0, p: 1, sentence: text };
  const listed = historyRow({ id: text, label: text, vault: text, commit: text });
  return [
    markdown.comparison?.({ ...base, ...flips }, style) ?? '',
    markdown.matrix?.({ runs: [run, run], rows: [{ ...named, tags: [], verdicts: ['pass', 'fail'] }] }, style) ?? '',
    markdown.history?.(
      { filters: [text], runs: [listed, listed], more: 0, scenario: { ...named, pass: 1, judged: 1 } },
      style,
    ) ?? '',
  ];
}

const manyFailures = (scenarios: number, size: number): Report => {
  const failed = failure({ notes: ['x'.repeat(size)] });
  return ownerReport(Array.from({ length: scenarios }, (_, i) => reportRow(`s${i}`, 'fail', { failures: [failed] })));
};

describe('the Markdown report', () => {
  it.each(Object.keys(scenes))('reads as its golden: %s', (name) => {
    expectGolden(import.meta.url, `${name}.md`, textOf(scenes[name] ?? []));
  });

  it('compares, lists and sets side by side as its goldens show', () => {
    for (const [name, of] of Object.entries(comparisons))
      expectGolden(import.meta.url, `comparison-${name}.md`, markdown.comparison?.(of, style) ?? '');
    for (const [name, of] of Object.entries(histories))
      expectGolden(import.meta.url, `history-${name}.md`, markdown.history?.(of, style) ?? '');
    expectGolden(import.meta.url, 'matrix.md', markdown.matrix?.(matrix, style) ?? '');
  });

  it.each(nasty)('makes nothing of a text that GitHub would act on: %j', (text) => {
    for (const shown of [textOf([reportSaying(text), reportSaying(text)]), ...othersSaying(text)]) {
      const html = htmlOf(shown);
      expect([...foreign(html), ...acted(html)]).toEqual([]);
    }
  });

  it('makes nothing of texts of a worker either', () => {
    for (const text of nasty) {
      const shown = textOf([
        { audience: 'worker', decision: { is: 'deny' }, tags: { [text]: { pass: 0, total: 1 } }, hints: [text] },
      ]);
      expect([...foreign(htmlOf(shown)), ...acted(htmlOf(shown))]).toEqual([]);
    }
  });

  it('makes nothing of any text', () => {
    const unit = fc.constantFrom(...Array.from('@#`|\\<>[]()!*_~&:;./-+=1aeGH \n'), 'http://', 'www.', '😀', 'é');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 30 }), (text) => {
        for (const shown of [textOf([reportSaying(text)]), ...othersSaying(text)])
          expect([...foreign(htmlOf(shown)), ...acted(htmlOf(shown))]).toEqual([]);
      }),
      { numRuns: tries(60) },
    );
  });

  it('keeps the rows of its tables whole', () => {
    for (const text of nasty) {
      expect(new Set(cellsByRow(htmlOf(textOf([reportSaying(text)]))))).toEqual(new Set([3]));
      expect(othersSaying(text).map((shown) => new Set(cellsByRow(htmlOf(shown))).size)).toEqual([1, 1, 1]);
    }
  });

  it('shows plain words as they are', () => {
    const text = textOf([
      ownerReport([reportRow('a', 'fail', { name: "Nobody reads another person's bookmarks, well-kept: 2 of 3." })]),
    ]);
    expect(text).toContain("| FAIL | Nobody reads another person's bookmarks, well-kept: 2 of 3. (a) |");
  });

  it('stays below what GitHub takes for a comment, and says what it left out', () => {
    const reports = [manyFailures(1000, 10), manyFailures(3, 100_000), manyFailures(40, 3000)];
    for (const some of [
      ...reports.map((report) => [report]),
      reports,
      Array.from({ length: 400 }, () => manyFailures(4, 300)),
    ]) {
      const text = textOf(some);
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text).toMatch(/\d+ more items? would make this too long for GitHub; `holdout show` tells all\.\n/);
      expect(text.split('<details>').length).toBe(text.split('</details>').length);
    }
    expect(textOf([manyFailures(3, 10)])).not.toContain('would make this too long');
  });

  it('bounds a matrix and a history too', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => ({
      scenario: `s${i}`,
      name: 'A promise',
      tags: [],
      verdicts: ['pass'] as const,
    }));
    const texts = [
      markdown.matrix?.(
        { runs: [comparedRun()], rows: rows.map((row) => ({ ...row, name: row.name.repeat(5) })) },
        style,
      ) ?? '',
      markdown.history?.({ filters: [], runs: Array.from({ length: 2000 }, () => historyRow()), more: 0 }, style) ?? '',
    ];
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text).toContain('would make this too long');
    }
  });
});
