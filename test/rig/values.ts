import type { Pattern } from '../../harness/model/pattern.ts';
import type { Span } from '../../harness/model/problem.ts';
import { type Data, ExactNumber, type Expression, type Template, type Value } from '../../harness/model/value.ts';
import { words } from '../../harness/model/pattern.ts';

/** A place in a source file that nobody looks at. */
export const at: Span = { file: 'a.yaml', line: 1, column: 1, length: 1 };

/** A Value without templates, from plain JavaScript. */
export function value(plain: unknown): Value {
  if (plain === null) return { is: 'null', at };
  if (typeof plain === 'boolean') return { is: 'boolean', value: plain, at };
  if (typeof plain === 'number') return { is: 'number', digits: String(plain), at };
  if (typeof plain === 'string') return { is: 'text', template: [plain], at };
  if (Array.isArray(plain)) return { is: 'list', items: plain.map(value), at };
  if (isValue(plain)) return plain;
  return { is: 'map', entries: entries(plain as object), at };
}

/** Entries of a mapping, from plain JavaScript. */
export const entries = (plain: object) =>
  Object.entries(plain).map(([key, one]) => ({ key, keyAt: at, value: value(one) }));

/** Text with expressions in it: `template('/orders/', variable('id'))`. */
export const template = (...parts: Template): Value => ({ is: 'text', template: parts, at });

export const variable = (name: string, ...path: (string | number)[]): Expression => ({ is: 'variable', name, path });

export const call = (name: string, ...args: Expression[]): Expression => ({ is: 'call', name, args });

export const number = (digits: string | number): Expression => ({ is: 'number', digits: String(digits) });

export const text = (said: string): Expression => ({ is: 'text', value: said });

export const operate = (left: Expression, sign: '+' | '-' | '*' | '/' | '%', right: Expression): Expression => ({
  is: 'operate',
  operator: sign,
  left,
  right,
});

/** Data from plain JavaScript. */
export function data(plain: unknown): Data {
  if (plain === null || typeof plain === 'boolean' || typeof plain === 'string') return plain;
  if (plain instanceof ExactNumber) return plain;
  if (typeof plain === 'number') return new ExactNumber(String(plain));
  if (Array.isArray(plain)) return plain.map(data);
  return new Map(Object.entries(plain as object).map(([key, one]) => [key, data(one)]));
}

/** A Pattern, written as an author would: `pattern({ id: '$uuid', n: { $gt: 3 } })`. */
export function pattern(plain: unknown): Pattern {
  if (typeof plain === 'string' && (words as readonly string[]).includes(plain)) {
    return { is: 'word', word: plain as (typeof words)[number], at };
  }
  if (Array.isArray(plain)) return { is: 'list', items: plain.map(pattern), at };
  if (typeof plain !== 'object' || plain === null || isValue(plain)) return { is: 'equal', value: value(plain), at };
  const parts = Object.entries(plain);
  const matchers = parts.filter(([key]) => key.startsWith('$')).map(([key, argument]) => operator(key, argument));
  const [only] = matchers;
  if (only !== undefined) return matchers.length === 1 ? only : { is: 'all', patterns: matchers, at };
  return { is: 'map', entries: parts.map(([key, one]) => ({ key, keyAt: at, pattern: pattern(one) })), at };
}

function operator(name: string, argument: unknown): Pattern {
  const list = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case '$equals':
      return { is: name, value: value(argument), at };
    case '$not':
    case '$optional':
    case '$length':
    case '$each':
    case '$json':
      return { is: name, pattern: pattern(argument), at };
    case '$oneOf':
    case '$contains':
    case '$unordered':
    case '$lines':
      return { is: name, patterns: list.map(pattern), at };
    case '$startsWith':
    case '$endsWith':
      return { is: name, text: value(argument), at };
    case '$matches':
      return { is: name, regexes: list.map(value), at };
    case '$inOrder':
      return { is: name, texts: list.map(value), at };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return { is: name, bound: value(argument), at };
    case '$closeTo':
      return { is: name, target: value(list[0]), delta: value(list[1]), at };
    case '$schema':
      return { is: name, schema: value(argument), at };
    default:
      throw new Error(`no matcher ${name}`);
  }
}

/** Values are told from plain objects by their place. */
const isValue = (plain: unknown): plain is Value =>
  typeof plain === 'object' && plain !== null && 'at' in plain && plain.at === at;
