/** What runs of builds that are known to be good say of one scenario, as it reads now. The worker has no part in it. */
export interface FlakeEvidence {
  /** Repeats of the scenario that passed, in all its example rows. */
  readonly pass: number;
  readonly fail: number;
  /** Repeats that passed since the last one that did not; the same as `pass` when all did. */
  readonly cleanSince: number;
  /** When the last one that did not pass was run: ISO 8601, UTC. */
  readonly lastFail?: string;
}

/** How often a scenario fails a good build: the median of its posterior, and where 95 % of it lie. 0 to 1. */
export interface FlakeRate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a fail turned out to be when it was repeated on fresh instances. It excuses nothing.
 * `regression`: it fails every time, and reference runs make chance unlikely; `always`: it fails every time, and too little
 * is known of the scenario to say more; `flaky-scenario`: it passes and fails here, as it does on good builds;
 * `nondeterministic`: it passes and fails here, and never failed a good build; `unstable`: it passes and fails here, and no
 * good build was ever judged.
 */
export type FailureLabel = 'regression' | 'always' | 'flaky-scenario' | 'nondeterministic' | 'unstable';
