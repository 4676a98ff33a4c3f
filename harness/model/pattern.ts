import type { Span } from './problem.ts';
import type { Value } from './value.ts';

/** What an `expect` demands of one value. Decoded once, from the author's YAML; matched by `judge/expect.ts`. */
export type Pattern =
  /** Equal, same type. `value` is a scalar here (null, boolean, number, text). */
  | { readonly is: 'equal'; readonly value: Value; readonly at: Span }
  /** Every listed key must match; extra keys are ignored. */
  | { readonly is: 'map'; readonly entries: readonly PatternEntry[]; readonly at: Span }
  /** Same length and order. */
  | { readonly is: 'list'; readonly items: readonly Pattern[]; readonly at: Span }
  /** Matchers of one mapping, ANDed. */
  | { readonly is: 'all'; readonly patterns: readonly Pattern[]; readonly at: Span }
  | { readonly is: 'word'; readonly word: Word; readonly at: Span }
  | Operator;

export interface PatternEntry {
  readonly key: string;
  readonly keyAt: Span;
  readonly pattern: Pattern;
}

/** Matchers that stand alone: `id: $uuid`. */
export const words = [
  '$any',
  '$string',
  '$nonempty',
  '$number',
  '$integer',
  '$boolean',
  '$array',
  '$object',
  '$uuid',
  '$email',
  '$url',
  '$date',
  '$datetime',
  '$absent',
] as const;
export type Word = (typeof words)[number];

/** Matchers that take an argument: `{ $gt: 0 }`. `at` is the place of the `$key`. */
export type Operator =
  /** Exact and literal: no extra keys, no matchers inside. */
  | { readonly is: '$equals'; readonly value: Value; readonly at: Span }
  | { readonly is: '$not'; readonly pattern: Pattern; readonly at: Span }
  | { readonly is: '$oneOf'; readonly patterns: readonly Pattern[]; readonly at: Span }
  | { readonly is: '$optional'; readonly pattern: Pattern; readonly at: Span }
  /** On text: contains all of these (each a text). On lists: each pattern is met by some item. */
  | { readonly is: '$contains'; readonly patterns: readonly Pattern[]; readonly at: Span }
  | { readonly is: '$startsWith' | '$endsWith'; readonly text: Value; readonly at: Span }
  /** RE2 syntax, `x` or `/x/i`; inserted `${...}` are escaped. All must be found. */
  | { readonly is: '$matches'; readonly regexes: readonly Value[]; readonly at: Span }
  | { readonly is: '$inOrder'; readonly texts: readonly Value[]; readonly at: Span }
  | { readonly is: '$gt' | '$gte' | '$lt' | '$lte'; readonly bound: Value; readonly at: Span }
  | { readonly is: '$closeTo'; readonly target: Value; readonly delta: Value; readonly at: Span }
  /** Length of a list, text or map. A plain number is an `equal` pattern. */
  | { readonly is: '$length'; readonly pattern: Pattern; readonly at: Span }
  /** Every item, and at least one item. */
  | { readonly is: '$each'; readonly pattern: Pattern; readonly at: Span }
  /** Same size, any order. */
  | { readonly is: '$unordered'; readonly patterns: readonly Pattern[]; readonly at: Span }
  /** The text, parsed as JSON. */
  | { readonly is: '$json'; readonly pattern: Pattern; readonly at: Span }
  /** The text's lines. */
  | { readonly is: '$lines'; readonly patterns: readonly Pattern[]; readonly at: Span }
  /** A JSON Schema, 2020-12, literal. */
  | { readonly is: '$schema'; readonly schema: Value; readonly at: Span };
