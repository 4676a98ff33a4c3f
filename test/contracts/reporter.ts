import { describe, expect, it } from 'vitest';
import { disclose } from '../../harness/gate/disclose.ts';
import type { GateDecision } from '../../harness/model/gate.ts';
import { problem } from '../../harness/model/problem.ts';
import type {
  ComparisonReport,
  HistoryReport,
  MatrixReport,
  Report,
  Reporter,
  Style,
} from '../../harness/model/report.ts';
import { comparedRun, historyRow } from '../rig/compared.ts';
import { failure, outcome, policy, recordOf, runOf, scenario, verdict } from '../rig/runs.ts';

/** Everything a terminal or a viewer would obey: escape sequences, C1 codes, direction marks, zero width, line breaks. */
const hostile =
  '\u001b[2J\u001b]0;title\u0007\u009b31m\u0000\u0008\u007f\r\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028\u{e0041}\u3164\ud800';
const obeyed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164]/u;
const marker = 'MARKER-51c0';
const secret = 'correct horse battery';
const nasty = `${hostile}${marker}${secret}`;

const style = { colour: false, width: 80 };

/** What every reporter keeps, for both audiences, one Report or several. */
export function reporterContract(reporter: Reporter): void {
  const forWidths = (reports: readonly Report[]) =>
    widths.map((width) => reporter.render(reports, { ...style, width }));

  describe(`${reporter.name} keeps the contract of reporters`, () => {
    it('shows nothing that a terminal obeys, wherever the candidate or the vault put it', () => {
      for (const reports of [[nastyReport()], [nastyReport(), nastyReport()]])
        for (const text of forWidths(reports)) expect(obeyed.exec(text)?.[0].codePointAt(0)).toBeUndefined();
    });

    it('shows the owner what was seen, but no secret', () => {
      for (const text of forWidths([nastyReport()]).slice(2)) {
        expect(text).toContain(marker);
        expect(text).toContain('‹secret›');
        expect(text).not.toContain(secret);
      }
    });

    it('shows the worker no marker of scenario, candidate or vault', () => {
      for (const text of forWidths([disclose(nastyRun, denied, 'worker', 'tags', warnings)])) {
        expect(text).not.toContain(marker);
        expect(text).not.toContain(secret);
        expect(text).toContain('deny');
      }
    });

    it('ends with a newline and says the same thing twice', () => {
      const reports = [nastyReport(), disclose(nastyRun, denied, 'worker', 'hints', [])];
      expect(reporter.render(reports, style)).toMatch(/[^\n]\n$/);
      expect(reporter.render(reports, style)).toBe(reporter.render(reports, style));
    });

    it('can say that there is nothing', () => {
      expect(() => reporter.render([], style)).not.toThrow();
    });

    describe.each(forOwners(reporter))('in its $name', ({ text, empty }) => {
      const forEachWidth = widths.map((width) => text({ ...style, width }));

      it('shows nothing that a terminal obeys', () => {
        for (const shown of forEachWidth) expect(obeyed.exec(shown)?.[0].codePointAt(0)).toBeUndefined();
      });

      it('shows the owner what there is', () => {
        for (const shown of forEachWidth.slice(2)) expect(shown).toContain(marker);
      });

      it('ends with a newline and says the same thing twice', () => {
        for (const shown of forEachWidth) expect(shown).toMatch(/[^\n]\n$/);
        expect(text(style)).toBe(text(style));
      });

      it('can say that there is nothing', () => {
        expect(() => empty(style)).not.toThrow();
      });
    });
  });
}

const widths = [1, 20, 80, 200];

/** Those of the methods beside `render` that a reporter has, each with something and with nothing to tell. */
function forOwners({ comparison, matrix, history }: Reporter) {
  return [
    {
      name: 'comparison',
      text: comparison && bound(comparison, compared),
      empty: comparison && bound(comparison, alike),
    },
    { name: 'matrix', text: matrix && bound(matrix, table), empty: matrix && bound(matrix, { runs: [], rows: [] }) },
    { name: 'history', text: history && bound(history, listed), empty: history && bound(history, unlisted) },
  ].flatMap(({ name, text, empty }) => (text === undefined || empty === undefined ? [] : [{ name, text, empty }]));
}

type Told = (style: Style) => string;

const bound =
  <T>(method: (of: T, style: Style) => string, of: T): Told =>
  (shown) =>
    method(of, shown);

const excerpt = { at: { file: nasty, line: 2, column: 1, length: 1 }, firstLine: 1, lines: [marker, secret] };

const evidence = failure({
  step: nasty,
  mismatches: [{ excerpt, path: nasty, expected: nasty, received: nasty, note: nasty }],
  notes: [nasty],
  replay: nasty,
  log: `${nasty}\n${nasty}`,
});

const nastyRun = {
  value: runOf(
    [
      verdict(scenario(nasty, { name: nasty }), 'fail', {
        reason: { word: 'crash', detail: nasty },
        outcomes: [outcome('fail', { failures: [evidence], afterFailures: [evidence], secrets: [secret] })],
      }),
      verdict(scenario('b', { name: nasty, tags: ['auth'] }), 'pass'),
    ],
    { candidate: { label: nasty, repo: nasty, tree: 'f'.repeat(40) }, vault: { name: nasty, judgedDigest: 'd' } },
  ),
  record: recordOf(),
  policy: policy(),
};

const denied: GateDecision = { is: 'deny', reasons: [{ code: 'too-few', text: nasty }] };
const warnings = [problem('w', nasty, { severity: 'warning', excerpt, notes: [nasty], fix: nasty })];

// What follows was masked before it got here: a secret in it is the business of whoever disclosed it.
const text = `${hostile}${marker}‹secret›`;
const run = comparedRun({ id: text, startedAt: text, label: text, tree: text, commit: text });
const named = { scenario: text, name: text };
const flip = {
  ...named,
  tags: [text],
  mustPass: true,
  before: 'pass',
  after: 'fail',
  label: { is: 'always', text },
} as const;
const alike: ComparisonReport = {
  before: run,
  after: run,
  broke: [],
  fixed: [],
  unjudged: [],
  changed: [],
  added: [],
  removed: [],
  paired: 0,
  bothPass: 0,
  neitherPasses: 0,
  p: 1,
  sentence: text,
};
const compared: ComparisonReport = {
  ...alike,
  broke: [flip],
  fixed: [flip],
  unjudged: [flip],
  changed: [named],
  added: [named],
  removed: [named],
};
const table: MatrixReport = {
  runs: [run, run],
  rows: [{ scenario: text, name: `${marker} ${text}`, tags: [text], verdicts: ['pass', undefined] }],
};
const unlisted: HistoryReport = { filters: [], runs: [], more: 0 };
const listed: HistoryReport = {
  filters: [text],
  runs: [0, 1].map(() =>
    historyRow({
      id: text,
      startedAt: text,
      label: text,
      repo: text,
      commit: text,
      vault: text,
      verdict: 'fail',
      same: false,
    }),
  ),
  more: 3,
  scenario: { ...named, pass: 1, judged: 2 },
};

function nastyReport(): Report {
  const report = disclose(nastyRun, denied, 'owner', 'gate', warnings);
  if (report.audience === 'worker') return report;
  const [first, ...rest] = report.rows;
  if (first === undefined) return report;
  const told = { label: { is: 'regression', text }, quarantine: text } as const;
  return {
    ...report,
    rows: [{ ...first, ...told }, ...rest, { ...first, label: told.label }],
    comparison: compared,
    reused: true,
  };
}
