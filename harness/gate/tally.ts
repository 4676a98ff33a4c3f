import type { Tally, Verdict } from '../model/run.ts';

// Reporters print it too, and they see the model only.
export { headline } from '../model/headline.ts';

/** Counts a Run's Verdicts: one point each, and their weights beside. */
export function tally(verdicts: readonly Verdict[]): Tally {
  const count = { pass: 0, fail: 0, flaky: 0, error: 0, skip: 0, weightPassed: 0, weightTotal: 0 };
  for (const verdict of verdicts) {
    count[verdict.is] += 1;
    count.weightTotal += verdict.scenario.weight;
    if (verdict.is === 'pass') count.weightPassed += verdict.scenario.weight;
  }
  return { total: verdicts.length, ...count };
}
