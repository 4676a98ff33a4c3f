import { ordinary } from '../model/impossible.ts';
import type { Tally, Verdict } from '../model/run.ts';

// Reporters print it too, and they see the model only.
export { headline } from '../model/headline.ts';

/**
 * Counts Verdicts: one point each, and their weights beside; impossible ones have no part in it. `quarantined` tells, by
 * scenario id, which of the others don't count.
 */
export function tally(
  verdicts: readonly Verdict[],
  quarantined: { has(scenario: string): boolean } = new Set<string>(),
): Tally {
  const count = { pass: 0, fail: 0, flaky: 0, error: 0, skip: 0, quarantined: 0, weightPassed: 0, weightTotal: 0 };
  const counting = ordinary(verdicts);
  for (const { is, scenario } of counting) {
    if (quarantined.has(scenario.id)) {
      count.quarantined += 1;
      continue;
    }
    count[is] += 1;
    count.weightTotal += scenario.weight;
    if (is === 'pass') count.weightPassed += scenario.weight;
  }
  return { total: counting.length, ...count };
}
