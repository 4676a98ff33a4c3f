import type { ScenarioRef, Verdict } from './run.ts';

/** One scenario that says the same in both Runs: paired by its digest, wherever its file is. */
export interface Pair {
  /** As the second Run has it. */
  readonly scenario: ScenarioRef;
  readonly before: Verdict;
  readonly after: Verdict;
}

/** Two Runs side by side, paired by scenario digest. What is not paired says nothing about the candidates. */
export interface Comparison {
  /** In the second Run's order. */
  readonly pairs: readonly Pair[];
  /** Passed before, and not after: `fail` or `flaky`. */
  readonly broke: readonly Pair[];
  /** Not passed before, and passed after. */
  readonly fixed: readonly Pair[];
  /** Without a verdict in one of the two: `error` or `skip`. */
  readonly unjudged: readonly Pair[];
  /** The same file, saying something else. */
  readonly changed: readonly { readonly before: ScenarioRef; readonly after: ScenarioRef }[];
  readonly added: readonly ScenarioRef[];
  readonly removed: readonly ScenarioRef[];
  /** Two-sided exact McNemar test over the flips: how often chance alone would be as one-sided. 1 without flips. */
  readonly p: number;
  /**
   * The fewest flips, all one way, that chance would bring less often than one time in twenty; nothing when there are not
   * that many judged pairs.
   */
  readonly detectable?: number;
}
