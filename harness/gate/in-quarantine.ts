import type { Grounds, Policy } from '../model/gate.ts';
import { ordinary } from '../model/impossible.ts';
import type { Verdict } from '../model/run.ts';
import { demanded } from './demanded.ts';
import { evidenceOf } from './flakes.ts';
import { quarantineOf } from './quarantine.ts';

/**
 * Which scenarios are in quarantine, by id, each with why and until when in one line. One that must pass is never: its
 * promise is worth more than a quiet gate. Neither is an impossible one, which is flaky as soon as it passes.
 */
export function inQuarantine(
  verdicts: readonly Verdict[],
  policy: Policy,
  { flakes, at }: Grounds,
): ReadonlyMap<string, string> {
  const rule = policy.quarantine;
  if (rule === undefined) return new Map();
  return new Map(
    ordinary(verdicts).flatMap((verdict) => {
      const { id } = verdict.scenario;
      const found = demanded(verdict, policy) ? undefined : quarantineOf(evidenceOf(flakes, id), rule, at);
      return found === undefined ? [] : [[id, found.text] as const];
    }),
  );
}
