import type { Span } from './problem.ts';

/**
 * A YAML value as the author wrote it: every part knows its place, text keeps its templates, numbers keep their digits.
 * Plain data, so that a Scenario can be sent to a lane as JSON.
 */
export type Value =
  | { readonly is: 'null'; readonly at: Span }
  | { readonly is: 'boolean'; readonly value: boolean; readonly at: Span }
  /** `digits` is a JSON number literal: `1`, `1.10`, `12345678901234567890`. */
  | { readonly is: 'number'; readonly digits: string; readonly at: Span }
  | { readonly is: 'text'; readonly template: Template; readonly at: Span }
  | { readonly is: 'list'; readonly items: readonly Value[]; readonly at: Span }
  | { readonly is: 'map'; readonly entries: readonly Entry[]; readonly at: Span };

export interface Entry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: Value;
}

/** Literal text and `${...}` expressions in turn. One expression alone keeps its type; anything else becomes text. */
export type Template = readonly (string | Expression)[];

/** What stands inside `${...}`. Total: no loops, no comparison, own properties only. */
export type Expression =
  | { readonly is: 'number'; readonly digits: string }
  | { readonly is: 'text'; readonly value: string }
  /** `user.items[0].id` is name `user`, path `['items', 0, 'id']`. Built-in names: `app.url`, `app.dir`, `work.dir`. */
  | { readonly is: 'variable'; readonly name: string; readonly path: readonly (string | number)[] }
  /** `upper(x)`; under `vars:` also `random.int(1, 6)`, whose name is `random.int`. */
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'negate'; readonly of: Expression }
  | {
      readonly is: 'operate';
      readonly operator: '+' | '-' | '*' | '/' | '%';
      readonly left: Expression;
      readonly right: Expression;
    };

/**
 * What a value is once templates are filled, or what a candidate's JSON says. Objects are Maps, so that no key is
 * special (`__proto__`); numbers are ExactNumber, so that no digit is lost.
 */
export type Data = null | boolean | string | ExactNumber | readonly Data[] | ReadonlyMap<string, Data>;

/** A number by its JSON source text. Compared by value and exactly: `1.0` equals `1`, 2^53+1 does not equal 2^53. */
export class ExactNumber {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
}
