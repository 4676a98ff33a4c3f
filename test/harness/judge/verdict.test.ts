import { describe, expect, it } from 'vitest';
import { foldVerdict } from '../../../harness/judge/verdict.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { outcome, scenario } from '../../rig/runs.ts';

/** One Outcome for each letter, rows apart by spaces: `pf pp` is two rows with two repeats each. */
function outcomes(rows: string): readonly Outcome[] {
  const words = { p: 'pass', f: 'fail', e: 'error', s: 'skip' } as const;
  return rows
    .split(' ')
    .flatMap((repeats, row) =>
      repeats
        .split('')
        .map((letter, repeat) =>
          outcome(words[letter as keyof typeof words], { trial: { scenario: 'a', row, repeat } }),
        ),
    );
}

describe('the verdict of a scenario', () => {
  it.each([
    ['p', 'pass'],
    ['pp pp', 'pass'],
    ['p f p', 'fail'],
    ['pf', 'flaky'],
    ['fp pp', 'flaky'],
    ['ff pp', 'fail'],
    ['pf ff', 'fail'],
    ['pf fp', 'flaky'],
    ['pe', 'error'],
    ['fe', 'error'],
    ['fe ff', 'fail'],
    ['e f', 'fail'],
    ['e p', 'error'],
    ['s', 'skip'],
    ['ps', 'skip'],
    ['fs', 'fail'],
  ])('folds %j to %s', (rows, is) => {
    expect(foldVerdict(scenario('a'), outcomes(rows)).is).toBe(is);
  });

  it.each([
    ['f', 'f', 'fail'],
    ['f', 'p', 'flaky'],
    ['f', 'fp', 'flaky'],
    ['f', 'e', 'fail'],
    ['p', 'p', 'pass'],
  ])('is %j, with confirmations %j, as %s: never passed for it', (rows, again, is) => {
    const folded = foldVerdict(scenario('a'), outcomes(rows), outcomes(again));
    expect(folded.is).toBe(is);
    expect(folded.confirmations).toHaveLength(again.length);
    expect(folded.outcomes).toHaveLength(rows.length);
  });

  it('has the reason of the first outcome that made it so', () => {
    const timeout = outcome('fail', { reason: { word: 'timeout', detail: 'longer than 60s' } });
    const folded = foldVerdict(scenario('a'), [outcome('pass'), timeout, outcome('fail')]);
    expect(folded.reason).toEqual({ word: 'timeout', detail: 'longer than 60s' });
    expect(foldVerdict(scenario('a'), [outcome('pass')]).reason).toEqual({ word: 'met' });
  });

  it('is our error when nothing was run', () => {
    const folded = foldVerdict(scenario('a'), []);
    expect(folded.is).toBe('error');
    expect(folded.reason).toEqual({ word: 'harness', detail: 'no trial of it was run' });
  });
});
