/** A stretch of one line of a source file. Lines and columns count from 1, columns and lengths in UTF-16 units. */
export interface Span {
  /** Relative to the vault's folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** At least 1. */
  readonly length: number;
}

/** A few source lines around a Span: what is needed to draw a code frame without reading the file again. */
export interface Excerpt {
  readonly at: Span;
  /** Number of the first of `lines`. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** Something expected that went wrong: what, where, and what to do about it. Never thrown; returned. */
export interface Problem {
  /** Stable, kebab-case, e.g. `unknown-key`: what tests and `--json` readers go by. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence in lower case without a full stop: `unknown matcher "$contians"`. */
  readonly message: string;
  readonly excerpt?: Excerpt;
  /** Further facts, one line each. */
  readonly notes?: readonly string[];
  /** What to do: `did you mean "$contains"?`, `sudo apt-get install -y bubblewrap`. */
  readonly fix?: string;
  /** The same as a change to the file, when there is only one that the author can have meant. */
  readonly edit?: Edit;
}

/** Puts `text` where a stretch of one line is; behind it, when its length is 0. */
export interface Edit {
  readonly at: Span;
  readonly text: string;
}

/** What a function returns that can meet expected trouble. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (...problems: readonly Problem[]): Result<never> => ({ ok: false, problems });

/** A Problem without a place in a source file. */
export function problem(code: string, message: string, more: Omit<Partial<Problem>, 'code' | 'message'> = {}): Problem {
  return { code, severity: 'error', message, ...more };
}

/** Closes a switch over a union: a missing case is a type error here. @throws always; reaching it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

/** The machine refuses what the judge needs (a full disk, a closed folder). Thrown, told in one line, and no verdict. */
export class MachineTrouble extends Error {}
