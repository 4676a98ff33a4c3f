import { RE2JS } from 're2js';
import type { FilledText } from '../model/adapter.ts';
import type { Span } from '../model/problem.ts';
import type { Expression, Value } from '../model/value.ts';
import { pageRegex, type Searched } from '../vault/page-regex.ts';
import { regexFlags, regexParts } from '../vault/regex.ts';
import { textOf } from './data.ts';
import { blameFor, evaluate } from './evaluate.ts';
import { faulty, filled, type Filled, andThen } from './fault.ts';
import type { Scope } from './scope.ts';

/** A compiled regular expression of RE2's syntax: searching takes time linear in the text, whatever the pattern. */
export interface Regex {
  /** As a person writes it: `/\d+ notes?/i`. */
  readonly shown: string;
  /** The first group of the first match (the whole match when the pattern has no group), or undefined. */
  first(text: string): string | undefined;
  test(text: string): boolean;
}

const maxPattern = 10_000;

/** Characters that are searched; a longer text is not searched at all, and fails. */
export const maxSearched = 1024 * 1024;
export const notSearched = `the text is longer than ${maxSearched} characters and was not searched`;

/** Compiles `x` or `/x/ims`, in which inserted `${...}` values stand for themselves. */
export function fillRegex(value: Value, scope: Scope): Filled<Regex> {
  return andThen(fillPattern(value, scope), ({ pattern, flags }) => {
    const compiled = compileRegex(pattern, flags);
    return typeof compiled === 'string' ? faulty(value.at, compiled, blameFor(value, scope)) : filled(compiled);
  });
}

/** The same for a browser to search with. */
export function fillPageRegex(value: Value, searched: Searched, scope: Scope): Filled<FilledText> {
  return andThen(fillPattern(value, scope), ({ pattern, flags }) => {
    const page = pageRegex(pattern, flags, searched);
    return page.is === 'regex'
      ? filled({ ...page, shown: `/${pattern}/${flags}` })
      : faulty(value.at, `${page.what} is not what a browser understands`, blameFor(value, scope));
  });
}

function fillPattern(value: Value, scope: Scope): Filled<{ readonly pattern: string; readonly flags: string }> {
  if (value.is !== 'text') return faulty(value.at, 'a regular expression must be text');
  const { source, flags } = regexParts(value.template);
  let pattern = '';
  for (const part of source) {
    const text = typeof part === 'string' ? filled(part) : quoted(part, value.at, scope);
    if (!text.ok) return text;
    pattern += text.value;
    if (pattern.length > maxPattern) {
      return faulty(value.at, 'the regular expression is too long', blameFor(value, scope));
    }
  }
  return filled({ pattern, flags });
}

const quoted = (expression: Expression, at: Span, scope: Scope): Filled<string> =>
  andThen(evaluate(expression, scope, at), (data) =>
    filled(RE2JS.quote(textOf(data, maxPattern).slice(0, maxPattern + 1))),
  );

const cache = new Map<string, Regex>();
const cacheSize = 500;

/** Compiles a pattern with flags out of `i`, `m` and `s`, or says what is wrong with it. Compiled ones are kept. */
export function compileRegex(pattern: string, flags: string): Regex | string {
  const shown = `/${pattern}/${flags}`;
  const known = cache.get(shown);
  if (known !== undefined) return known;
  const compiled = compile(pattern, flags, shown);
  if (typeof compiled !== 'string') {
    if (cache.size >= cacheSize) cache.clear();
    cache.set(shown, compiled);
  }
  return compiled;
}

function compile(pattern: string, flags: string, shown: string): Regex | string {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, regexFlags(flags));
  } catch (error) {
    return `not a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
  const group = compiled.groupCount() > 0 ? 1 : 0;
  return {
    shown,
    test: (text) => compiled.test(text),
    first: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
    },
  };
}
