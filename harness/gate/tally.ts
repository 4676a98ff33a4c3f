import type { Apart } from '../model/gate.ts';
import { ordinary } from '../model/impossible.ts';
import type { Tally, Verdict } from '../model/run.ts';

// Reporters print it too, and they see the model only.
export { headline } from '../model/headline.ts';

/**
 * Counts Verdicts: one point each, and their weights beside; impossible ones have no part in it. `apart` tells, by scenario id,
 * which of the others don't count.
 */
export function tally(verdicts: readonly Verdict[], apart: ReadonlyMap<string, Apart> = new Map()): Tally {
  const count = { pass: 0, fail: 0, flaky: 0, error: 0, skip: 0, quarantined: 0, weightPassed: 0, weightTotal: 0 };
  let advisory = 0;
  const all = ordinary(verdicts);
  for (const { is, scenario } of all) {
    const stands = apart.get(scenario.id)?.is;
    if (stands === 'quarantined') count.quarantined += 1;
    else if (stands === 'advisory') advisory += 1;
    else {
      count[is] += 1;
      count.weightTotal += scenario.weight;
      if (is === 'pass') count.weightPassed += scenario.weight;
    }
  }
  return { total: all.length, ...count, ...(advisory === 0 ? {} : { advisory }) };
}
