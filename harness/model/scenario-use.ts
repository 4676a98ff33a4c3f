/** Which finished Runs are asked what scenarios are good for. */
export interface UseFilter {
  /** The vault's name. */
  readonly vault: string;
  /** Of the scenarios, as they read now. */
  readonly digests: readonly string[];
  /** ISO 8601, UTC: begun then or later. */
  readonly since?: string;
  /** So many Runs, the newest. */
  readonly limit: number;
}

/** What such Runs say. A candidate is one tree, however often it was judged. */
export interface Uses {
  readonly runs: number;
  /** Runs that the limit left out. */
  readonly more: number;
  readonly candidates: number;
  /** By digest; none of a scenario of which they say nothing. */
  readonly scenarios: ReadonlyMap<string, ScenarioUse>;
}

/** What candidates made of one scenario. */
export interface ScenarioUse {
  /** Candidates that always passed it, and those that always failed it. */
  readonly passed: number;
  readonly failed: number;
  /** Candidates that did both. */
  readonly mixed: number;
  /** The newest Run in which it failed a candidate that always failed it. */
  readonly caught?: Caught;
  /** Milliseconds, medians of the newest Runs: of one Trial, and of all its Trials in a Run. */
  readonly cost?: { readonly trial: number; readonly run: number };
}

export interface Caught {
  readonly run: string;
  /** The ref that was judged. */
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}
