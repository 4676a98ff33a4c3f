import type { Scenario } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { entryAt } from '../values.ts';

/** What no candidate can pass is in no count, so nothing can be asked of it but that it fails. */
export function lintImpossible(reading: Reading, root: Value, { impossible, mustPass }: Scenario): void {
  if (!impossible) return;
  const asked = [mustPass ? entryAt(root, 'mustPass') : undefined, entryAt(root, 'weight')];
  for (const entry of asked.filter((one) => one !== undefined)) {
    complain(reading, 'impossible-counts', entry.keyAt, `an impossible scenario has no "${entry.key}"`, {
      fix: 'leave it out: such a scenario is in no count, and a pass of it always denies',
    });
  }
}
