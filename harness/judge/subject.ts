import { unreachable } from '../model/problem.ts';
import type { Seen } from '../model/observation.ts';
import { type Data, ExactNumber } from '../model/value.ts';
import { showLine } from './describe.ts';
import { parseJson } from './parse-json.ts';
import { childOf, whyNoChild } from './path.ts';
import { prose } from './text.ts';

/** What a pattern is held against: one thing that was seen, or a part of it. */
export type Subject =
  | { readonly is: 'data'; readonly data: Data }
  /** `plain` is `raw` without what doesn't count in prose. */
  | { readonly is: 'prose'; readonly raw: string; readonly plain: string }
  | { readonly is: 'status'; readonly value: number }
  /** By lower-case name. */
  | { readonly is: 'headers'; readonly byName: ReadonlyMap<string, readonly string[]> }
  /** All values that came under one name, in order; at least one. */
  | { readonly is: 'header'; readonly name: string; readonly values: readonly string[] }
  /** Something is there, but not what the field promises: a body that is not JSON. Fails every matcher. */
  | { readonly is: 'unreadable'; readonly why: string; readonly start: string }
  /** Fails every matcher but `$absent` and `$optional`. */
  | { readonly is: 'missing'; readonly why: string };

/** What can be looked at. */
export type Present = Exclude<Subject, { is: 'missing' | 'unreadable' }>;

/** What a step saw, as a Subject. An empty body counts as missing, any other text that is not JSON as unreadable. */
export function subjectOf(seen: Seen): Subject {
  switch (seen.is) {
    case 'text':
      return proseSubject(seen.text);
    case 'json':
      return seen.source.trim() === '' ? { is: 'missing', why: 'it is empty' } : jsonSubject(seen.source);
    case 'number':
      return Number.isFinite(seen.value)
        ? { is: 'data', data: new ExactNumber(String(seen.value)) }
        : { is: 'missing', why: `${seen.value} was measured` };
    case 'boolean':
      return { is: 'data', data: seen.value };
    case 'status':
      return seen;
    case 'headers':
      return { is: 'headers', byName: groupHeaders(seen.pairs) };
    case 'missing':
      return { is: 'missing', why: showLine(seen.why) };
    default:
      return unreachable(seen);
  }
}

/** Text in which line ends, colour codes and trailing white space don't count. */
export const proseSubject = (raw: string): Subject => ({ is: 'prose', raw, plain: prose(raw) });

/** What a JSON text says. */
export function jsonSubject(source: string): Subject {
  const parsed = parseJson(source);
  return parsed.ok
    ? { is: 'data', data: parsed.data }
    : { is: 'unreadable', why: `not JSON: ${parsed.error}`, start: source.slice(0, 1000) };
}

/** The part of a Subject that a key of a mapping names: a key of an object, or a header by its name in any case. */
export function partOf(subject: Present, key: string): Subject {
  if (subject.is === 'headers') {
    const name = key.toLowerCase();
    const values = subject.byName.get(name);
    if (values !== undefined) return { is: 'header', name, values };
    return { is: 'missing', why: whyNoChild(dataOf(subject), name) };
  }
  const data = dataOf(subject);
  const child = childOf(data, key);
  return child === undefined ? { is: 'missing', why: whyNoChild(data, key) } : { is: 'data', data: child };
}

/** A Subject as plain Data: prose without what doesn't count, a repeated header joined by commas. */
export function dataOf(subject: Present): Data {
  switch (subject.is) {
    case 'data':
      return subject.data;
    case 'prose':
      return subject.plain;
    case 'status':
      return new ExactNumber(String(subject.value));
    case 'headers':
      return new Map([...subject.byName].map(([name, values]) => [name, values.join(', ')]));
    case 'header':
      return subject.values.join(', ');
    default:
      return unreachable(subject);
  }
}

function groupHeaders(pairs: readonly (readonly [name: string, value: string])[]): ReadonlyMap<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = byName.get(name.toLowerCase());
    if (values === undefined) byName.set(name.toLowerCase(), [value]);
    else values.push(value);
  }
  return byName;
}
