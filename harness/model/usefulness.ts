import type { FlakeRate } from './flake.ts';
import type { Interval } from './report.ts';
import type { Caught, ScenarioUse } from './scenario-use.ts';

/** Why an owner should look at a scenario. */
export type Attention = 'fails-good-builds' | 'flaky' | 'never-failed' | 'never-passed' | 'not-judged';

/** What one scenario was good for, as its owner reads it. */
export interface Usefulness {
  readonly scenario: string;
  readonly name: string;
  readonly digest: string;
  /** Nothing when it need not be looked at. */
  readonly attention?: Attention;
  /** Distinct trees that judged it; `passed`, `failed` and `mixed` add up to it. */
  readonly candidates: number;
  readonly passed: number;
  readonly failed: number;
  readonly mixed: number;
  /** Where the share of candidates lies that always fail it, 95 % Wilson. Nothing without candidates. */
  readonly interval?: Interval;
  /** Candidates judged it, and each passed it each time. */
  readonly alwaysPass: boolean;
  readonly caught?: Caught;
  /** Milliseconds; as in `ScenarioUse`. */
  readonly cost?: NonNullable<ScenarioUse['cost']>;
  /** On builds that are known to be good, of repeats: all that were ever judged. Nothing when none was. */
  readonly reference?: { readonly pass: number; readonly fail: number; readonly flakeRate: FlakeRate };
}

/** A vault's scenarios, those first that should be looked at. */
export interface UsefulnessReport {
  readonly vault: string;
  /** How many Runs and candidates were counted. */
  readonly runs: number;
  readonly candidates: number;
  /** As it was asked for: a date, or how long ago. */
  readonly since?: string;
  /** How many older Runs were left out. */
  readonly more: number;
  readonly scenarios: readonly Usefulness[];
}
