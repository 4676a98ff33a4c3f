import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chanceOfFailing,
  evidenceOf,
  flakeRate,
  labelOf,
  repeatsOf,
  runsNeeded,
} from '../../../harness/gate/flakes.ts';
import type { FlakeEvidence } from '../../../harness/model/flake.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { tries } from '../../rig/prove.ts';
import { outcome, verdict } from '../../rig/runs.ts';

const evidence = (pass: number, fail: number): FlakeEvidence => ({ pass, fail, cleanSince: fail === 0 ? pass : 0 });

describe('the rate of a flaky scenario', () => {
  it('is a posterior, with the quantiles that R gives', () => {
    const { median, low, high } = flakeRate(evidence(48, 2));
    expect(low).toBeCloseTo(0.00840403513894605, 12);
    expect(median).toBeCloseTo(0.0432218409084112, 12);
    expect(high).toBeCloseTo(0.122178935587249, 12);
  });

  it('is below one in twenty after 59 passes in a row', () => {
    expect(flakeRate(evidence(59, 0)).high).toBeLessThan(0.05);
  });

  it('is anything when nothing is known', () => {
    const { median, low, high } = flakeRate(evidence(0, 0));
    expect([median, low, high].map((rate) => rate.toFixed(4))).toEqual(['0.5000', '0.0015', '0.9985']);
  });
});

describe('the chance that a good build fails every time', () => {
  it.each([
    [10, 0, ['0.045', '0.0057', '0.0011', '0.00027'], [4, 5, 7]],
    [20, 0, ['0.024', '0.0016', '0.00018', '0.000026'], [3, 4, 5]],
    [50, 0, ['0.0098', '0.00028', '0.000013', '8.6e-7'], [2, 3, 3]],
    [50, 1, ['0.029', '0.0014', '0.000088', '0.0000072'], [3, 3, 4]],
    [80, 20, ['0.20', '0.043', '0.0093', '0.0021'], [5, 7, 8]],
  ])('with %d passes and %d fails before is as in the published table', (pass, fail, chances, needed) => {
    const known = evidence(pass, fail);
    expect([1, 2, 3, 4].map((runs) => chanceOfFailing(known, runs).toPrecision(2))).toEqual(chances);
    expect([17, 100, 500].map((scenarios) => runsNeeded(known, scenarios))).toEqual(needed);
  });

  it('falls with each run and each pass, and grows with each fail', () => {
    const few = fc.nat({ max: 60 });
    fc.assert(
      fc.property(few, few, fc.integer({ min: 1, max: 12 }), (pass, fail, runs) => {
        const chance = chanceOfFailing(evidence(pass, fail), runs);
        expect(chanceOfFailing(evidence(pass, fail), runs + 1)).toBeLessThan(chance);
        expect(chanceOfFailing(evidence(pass + 1, fail), runs)).toBeLessThan(chance);
        expect(chanceOfFailing(evidence(pass, fail + 1), runs)).toBeGreaterThan(chance);
      }),
      { numRuns: tries(200) },
    );
  });

  it('is never small enough for a scenario that good builds fail, in any number of runs that someone would wait for', () => {
    expect(runsNeeded(evidence(0, 5), 17)).toBeUndefined();
  });
});

/** A label in words. */
function labelled(failed: number, ran: number, known?: FlakeEvidence, scenarios = 17): string {
  const label = labelOf({ ran, failed }, known, scenarios);
  return label === undefined ? 'none' : `${label.is}: ${label.text}`;
}

describe('the label of a fail', () => {
  it('is a regression when it fails every time and chance is unlikely', () => {
    expect(labelled(2, 2, evidence(59, 0))).toBe(
      'regression: fails every time (2 of 2); passed in all 59 reference runs',
    );
    expect(labelled(3, 3, evidence(50, 1))).toBe(
      'regression: fails every time (3 of 3); failed only 1 of 51 reference runs',
    );
  });

  it('says how many repeats would tell when too little is known', () => {
    expect(labelled(2, 2, evidence(20, 0))).toBe(
      'always: fails every time (2 of 2); 20 reference runs are too few to rule chance out: 3 repeats would tell',
    );
    expect(labelled(2, 2, evidence(1, 0))).toBe(
      'always: fails every time (2 of 2); 1 reference run is too few to rule chance out: 97 repeats would tell',
    );
    expect(labelled(2, 2, evidence(80, 20))).toBe(
      'always: fails every time (2 of 2); failed 20 of 100 reference runs: 5 repeats would tell',
    );
  });

  it('says that it always fails when good builds do so too, or none was judged', () => {
    expect(labelled(2, 2, evidence(0, 5))).toBe('always: fails every time (2 of 2); failed all 5 reference runs too');
    expect(labelled(2, 2, evidence(0, 1))).toBe('always: fails every time (2 of 2); failed the only reference run too');
    expect(labelled(2, 2)).toBe('always: fails every time (2 of 2); no reference run has judged it');
    expect(labelled(2, 2, evidence(0, 0))).toBe('always: fails every time (2 of 2); no reference run has judged it');
  });

  it('goes by what good builds do when it passes and fails', () => {
    expect(labelled(1, 3, evidence(57, 2))).toBe(
      'flaky-scenario: fails at times (1 of 3); failed 2 of 59 reference runs',
    );
    expect(labelled(1, 3, evidence(59, 0))).toBe(
      'nondeterministic: fails at times (1 of 3); passed in all 59 reference runs',
    );
    expect(labelled(1, 3, evidence(1, 0))).toBe(
      'nondeterministic: fails at times (1 of 3); passed in the only reference run',
    );
    expect(labelled(2, 3)).toBe('unstable: fails at times (2 of 3); no reference run has judged it');
  });

  it('asks more of a large vault', () => {
    expect(labelled(2, 2, evidence(50, 0), 17)).toMatch(/^regression: /);
    expect(labelled(2, 2, evidence(50, 0), 100)).toMatch(/^always: /);
  });

  it('is not given before the fail was repeated, however good the evidence', () => {
    expect(labelled(1, 1, evidence(100_000, 0))).toBe('none');
    expect(labelled(0, 0)).toBe('none');
    expect(labelled(0, 2)).toBe('none');
  });
});

const trial = (row: number, is: Outcome['is'], repeat = 0): Outcome =>
  outcome(is, { trial: { scenario: 'a', row, repeat } });

describe('the repeats of a fail', () => {
  it('are the runs of the first row that failed, with those that confirmed it', () => {
    const mixed = verdict('a', 'fail', {
      outcomes: [trial(0, 'pass'), trial(1, 'fail'), trial(2, 'fail')],
      confirmations: [trial(1, 'fail', 1), trial(1, 'pass', 2), trial(2, 'fail', 1)],
    });
    expect(repeatsOf(mixed)).toEqual({ ran: 3, failed: 2 });
  });

  it('count what was repeated anyway', () => {
    const repeated = [trial(0, 'pass', 0), trial(0, 'fail', 1), trial(0, 'pass', 2)];
    expect(repeatsOf(verdict('a', 'flaky', { outcomes: repeated }))).toEqual({ ran: 3, failed: 1 });
  });

  it('leave out what could not be judged', () => {
    const outcomes = [trial(0, 'fail')];
    const confirmations = [trial(0, 'error', 1), trial(0, 'fail', 2), trial(0, 'skip', 3)];
    expect(repeatsOf(verdict('a', 'fail', { outcomes, confirmations }))).toEqual({ ran: 2, failed: 2 });
  });

  it('are none when nothing failed', () => {
    expect(repeatsOf(verdict('a', 'pass', { outcomes: [trial(0, 'pass')] }))).toEqual({ ran: 0, failed: 0 });
    expect(repeatsOf(verdict('a', 'fail'))).toEqual({ ran: 0, failed: 0 });
  });
});

it('evidence is found by id alone, also for ids that objects know', () => {
  const flakes = { a: evidence(3, 1) };
  expect(['a', 'b', 'constructor', '__proto__'].map((id) => evidenceOf(flakes, id)?.pass)).toEqual([
    3,
    undefined,
    undefined,
    undefined,
  ]);
});
