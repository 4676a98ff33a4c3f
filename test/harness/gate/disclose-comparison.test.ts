import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discloseComparison, discloseMatrix } from '../../../harness/gate/disclose-comparison.ts';
import type { Basis } from '../../../harness/model/gate.ts';
import { type Run, type Verdict, type VerdictWord, verdictWords } from '../../../harness/model/run.ts';
import type { StoredRun } from '../../../harness/model/store.ts';
import { tries } from '../../rig/prove.ts';
import { outcome, policy, recordOf, runOf, scenario, verdict } from '../../rig/runs.ts';

function storedRun(value: Run, id: string, flakes: Basis['flakes'] = {}): StoredRun {
  const record = recordOf({ id });
  return {
    value,
    record,
    policy: policy(),
    feedback: 'gate',
    basis: { flakes, at: record.startedAt },
    decision: 'deny',
  };
}

/** Verdicts of as many scenarios. */
const listed = (words: readonly VerdictWord[]): readonly Verdict[] =>
  words.map((is, index) => verdict(`listed-${index}`, is));

const secret = 'pa55word-of-the-vault';
const other = 'token-of-a-confirmation';

/** A verdict whose scenario says secrets wherever an owner must not find them. */
const telling = (is: VerdictWord, more: Partial<Verdict> = {}): Verdict =>
  verdict(scenario(`log-in/${secret}`, { name: `Log in with ${other}`, tags: [`tag-${secret}`], mustPass: true }), is, {
    outcomes: [outcome('fail', { secrets: [secret] })],
    ...more,
  });

const before = storedRun(
  runOf(
    [
      telling('pass', { outcomes: [outcome('pass', { secrets: [secret] })] }),
      verdict('fixed', 'flaky'),
      verdict('same', 'pass'),
      verdict('never', 'fail'),
      verdict('unjudged', 'error'),
      verdict(scenario('edited', { name: `was ${secret}`, digest: 'then' }), 'pass'),
      verdict(scenario(`gone-${secret}`), 'pass'),
    ],
    { candidate: { label: `first ${secret}`, repo: '/r', tree: '1'.repeat(40) } },
  ),
  'r1',
);
const after = storedRun(
  runOf(
    [
      telling('fail', { confirmations: [outcome('fail', { secrets: [other] })] }),
      verdict('fixed', 'pass'),
      verdict('same', 'pass'),
      verdict('never', 'flaky'),
      verdict('unjudged', 'pass'),
      verdict(scenario('edited', { name: `is ${other}`, digest: 'now' }), 'fail'),
      verdict(scenario(`new-${other}`), 'pass'),
    ],
    { candidate: { label: `second ${other}`, repo: '/r', tree: '2'.repeat(40), commit: '3'.repeat(40) } },
  ),
  'r2',
  { [`log-in/${secret}`]: { pass: 59, fail: 0, cleanSince: 59 } },
);

describe('a comparison', () => {
  const report = discloseComparison(before, after);

  it('holds both runs, and what became of each scenario', () => {
    const startedAt = '2026-03-01T10:00:00.000Z';
    expect(report).toEqual({
      before: {
        id: 'r1',
        startedAt,
        label: 'first ‹secret›',
        tree: '1'.repeat(40),
        tally: before.value.tally,
        interval: { low: expect.closeTo(0.1840515677, 4), high: expect.closeTo(0.9010117216, 4) },
      },
      after: {
        id: 'r2',
        startedAt,
        label: 'second ‹secret›',
        tree: '2'.repeat(40),
        commit: '3'.repeat(40),
        tally: after.value.tally,
        interval: { low: expect.closeTo(0.1840515677, 4), high: expect.closeTo(0.9010117216, 4) },
      },
      broke: [
        {
          scenario: 'log-in/‹secret›',
          name: 'Log in with ‹secret›',
          tags: ['tag-‹secret›'],
          mustPass: true,
          before: 'pass',
          after: 'fail',
          label: { is: 'regression', text: 'fails every time (2 of 2); passed in all 59 reference runs' },
        },
      ],
      fixed: [{ scenario: 'fixed', name: 'fixed', tags: [], mustPass: false, before: 'flaky', after: 'pass' }],
      unjudged: [{ scenario: 'unjudged', name: 'unjudged', tags: [], mustPass: false, before: 'error', after: 'pass' }],
      changed: [{ scenario: 'edited', name: 'is ‹secret›' }],
      added: [{ scenario: 'new-‹secret›', name: 'new-‹secret›' }],
      removed: [{ scenario: 'gone-‹secret›', name: 'gone-‹secret›' }],
      paired: 5,
      bothPass: 1,
      neitherPasses: 1,
      p: 1,
      sentence:
        "1 fixed, 1 broke; with 4 scenarios chance can't be ruled out, but `log-in/‹secret›` fails every time; 1 more has no verdict to compare",
    });
  });

  it('shows no secret of either run', () => {
    for (const text of [JSON.stringify(report), JSON.stringify(discloseComparison(after, before))]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(other);
    }
  });

  it('labels by how many scenarios were judged and what was known then', () => {
    const flakes = { a: { pass: 50, fail: 0, cleanSince: 50 } };
    const failed = verdict('a', 'fail', { outcomes: [outcome('fail')], confirmations: [outcome('fail')] });
    const labelAmong = (count: number) =>
      discloseComparison(
        storedRun(runOf([verdict('a', 'pass')]), 'r1'),
        storedRun(runOf([failed, ...listed(Array.from({ length: count }, () => 'pass'))]), 'r2', flakes),
      ).broke.map(({ label }) => label?.is);
    expect([labelAmong(16), labelAmong(99)]).toEqual([['regression'], ['always']]);
  });

  it('labels nothing that was not repeated, and takes no id for evidence', () => {
    const first = storedRun(runOf([verdict('a', 'pass'), verdict('constructor', 'pass')]), 'r1');
    const second = runOf([
      verdict('a', 'fail', { outcomes: [outcome('fail')] }),
      verdict('constructor', 'fail', { outcomes: [outcome('fail'), outcome('fail')] }),
    ]);
    expect(discloseComparison(first, storedRun(second, 'r2')).broke.map(({ label }) => label?.text)).toEqual([
      undefined,
      'fails every time (2 of 2); no reference run has judged it',
    ]);
  });

  it('has no intervals of runs without scenarios', () => {
    const nothing = storedRun(runOf([]), 'r1');
    const { before: first, paired, p } = discloseComparison(nothing, nothing);
    expect([first.interval, paired, p]).toEqual([undefined, 0, 1]);
  });

  it('counts each pair once', () => {
    const words = fc.array(fc.constantFrom(...verdictWords), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(words, words, (first, second) => {
        const { broke, fixed, unjudged, bothPass, neitherPasses, paired } = discloseComparison(
          storedRun(runOf(listed(first)), 'r1'),
          storedRun(runOf(listed(second)), 'r2'),
        );
        expect(broke.length + fixed.length + unjudged.length + bothPass + neitherPasses).toBe(paired);
      }),
      { numRuns: tries(100) },
    );
  });
});

describe('a matrix', () => {
  it('has the last run first, then what only others have, as the last of them says', () => {
    const runs = [
      runOf([verdict('a', 'pass'), verdict('old', 'fail'), verdict(scenario('edited', { digest: '1' }), 'pass')]),
      runOf([verdict(scenario('old', { name: 'Old, later' }), 'flaky'), verdict('middle', 'skip')]),
      runOf([verdict(scenario('edited', { digest: '2', tags: ['x'] }), 'fail'), verdict('a', 'error')]),
    ].map((run, index) => storedRun(run, `r${index}`));
    const { runs: columns, rows } = discloseMatrix(runs);
    expect(columns.map(({ id, tally, interval }) => [id, tally.total, interval !== undefined])).toEqual([
      ['r0', 3, true],
      ['r1', 2, true],
      ['r2', 2, true],
    ]);
    expect(rows).toEqual([
      { scenario: 'edited', name: 'edited', tags: ['x'], verdicts: [undefined, undefined, 'fail'] },
      { scenario: 'a', name: 'a', tags: [], verdicts: ['pass', undefined, 'error'] },
      { scenario: 'old', name: 'Old, later', tags: [], verdicts: ['fail', 'flaky', undefined] },
      { scenario: 'middle', name: 'middle', tags: [], verdicts: [undefined, 'skip', undefined] },
    ]);
  });

  it('shows no secret of any run in another', () => {
    const text = JSON.stringify(discloseMatrix([before, storedRun(runOf([]), 'r0'), after]));
    expect(text).toContain('‹secret›');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(other);
  });

  it('is empty without runs', () => {
    expect(discloseMatrix([])).toEqual({ runs: [], rows: [] });
  });
});
