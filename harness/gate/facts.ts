import type { Apart, GateReason, Grounds, Policy, Threshold } from '../model/gate.ts';
import { headline } from '../model/headline.ts';
import { unreachable } from '../model/problem.ts';
import type { Run, Verdict } from '../model/run.ts';
import { tally } from './tally.ts';

// What the gate's rules have in common: what they look at, how they count, and how they say it.

/** Everything that a rule looks at. */
export interface Facts {
  /** Without impossible scenarios. */
  readonly run: Run;
  readonly policy: Policy;
  readonly grounds: Grounds;
  /** The Verdicts that count. */
  readonly counted: readonly Verdict[];
  /** The scenarios that don't, by id: in quarantine, or not qualified. */
  readonly apart: ReadonlyMap<string, Apart>;
  /** Those that no honest candidate can pass. */
  readonly impossible: readonly Verdict[];
}

// Counting.

/**
 * How a threshold is missed even if everything that was not judged (errors, and what nobody asked for) had passed;
 * nothing when it may still be met.
 */
export function shortfall(
  verdicts: readonly Verdict[],
  threshold: Threshold,
  apart: Facts['apart'],
): string | undefined {
  const counts = tally(verdicts, apart);
  const { pass: passed, error, skip, quarantined, advisory = 0, total } = counts;
  const needed = countNeeded(threshold, total - quarantined - advisory);
  if (passed + error + skip >= needed) return undefined;
  const open = error + skip > 0 ? `, ${error + skip} not judged` : '';
  return `${headline(counts)}${open}, ${needed} ${needed === 1 ? 'is' : 'are'} needed`;
}

export function countNeeded(threshold: Threshold, total: number): number {
  switch (threshold.is) {
    case 'all':
      return total;
    case 'count':
      return threshold.atLeast;
    case 'percent':
      return Math.ceil((total * threshold.atLeast) / 100 - rounding);
    default:
      return unreachable(threshold);
  }
}

/** Keeps a product that is a whole number but for binary fractions from being rounded up to the next. */
export const rounding = 1e-9;

export function isAgainst(verdict: Verdict): boolean {
  return verdict.is === 'fail' || verdict.is === 'flaky';
}

/** Not judged: it may have passed. */
export function isOpen(verdict: Verdict): boolean {
  return verdict.is === 'error' || verdict.is === 'skip';
}

export function tagged(verdicts: readonly Verdict[], tag: string): readonly Verdict[] {
  return verdicts.filter((verdict) => verdict.scenario.tags.includes(tag));
}

// Words.

export const reason = (code: string, text: string): GateReason => ({ code, text });

export const when = (applies: boolean, code: string, text: string): readonly GateReason[] =>
  applies ? [reason(code, text)] : [];

export const scenarios = (count: number): string => `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;

export const impossibleScenarios = (count: number): string =>
  `${count} impossible ${count === 1 ? 'scenario' : 'scenarios'}`;

const namedAtMost = 5;

export function names(verdicts: readonly Verdict[]): string {
  const ids = verdicts.slice(0, namedAtMost).map((verdict) => verdict.scenario.id);
  const more = verdicts.length - ids.length;
  return more > 0 ? `${ids.join(', ')} and ${more} more` : ids.join(', ');
}
