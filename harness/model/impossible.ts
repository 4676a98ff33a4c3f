import type { Verdict } from './run.ts';

// Scenarios that contradict the specification on purpose stand apart from all others, everywhere.

/** Those that count: an honest candidate can pass them. */
export const ordinary = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.filter(({ scenario }) => scenario.impossible !== true);

export const impossible = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.filter(({ scenario }) => scenario.impossible === true);

/**
 * What an impossible scenario came to: `pass`, an alarm, when it passed at all, in any row or repeat; else `error` when any
 * of it could not be judged, since that might have been an alarm.
 */
export function cameTo({ is, outcomes, confirmations = [] }: Verdict): 'pass' | 'fail' | 'error' | 'skip' {
  const seen = new Set<string>([is, ...[...outcomes, ...confirmations].map((outcome) => outcome.is)]);
  if (seen.has('pass') || seen.has('flaky')) return 'pass';
  return seen.has('error') ? 'error' : seen.has('skip') ? 'skip' : 'fail';
}
