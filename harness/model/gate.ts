import type { FlakeEvidence } from './flake.ts';
import type { Isolation, Run } from './run.ts';
import type { Span } from './problem.ts';

/** The gate's rules, as data: `gate:` in vault.yaml. */
export interface Policy {
  readonly pass: Threshold;
  /** Least share of the weights that must be passed, 0 to 100. */
  readonly score?: number;
  /** Scenario ids and `tag:name`s, beside the scenarios that say so themselves. */
  readonly mustPass: readonly string[];
  readonly tags: { readonly [tag: string]: Threshold };
  /** A ref: what passes there must pass here. */
  readonly base?: string;
  readonly require: {
    readonly isolation?: Isolation;
    /** Scenarios that have not qualified don't count. */
    readonly qualified: boolean;
    /** How many of N must have a verdict other than error and skip. */
    readonly valid: Threshold;
  };
  /** `cap`: the share of N, 0 to 100, that may be in quarantine; `expires`: milliseconds that one may stay. */
  readonly quarantine?: { readonly cap: number; readonly expires: number };
  /** SHA-256 of the above. */
  readonly digest: string;
}

export type Threshold =
  | { readonly is: 'all' }
  /** With `of`, the pinned N: a Problem when the vault has another number. */
  | { readonly is: 'count'; readonly atLeast: number; readonly of?: number; readonly at?: Span }
  /** 0 to 100; rounded up to a count. */
  | { readonly is: 'percent'; readonly atLeast: number };

/** What a decision rests on beside the Run and the Policy: found when it was judged, and stored with it. */
export interface Basis {
  /** By scenario id, of those that did not pass or that a reference run has seen fail. */
  readonly flakes: { readonly [scenario: string]: FlakeEvidence };
  readonly unqualified?: Unqualified;
  /** The Run of the ref that `base` named: its id, and the ref. */
  readonly base?: { readonly run: string; readonly ref: string };
  /** When it was decided, ISO 8601: what quarantines expire by. */
  readonly at: string;
}

/**
 * By scenario id, of those that had not qualified: what was found, or nothing when it was never asked of one as it reads now.
 * Known where the Policy requires it.
 */
export type Unqualified = { readonly [scenario: string]: readonly string[] };

/** A scenario is run and shown, and doesn't count. `why`: one line. */
export interface Apart {
  readonly is: 'quarantined' | 'advisory';
  readonly why: string;
}

/** A Basis with the base's Run at hand; without it when there is none any more. */
export interface Grounds {
  readonly flakes: Basis['flakes'];
  readonly unqualified?: Unqualified;
  readonly base?: { readonly ref: string; readonly run?: Run };
  /** When it is decided, ISO 8601: what quarantines expire by. */
  readonly at: string;
}

/** May this tree be merged? */
export type GateDecision =
  | { readonly is: 'allow' }
  | { readonly is: 'deny'; readonly reasons: readonly GateReason[] }
  | { readonly is: 'hold'; readonly reasons: readonly GateReason[] };

/** One reason, in words a person understands. */
export interface GateReason {
  /** `too-few`, `score`, `must-pass`, `tag`, `regression`, `refused`, `impossible`, `error`, `not-for-gate`, `isolation`, `valid`, `qualified`, `quarantine`, `base`, `unsupported`. */
  readonly code: string;
  /** `14 of 17 pass, 15 are needed`. Names scenarios: the owner's only. */
  readonly text: string;
}

/** 0 allow, 1 deny, 2 usage or a vault with Problems, 3 hold. */
export const exitCodes = { allow: 0, deny: 1, usage: 2, hold: 3 } as const;
