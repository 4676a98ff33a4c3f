import type { Apart, Grounds, Policy } from '../model/gate.ts';
import { ordinary } from '../model/impossible.ts';
import type { Verdict } from '../model/run.ts';
import { inQuarantine } from './in-quarantine.ts';

/**
 * The scenarios that are run and shown and don't count, by id: those in quarantine, and, when the policy asks for it, those
 * that have not qualified. Of one that is both the quarantine is told, since that has a cap.
 */
export function standingApart(
  verdicts: readonly Verdict[],
  policy: Policy,
  grounds: Grounds,
): ReadonlyMap<string, Apart> {
  const advisory = policy.require.qualified ? unqualifiedAmong(verdicts, grounds) : [];
  const quarantined = [...inQuarantine(verdicts, policy, grounds)].map(
    ([id, why]) => [id, { is: 'quarantined', why }] as const,
  );
  return new Map<string, Apart>([...advisory, ...quarantined]);
}

function unqualifiedAmong(
  verdicts: readonly Verdict[],
  { unqualified = {} }: Grounds,
): readonly (readonly [id: string, apart: Apart])[] {
  return ordinary(verdicts).flatMap(({ scenario: { id } }) => {
    // A scenario may be called `constructor`.
    const findings = Object.hasOwn(unqualified, id) ? unqualified[id] : undefined;
    if (findings === undefined) return [];
    const why = findings.length === 0 ? 'it has not been qualified as it reads now' : `it is ${findings.join(', ')}`;
    return [[id, { is: 'advisory', why }] as const];
  });
}
