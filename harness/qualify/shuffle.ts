import { createHash } from 'node:crypto';
import type { Scenario } from '../model/scenario.ts';
import type { ControlId } from './answer.ts';

/** Scenarios in an order that only the seed decides. */
export const shuffled = (scenarios: readonly Scenario[], seed: string): readonly Scenario[] =>
  inOrderOf(scenarios, ({ id }) => id, seed);

/** Faults in an order that only the seed decides: the first few are a draw. */
export const drawnFrom = <F extends { readonly control: ControlId }>(
  faults: readonly F[],
  seed: string,
): readonly F[] => inOrderOf(faults, ({ control }) => control.name, seed);

function inOrderOf<T>(things: readonly T[], nameOf: (thing: T) => string, seed: string): readonly T[] {
  const place = (thing: T): string =>
    createHash('sha256')
      .update(`${seed}\0${nameOf(thing)}`)
      .digest('hex');
  return things
    .map((thing) => ({ thing, at: place(thing) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ thing }) => thing);
}
