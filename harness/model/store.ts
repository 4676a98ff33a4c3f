import type { Policy } from './gate.ts';
import { MachineTrouble } from './problem.ts';
import type { Run, RunRecord } from './run.ts';
import type { Outcome, TrialId } from './trial.ts';
import type { Feedback } from './vault.ts';

/**
 * The seam of remembering: `history/store.ts` implements it on node:sqlite, `test/contracts/store.ts` says what it must do.
 * Everything written is durable when the call returns.
 */
export interface Store extends Disposable {
  /** @throws when a Run of that id exists. */
  begin(started: StartedRun): void;
  /** One Trial's Outcome. Recording the same Trial again replaces nothing and is an error. */
  record(run: string, outcome: Outcome, ms: number): void;
  /** A file that shows the owner what a Trial's failure looked like. `name` is a plain file name. */
  keep(run: string, name: string, bytes: Uint8Array): void;
  /** Where a Run's kept files are: a folder, which need not exist. */
  keptIn(run: string): string;
  finish(stored: StoredRun): void;
  /** A Run that was begun and will not be finished by this process. */
  abandon(run: string): void;
  /** Gives up the runs whose process is not alive any more. @returns what to tell of each. */
  abandonLost(isAlive: (owner: string) => boolean): readonly string[];
  /** `ref` is a run id or its unambiguous beginning, or `latest`. */
  find(ref: string): StoredRun | 'none' | 'ambiguous';
  /** Newest first. */
  list(filter: { readonly limit: number; readonly vault?: string; readonly label?: string }): readonly RunSummary[];
  outcomes(run: string): readonly { readonly outcome: Outcome; readonly ms: number }[];
}

export interface StartedRun {
  readonly id: string;
  readonly startedAt: string;
  readonly label: string;
  readonly repo: string;
  readonly tree: string;
  readonly commit?: string;
  readonly vault: string;
  readonly judgingKey: string;
  /** Names the process that judges, for good. */
  readonly owner: string;
  readonly trials: readonly TrialId[];
}

export interface StoredRun {
  readonly value: Run;
  readonly record: RunRecord;
  /** What the vault said when it was judged, so that its decision can be made, and shown, again. */
  readonly policy: Policy;
  readonly feedback: Feedback;
}

export interface RunSummary extends Omit<StartedRun, 'trials' | 'owner'> {
  readonly state: 'running' | 'finished' | 'abandoned';
  readonly pass: number;
  readonly total: number;
  readonly ms: number;
}

/** The history can't be opened, read or written: the machine's trouble, told with the folder and what SQLite said. */
export class StoreTrouble extends MachineTrouble {
  constructor(dir: string, cause: unknown) {
    super(`the history in ${dir} can't be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
