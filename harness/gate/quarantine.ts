import type { FlakeEvidence } from '../model/flake.ts';
import type { Policy } from '../model/gate.ts';

type Rule = NonNullable<Policy['quarantine']>;

/** So many passes in a row show, at 95 %, that a scenario fails less than one good build in 20: 0.95^59 < 0.05. */
export const cleanRuns = 59;

/**
 * Is a scenario in quarantine: have reference runs seen it both pass and fail, and is that neither outlived nor expired?
 * One that fails every good build is not flaky but wrong, and stays out. Whether it must pass, in which case it is never
 * in, is not known here.
 * @param at ISO 8601: when the Run was begun.
 * @returns why and until when, in one line, and until when in ISO 8601, UTC; nothing when it is not.
 */
export function quarantineOf(
  evidence: FlakeEvidence | undefined,
  rule: Rule,
  at: string,
): { readonly text: string; readonly until: string } | undefined {
  if (evidence?.lastFail === undefined) return undefined;
  const { pass, fail, cleanSince, lastFail } = evidence;
  const end = Math.min(Date.parse(lastFail) + rule.expires, lastDate);
  if (pass === 0 || fail === 0 || cleanSince >= cleanRuns || Date.parse(at) >= end) return undefined;
  const until = new Date(end).toISOString();
  const [day] = until.split('T');
  const why = `failed ${fail} of ${pass + fail} reference runs`;
  return { text: `${why}; until ${day}, or until it has passed ${cleanRuns} in a row`, until };
}

/** The end of time, as JavaScript counts it: nothing expires later. */
const lastDate = 8.64e15;

/** How many of `total` scenarios may be in quarantine: one always may. */
export function cap(rule: Rule, total: number): number {
  return Math.max(1, Math.floor((total * rule.cap) / 100 + rounding));
}

/** Keeps a product that is a whole number but for binary fractions from being rounded down to the one before. */
const rounding = 1e-9;
