import { createHash } from 'node:crypto';
import type { Scenario } from '../model/scenario.ts';

/** In an order that only the seed decides. */
export function shuffled(scenarios: readonly Scenario[], seed: string): readonly Scenario[] {
  const place = ({ id }: Scenario): string => createHash('sha256').update(`${seed}\0${id}`).digest('hex');
  return scenarios
    .map((scenario) => ({ scenario, at: place(scenario) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ scenario }) => scenario);
}
