import type { Attachment } from './observation.ts';
import type { Excerpt } from './problem.ts';

/** One (scenario, example row, repeat), run once in one Cell. */
export interface TrialId {
  readonly scenario: string;
  /** From 0. */
  readonly row: number;
  /** From 0. */
  readonly repeat: number;
  /** From 1: it does a failed one over, with the same data, to find out what the fail is. */
  readonly confirm?: number;
}

/** What a Trial ended in. A value: its wall time is kept beside it, not in it. */
export interface Outcome {
  readonly trial: TrialId;
  readonly is: 'pass' | 'fail' | 'error' | 'skip';
  readonly reason: Reason;
  /** The owner's evidence, in step order; empty for a pass. */
  readonly failures: readonly Failure[];
  /** What `after` came to: reported, not scored. */
  readonly afterFailures: readonly Failure[];
  /** Values to mask wherever they turn up in a report. */
  readonly secrets: readonly string[];
}

/** Why, in a word that programs can go by. The candidate's: up to `refused`. Ours: `lane` and after. */
export const reasons = {
  met: 'every expectation was met',
  mismatch: 'an expectation was not met',
  timeout: 'it took longer than the scenario allows',
  limit: 'it hit a limit',
  crash: 'the candidate ended while it was needed',
  start: 'the candidate did not become ready',
  build: 'the candidate did not build',
  install: 'the candidate did not install',
  refused: 'the tree is not one that may be judged',
  lane: 'the lane died',
  sandbox: 'the sandbox failed',
  machine: 'this machine lacks what the scenario needs',
  network: 'the package registry could not be reached',
  vault: 'the scenario is at fault',
  harness: 'the judge is at fault',
  interrupted: 'the run was interrupted',
  filtered: 'it was not asked for',
} as const;
export type ReasonWord = keyof typeof reasons;

export interface Reason {
  readonly word: ReasonWord;
  /** One line: `limit "output": more than 1 MiB`, `exit code 1 before it was ready`. May hold candidate bytes: the owner's only. */
  readonly detail?: string;
}

/** One step that did not do what was expected. */
export interface Failure {
  readonly step: string;
  readonly mismatches: readonly Mismatch[];
  /** `4 attempts within 600ms`, `example row 2: coupon = TEN`. */
  readonly notes: readonly string[];
  /** A `curl` line. */
  readonly replay?: string;
  /** The last lines that the candidate printed, bounded. */
  readonly log?: string;
  /** What stood on the page: the beginning of an ARIA snapshot. */
  readonly page?: string;
  /** Files kept for the owner beside the Run, by what they are: the name within the Run's folder of evidence. */
  readonly attached?: readonly { readonly what: Attachment['what']; readonly name: string }[];
}

export interface Mismatch {
  readonly excerpt: Excerpt;
  /** Where in the observed data: `body.items[0].id`. */
  readonly path: string;
  /** One line each, bounded: `expected 201, received 200`. */
  readonly expected: string;
  readonly received: string;
  /** `same text, different type`. */
  readonly note?: string;
}
