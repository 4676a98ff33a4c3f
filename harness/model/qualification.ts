import type { Outcome } from './trial.ts';

/** One Trial on one control, kept so that a judge that was ended goes on. */
export interface Tried {
  /** Names the build, and how its scenarios were perturbed. */
  readonly control: string;
  readonly outcome: Outcome;
  /** Milliseconds. */
  readonly ms: number;
  /** What else was found out by it. */
  readonly note?: string;
}

/** What qualifying found out about a scenario last. */
export interface Qualified {
  /** Its digest: one that says something else now has not qualified. */
  readonly scenario: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Words; none: it qualified. */
  readonly findings: readonly string[];
}
