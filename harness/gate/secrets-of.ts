import type { Run } from '../model/run.ts';

/** What must not be read in a Report of these Runs: the secrets of all Trials, also of those that confirmed a fail. */
export function secretsOf(...runs: readonly Run[]): readonly string[] {
  const verdicts = runs.flatMap((run) => run.verdicts);
  const outcomes = verdicts.flatMap((verdict) => [...verdict.outcomes, ...(verdict.confirmations ?? [])]);
  return [...new Set(outcomes.flatMap((outcome) => outcome.secrets))];
}
