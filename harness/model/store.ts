import type { FlakeEvidence } from './flake.ts';
import type { Basis, Policy } from './gate.ts';
import type { Qualified, Tried } from './qualification.ts';
import { MachineTrouble } from './problem.ts';
import type { Isolation, Purpose, Run, RunRecord, VerdictWord } from './run.ts';
import type { UseFilter, Uses } from './scenario-use.ts';
import type { Outcome } from './trial.ts';
import type { Feedback } from './vault.ts';

/**
 * The seam of remembering: `history/store.ts` implements it on node:sqlite, `test/contracts/store.ts` says what it must do.
 * Everything written survives the judge when the call returns; all but what `record` and `keepTried` wrote, the machine too,
 * and what `record` wrote from `finish` on.
 */
export interface Store extends Disposable {
  /**
   * Begins a Run, unless there is one of the same judging key: one that is finished is given back, one whose judge was
   * ended is taken over with all that it recorded, one that is being judged says by whom. At once or not at all, whoever
   * else claims at the same time. Of Runs that are not `reusable` each is a new one; one that is wanted `again` goes on
   * with another such whose judge was ended, and with nothing else.
   * @throws when a Run of that id exists.
   */
  claim(started: StartedRun, isAlive: IsAlive): Claim;
  /**
   * One Trial's Outcome, with the files that show it, at once or not at all. Recording the same Trial again replaces
   * nothing and is an error.
   */
  record(run: string, outcome: Outcome, ms: number, files?: readonly KeptFile[]): void;
  finish(stored: StoredRun): void;
  /** The same finished Run, decided on otherwise: by another policy, or on other grounds. */
  redecide(stored: StoredRun): void;
  /** A Run that was begun and will not be finished by this process. Another one may take it over. */
  abandon(run: string): void;
  /** A Run that this process claimed and could not begin: no trace of it stays, unless another one had begun it. */
  forget(run: string): void;
  /** Gives up the runs whose process is not alive any more, and what such have half written. @returns the runs' ids. */
  abandonLost(isAlive: IsAlive): readonly string[];
  /** A finished one; `ref` is a run id or its unambiguous beginning, or `latest`. */
  find(ref: string): StoredRun | 'none' | 'ambiguous';
  /** Of one that was begun and not finished; `ref` as for `find`. */
  findUnfinished(ref: string): StartedRun | 'none' | 'ambiguous';
  /** The newest finished Run that fits, as `holdout run` would give it back. */
  latest(of: RunFilter): StoredRun | undefined;
  /** Newest first. */
  list(filter: RunFilter & { readonly limit: number }): readonly RunSummary[];
  /** How many `list` would give without its limit. */
  count(filter: RunFilter): number;
  /** What came of one scenario in finished Runs, newest first. */
  scenarioRuns(filter: RunFilter & { readonly scenario: string; readonly limit: number }): readonly ScenarioRun[];
  outcomes(run: string): readonly { readonly outcome: Outcome; readonly ms: number }[];
  /** Where a file that was recorded with a Run is; nothing for one that is internal, or was not kept. */
  pathOf(run: string, name: string): string | undefined;
  /** What is in such a file, internal ones included. */
  read(run: string, name: string): Uint8Array | undefined;
  /**
   * What finished Runs of reference builds say, by scenario digest, of those that they say something of: of Runs by the vault
   * of that name which were judged, not regraded, and whose build could be judged at all.
   */
  flakeEvidence(vault: string, digests: readonly string[]): ReadonlyMap<string, FlakeEvidence>;
  /** One Trial on a control, under what qualifying depends on. The same Trial on the same control again replaces it. */
  keepTried(key: string, tried: Tried): void;
  /** What was kept under that key, in the order in which it was. */
  tried(key: string): readonly Tried[];
  /** Forgets each key under which nothing was kept since then: ISO 8601, UTC. */
  sweepTried(before: string): void;
  /** What came of scenarios of the vault of that name, by their digests: the newest replaces what was known. */
  qualify(vault: string, entries: readonly Qualified[]): void;
  /** By scenario digest, of those that were qualified. */
  qualified(vault: string, digests: readonly string[]): ReadonlyMap<string, Qualified>;
  /** What candidates made of scenarios: in finished Runs of whole vaults for the gate, whose candidate could be built and started. */
  usefulness(filter: UseFilter): Uses;
  /** Removes Runs with all that only they have. What is being judged is left alone. */
  remove(runs: readonly string[]): void;
  /** Bytes on disk: the database, and the files. */
  size(): { readonly database: number; readonly files: number };
  /** Bytes of files that no other Run has too, by Run. */
  fileBytes(): ReadonlyMap<string, number>;
}

/** Whether the process of that name still runs; nothing when that can't be told from here. */
export type IsAlive = (owner: string) => boolean | undefined;

export type Claim =
  | { readonly is: 'new' }
  /**
   * The earlier one goes on, under its own id and date. Or a new one, under the id that was asked for, goes on with all
   * that a finished one knows beside its errors (`times` is 0).
   */
  | {
      readonly is: 'resumed';
      readonly run: string;
      readonly startedAt: string;
      /** How often it was resumed, this time included. */
      readonly times: number;
      readonly outcomes: readonly { readonly outcome: Outcome; readonly ms: number }[];
      /** Bytes of the files recorded with them. */
      readonly fileBytes: number;
    }
  | { readonly is: 'stored'; readonly stored: StoredRun }
  | { readonly is: 'busy'; readonly run: string; readonly owner: string };

/** A file that shows the owner what a Trial came to. Kept by its content; `name` is how the Run calls it. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Nobody opens it by its path: it is read by programs alone. */
  readonly internal?: boolean;
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
  readonly purpose: Purpose;
  readonly isolation: Isolation;
  /** Names the process that judges, for good. */
  readonly owner: string;
  /** How many are planned. */
  readonly planned: number;
  /** The whole vault is judged as it says: the next one of the same judging key gets this Run. */
  readonly reusable: boolean;
  /** A new one is wanted, whatever is finished. */
  readonly again: boolean;
  /** How it was asked for, to go on with it later. Absent when it can't be: a folder as it stood. */
  readonly request?: AskedFor;
}

/** Absolute paths; a URL as it was given, without credentials. */
export interface AskedFor {
  readonly repo: string;
  readonly vault: string;
  /** A full commit id. */
  readonly ref: string;
  readonly onto?: string;
  readonly cell: 'bubblewrap' | 'unconfined';
  readonly repeats: number;
  /** How often a failed Trial is done over. */
  readonly confirm: number;
}

export interface StoredRun {
  readonly value: Run;
  readonly record: RunRecord;
  /** What the vault said when it was judged, so that its decision can be made, and shown, again. */
  readonly policy: Policy;
  readonly feedback: Feedback;
  readonly basis: Basis;
  /** What was decided then. Not known of what an earlier version judged. */
  readonly decision?: 'allow' | 'deny' | 'hold';
}

/** All that is given must fit. */
export interface RunFilter {
  /** The vault's name. */
  readonly vault?: string;
  readonly label?: string;
  readonly repo?: string;
  readonly tree?: string;
  readonly commit?: string;
  readonly judgingKey?: string;
  readonly purpose?: Purpose;
  /** ISO 8601, UTC: begun then or later; begun before. */
  readonly since?: string;
  readonly before?: string;
}

export interface RunSummary extends Omit<StartedRun, 'owner' | 'reusable' | 'request'> {
  readonly state: 'running' | 'finished' | 'abandoned';
  readonly pass: number;
  readonly total: number;
  /** Milliseconds. */
  readonly ms: number;
  /** What was decided last; nothing before. */
  readonly decision?: 'allow' | 'deny' | 'hold';
  /** The Run that it was compared with then. */
  readonly base?: string;
}

export interface ScenarioRun {
  readonly run: RunSummary;
  readonly verdict: VerdictWord;
  readonly digest: string;
  readonly name: string;
}

/** The history can't be opened, read or written: the machine's trouble, told with the folder and what SQLite said. */
export class StoreTrouble extends MachineTrouble {
  constructor(dir: string, cause: unknown) {
    super(`the history in ${dir} can't be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
