import { describe, expect, it } from 'vitest';
import { confirmationsOf } from '../../../harness/judge/confirm.ts';
import type { PlannedTrial } from '../../../harness/judge/plan.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { outcome } from '../../rig/runs.ts';

type Word = Outcome['is'];

/** In plan order: what each Trial of `scenario row repeat` came to. */
function judged(...list: readonly (readonly [trial: string, is: Word])[]) {
  const trials = list.map(([text]): PlannedTrial => {
    const [scenario = '', row = '0', repeat = '0'] = text.split(' ');
    const id = { scenario, row: Number(row), repeat: Number(repeat) };
    return { id, scenario: { id: scenario } as unknown as Scenario, seed: text };
  });
  return { trials, outcomes: list.map(([, is], i) => outcome(is, trials[i] && { trial: trials[i].id })) };
}

const confirmed = ({ trials, outcomes }: ReturnType<typeof judged>, times = 1) =>
  confirmationsOf(trials, outcomes, times).map(({ id, seed }) => `${seed} confirm ${id.confirm}`);

describe('what is done over', () => {
  it('is the first failed Trial of each scenario that failed, by row and repeat, with the same data', () => {
    const run = judged(['a 1 0', 'fail'], ['b', 'pass'], ['a 0 1', 'fail'], ['a 0 0', 'pass'], ['c', 'fail']);
    expect(confirmed(run)).toEqual(['a 0 1 confirm 1', 'c confirm 1']);
    expect(confirmed(run, 2)).toEqual(['a 0 1 confirm 1', 'a 0 1 confirm 2', 'c confirm 1', 'c confirm 2']);
    expect(confirmed(run, 0)).toEqual([]);
  });

  it('is nothing of a scenario that could not be judged', () => {
    expect(confirmed(judged(['a 0 0', 'fail'], ['a 1 0', 'error'], ['b', 'skip']))).toEqual([]);
  });

  it('is nothing of an impossible scenario', () => {
    const { trials, outcomes } = judged(['a', 'fail'], ['b', 'fail']);
    const apart = trials.map((trial, i) => ({ ...trial, scenario: { ...trial.scenario, impossible: i === 0 } }));
    expect(confirmed({ trials: apart, outcomes })).toEqual(['b confirm 1']);
  });

  it('is no more than twenty scenarios', () => {
    const all = Array.from({ length: 30 }, (_, i) => [`s${i}`, 'fail'] as const);
    expect(confirmed(judged(...all))).toHaveLength(20);
  });
});
