import type { Isolation } from './run.ts';
import type { Span } from './problem.ts';

/** The gate's rules, as data: `gate:` in vault.yaml. */
export interface Policy {
  readonly pass: Threshold;
  /** Scenario ids and `tag:name`s, beside the scenarios that say so themselves. */
  readonly mustPass: readonly string[];
  readonly tags: { readonly [tag: string]: Threshold };
  readonly base?: string;
  readonly require: {
    readonly isolation?: Isolation;
    readonly qualified: boolean;
    /** Fraction of N that must have a verdict other than error and skip, 0 to 1. */
    readonly valid: number;
  };
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

/** May this tree be merged? */
export type GateDecision =
  | { readonly is: 'allow' }
  | { readonly is: 'deny'; readonly reasons: readonly GateReason[] }
  | { readonly is: 'hold'; readonly reasons: readonly GateReason[] };

/** One reason, in words a person understands. */
export interface GateReason {
  /** `too-few`, `must-pass`, `tag`, `refused`, `error`, `not-for-gate`, `isolation`, `valid`, `unsupported`. */
  readonly code: string;
  /** `14 of 17 pass, 15 are needed`. Names scenarios: the owner's only. */
  readonly text: string;
}

/** 0 allow, 1 deny, 2 usage or a vault with Problems, 3 hold. */
export const exitCodes = { allow: 0, deny: 1, usage: 2, hold: 3 } as const;
