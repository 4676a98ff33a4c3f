import type { FilledAction } from './adapter.ts';
import type { Observation } from './observation.ts';
import type { TrialId } from './trial.ts';

/**
 * What one Trial did and saw, step by step: what the owner is shown of it, and what changed expectations can be held
 * against without the candidate. Kept raw, as all evidence is: it is masked where it leaves.
 */
export interface Recording {
  readonly version: 1;
  readonly trial: TrialId;
  /** The start of its random stream. */
  readonly seed: string;
  /** What `now()` said: milliseconds since 1970. */
  readonly now: number;
  /** The built-in variables. */
  readonly app: { readonly url?: string; readonly dir: string };
  readonly workDir: string;
  /** SHA-256 of the files that were put into the work dir first. */
  readonly files: string;
  /** Milliseconds that it was given. */
  readonly timeout: number;
  /** One line about a service that had ended when its steps were done. */
  readonly lost?: string;
  /** In the order in which they were acted out; steps of flows stand where the flow was used. */
  readonly steps: readonly RecordedStep[];
  /** More steps were acted out than there was room for. */
  readonly cut?: true;
}

export interface RecordedStep {
  /** Which one it was, counted from 0: `steps/3` with `before`, `after/0`, `steps/3#2/0` at the second try of a flow. */
  readonly place: string;
  readonly name: string;
  readonly as: string;
  readonly action: FilledAction;
  /** From the first look to the last; one that was the same as the one before stands once. At least one. */
  readonly seen: readonly Observation[];
  /** When each of `seen` was. */
  readonly times: readonly SeenTimes[];
  /** Between the first half of `seen` and the second there were this many attempts more. */
  readonly leftOut?: number;
  /** How often it acted or looked. */
  readonly attempts: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly met: boolean;
}

/** When something was seen, in milliseconds since the step began, and how often in a row. */
export interface SeenTimes {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}
