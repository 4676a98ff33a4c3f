import type { Candidate } from './candidate.ts';
import type { Excerpt } from './problem.ts';
import type { Outcome, Reason, TrialId } from './trial.ts';

export const verdictWords = ['pass', 'fail', 'flaky', 'error', 'skip'] as const;
export type VerdictWord = (typeof verdictWords)[number];

/** What one scenario came to, always with a reason. */
export interface Verdict {
  readonly scenario: ScenarioRef;
  readonly is: VerdictWord;
  readonly reason: Reason;
  /** The Trials' outcomes it was folded from, in plan order. */
  readonly outcomes: readonly Outcome[];
  /** A failed Trial again, on fresh instances and with the same data: what labels the fail, and never excuses it. */
  readonly confirmations?: readonly Outcome[];
}

/** What a stored Run keeps of a scenario: enough to report, pair and decide again without the vault. */
export interface ScenarioRef {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly weight: number;
  readonly mustPass: boolean;
  /** No honest candidate can pass it: it is in no count, and a pass of it denies. */
  readonly impossible?: true;
  readonly hint?: string;
  readonly digest: string;
}

/** The counts of a Run, without impossible scenarios. "14 of 17 pass" is printed from this and nowhere else. */
export interface Tally {
  readonly total: number;
  readonly pass: number;
  readonly fail: number;
  readonly flaky: number;
  readonly error: number;
  readonly skip: number;
  /** Whatever their verdicts, and in none of the other counts but `total`: they never count as passed. */
  readonly quarantined: number;
  /** The same of those that have not qualified; absent when there are none. */
  readonly advisory?: number;
  /** Weights of those that are neither in quarantine nor advisory. */
  readonly weightPassed: number;
  readonly weightTotal: number;
}

/** `sealed`: confined, and the vault is another user's; `same-user`: confined, but this user can read the vault; `unconfined`. */
export type Isolation = 'sealed' | 'same-user' | 'unconfined';

/** `reference`: of a build that is known to be good, as evidence about the scenarios; such a Run never gates. */
export type Purpose = 'gate' | 'feedback' | 'reference';

/** Candidate + vault + Verdicts + Tally. A value: judging the same again gives an equal one. */
export interface Run {
  readonly version: 1;
  readonly candidate: Candidate;
  readonly vault: { readonly name: string; readonly judgedDigest: string };
  readonly isolation: Isolation;
  /** SHA-256 of all that the verdicts depend on; see `judge/plan.ts`. */
  readonly judgingKey: string;
  readonly purpose: Purpose;
  readonly seed: string;
  readonly repeats: number;
  /** In the vault's order; as many as the vault has scenarios, always. */
  readonly verdicts: readonly Verdict[];
  readonly tally: Tally;
  /** Why this Run may never gate: `uncommitted`, `unconfined`, `only some scenarios`, `seed given by hand`. Empty for a full one. */
  readonly notForGate: readonly string[];
  /** Why no scenario was run: a build that failed, a tree that was refused. The owner's evidence. */
  readonly trouble?: Trouble;
}

export interface Trouble {
  readonly reason: Reason;
  /** The last lines of install, build or start, bounded. */
  readonly log?: string;
  readonly excerpt?: Excerpt;
}

/** What was seen of a candidate's confinement, from inside of it and before any candidate was there. */
export interface Measured {
  /** Names of the walls that stand, in the order of `cell/walls.ts`. Absent in Runs of before they were measured. */
  readonly walls?: readonly string[];
  /** What holds a Cell to its limits as a whole: the kernel's control groups, or the judge, who looks again and again. */
  readonly limits?: 'cgroup v1' | 'cgroup v2' | 'watched';
  /** How it was found out whether the worker can read the vault: `the repository belongs to ann (uid 1000), who owns the vault too`. */
  readonly seal?: string;
}

/** What was measured while judging; takes part in no equality. */
export interface RunRecord extends Measured {
  /** Sorts by time: `r` + base-36 milliseconds + random. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Milliseconds of wall time. */
  readonly ms: number;
  readonly phases: { readonly [name in 'export' | 'install' | 'build' | 'trials']?: number };
  readonly lanes: number;
  readonly buildCached: boolean;
  readonly trials: readonly { readonly trial: TrialId; readonly ms: number }[];
  /** The owner had it judged again, though there was a Run of the same judging key. */
  readonly again?: boolean;
  /** How often the judge was ended before the Run was; absent when it never was. */
  readonly resumed?: number;
  /** It was not judged: what this Run had seen was held against scenarios that say something else now. Its id. */
  readonly regradedFrom?: string;
}
