import type { FailureLabel, FlakeEvidence, FlakeRate } from '../model/flake.ts';
import type { Basis } from '../model/gate.ts';
import type { Verdict } from '../model/run.ts';
import { betaQuantile } from './beta.ts';

/** What reference runs say of a scenario; nothing when they don't speak of it. */
export function evidenceOf(flakes: Basis['flakes'], scenario: string): FlakeEvidence | undefined {
  // A scenario may be called `constructor`.
  return Object.hasOwn(flakes, scenario) ? flakes[scenario] : undefined;
}

/** The posterior of the rate with Jeffreys' prior, Beta(fail + 1/2, pass + 1/2). */
export function flakeRate({ pass, fail }: FlakeEvidence): FlakeRate {
  const quantile = (p: number): number => betaQuantile(p, fail + 0.5, pass + 0.5);
  return { median: quantile(0.5), low: quantile(0.025), high: quantile(0.975) };
}

/**
 * How likely the scenario fails `runs` times of as many when it is as flaky as the reference runs say: 0 to 1. That is
 * the mean of rate^runs over the posterior of the rate, a ratio of two Beta functions (DLMF 5.12.1).
 */
export function chanceOfFailing({ pass, fail }: FlakeEvidence, runs: number): number {
  let chance = 1;
  for (let run = 0; run < runs; run += 1) chance *= (fail + 0.5 + run) / (pass + fail + 1 + run);
  return chance;
}

/** At most so often is one of a Run's scenarios, any of them, called a regression by chance. */
const familyError = 0.01;
/** Nobody repeats a scenario more often to find out what it is. */
const mostRuns = 100;

/** How many runs must fail, the first included, before chance is unlikely enough; nothing when it takes too many. */
export function runsNeeded(evidence: FlakeEvidence, scenarios: number): number | undefined {
  for (let runs = 1; runs <= mostRuns; runs += 1) {
    if (isNoChance(evidence, runs, scenarios)) return runs;
  }
  return undefined;
}

const isNoChance = (evidence: FlakeEvidence, runs: number, scenarios: number): boolean =>
  chanceOfFailing(evidence, runs) <= familyError / Math.max(1, scenarios);

/** Runs of one failed Trial: the first included, and those of them that failed too. */
export interface Repeats {
  readonly ran: number;
  readonly failed: number;
}

/**
 * Of the first example row that failed: its Trials, and those that confirmed it. Only what passed or failed counts,
 * since an error says nothing of the candidate. Nothing ran when no row failed.
 */
export function repeatsOf({ outcomes, confirmations = [] }: Verdict): Repeats {
  const row = outcomes.find((outcome) => outcome.is === 'fail')?.trial.row;
  const own = [...outcomes, ...confirmations].filter((outcome) => outcome.trial.row === row);
  const failed = own.filter((outcome) => outcome.is === 'fail').length;
  return { ran: failed + own.filter((outcome) => outcome.is === 'pass').length, failed };
}

/**
 * What a fail turned out to be, and one line that says why; nothing when it was not repeated.
 * @param scenarios how many the Run has: with more of them, one is more likely to fail by chance.
 */
export function labelOf(
  { ran, failed }: Repeats,
  evidence: FlakeEvidence | undefined,
  scenarios: number,
): { readonly is: FailureLabel; readonly text: string } | undefined {
  if (ran < 2 || failed === 0) return undefined;
  const here = failed === ran ? `fails every time (${failed} of ${ran})` : `fails at times (${failed} of ${ran})`;
  if (evidence === undefined || evidence.pass + evidence.fail === 0) {
    return { is: failed === ran ? 'always' : 'unstable', text: `${here}; no reference run has judged it` };
  }
  if (failed < ran) {
    const is = evidence.fail > 0 ? 'flaky-scenario' : 'nondeterministic';
    return { is, text: `${here}; ${said(evidence, 'failed')}` };
  }
  if (isNoChance(evidence, ran, scenarios))
    return { is: 'regression', text: `${here}; ${said(evidence, 'failed only')}` };
  return { is: 'always', text: `${here}; ${tooLittle(evidence, runsNeeded(evidence, scenarios))}` };
}

/** `passed in all 59 reference runs`, `failed 2 of 59 reference runs` */
function said({ pass, fail }: FlakeEvidence, failed: 'failed' | 'failed only'): string {
  if (fail === 0) return pass === 1 ? 'passed in the only reference run' : `passed in all ${pass} reference runs`;
  if (pass === 0) return fail === 1 ? 'failed the only reference run too' : `failed all ${fail} reference runs too`;
  return `${failed} ${fail} of ${pass + fail} reference runs`;
}

function tooLittle(evidence: FlakeEvidence, needed: number | undefined): string {
  const tell = needed === undefined ? '' : `: ${needed} repeats would tell`;
  if (evidence.fail > 0) return `${said(evidence, 'failed')}${tell}`;
  const few = evidence.pass === 1 ? '1 reference run is' : `${evidence.pass} reference runs are`;
  return `${few} too few to rule chance out${tell}`;
}
