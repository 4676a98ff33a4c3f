import { createRequire } from 'node:module';
import type { AnySchema, Options, ValidateFunction } from 'ajv';
import type { Span } from '../../model/problem.ts';
import { type Data, ExactNumber } from '../../model/value.ts';
import { isList } from '../data.ts';
import { cut, visible } from '../describe.ts';
import { childOf, pathTo } from '../path.ts';
import { compileRegex, maxSearched } from '../regex.ts';
import { dataOf } from '../subject.ts';
import { check, type Check, finding, type Finding } from './check.ts';

/** A compiled JSON Schema. */
export type Schema = ValidateFunction;

/** Values, counting parts, of a document that a schema is held against; a larger one, or one with a huge text, fails. */
const maxValues = 100_000;
const maxFindings = 10;

/**
 * Compiles a JSON Schema (2020-12), or says what is wrong with it. Formats are not checked. Numbers are compared as
 * doubles here, unlike everywhere else.
 */
export function compileSchema(schema: Data): Schema | string {
  const source = plain(schema) as AnySchema;
  try {
    return validator().compile(source);
  } catch (error) {
    return `not a JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    // Ajv would keep it for as long as the lane lives.
    if (typeof source === 'object') validator().removeSchema(source);
  }
}

/** `$schema` */
export function meetsSchema(at: Span, validate: Schema): Check {
  const wants = 'what the JSON Schema allows';
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    if (countValues(data, maxValues) > maxValues) {
      return [finding(at, path, wants, subject, { note: 'it is too large to be checked', undecided: true })];
    }
    if (validate(plain(data))) return [];
    return (validate.errors ?? []).slice(0, maxFindings).map((error): Finding => {
      const note = cut(visible(`${error.message ?? error.keyword}${extra(error.params)}`));
      return finding(at, pointerPath(path, data, error.instancePath), wants, subject, { note });
    });
  });
}

/** What ajv leaves out of its message on purpose: the key that is too many. */
function extra(params: { readonly [name: string]: unknown }): string {
  const key = params['additionalProperty'] ?? params['unevaluatedProperty'];
  return typeof key === 'string' ? `: ${JSON.stringify(key)}` : '';
}

/** `/tags/1` below `body` is `body.tags[1]`. */
function pointerPath(start: string, data: Data, pointer: string): string {
  let path = start;
  let here: Data | undefined = data;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step: string | number = here !== undefined && isList(here) ? Number(key) : key;
    path = pathTo(path, step);
    here = here === undefined ? undefined : childOf(here, step);
  }
  return cut(path);
}

/** Loaded on first use: it takes longer than everything else in this folder. */
let ajv: import('ajv/dist/2020.js').Ajv2020 | undefined;

function validator(): import('ajv/dist/2020.js').Ajv2020 {
  if (ajv !== undefined) return ajv;
  const load = createRequire(import.meta.url);
  const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  ajv = new Ajv2020(options);
  // Ajv's own equality calls valueOf and compares the constructor, both of which are keys like any other here.
  for (const keyword of ['const', 'enum', 'uniqueItems']) ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword: 'const',
    compile: (value: unknown) => (data: unknown) => canonical(data) === canonical(value),
    error: { message: 'must be equal to constant' },
  });
  ajv.addKeyword({
    keyword: 'enum',
    schemaType: 'array',
    compile: (values: readonly unknown[]) => {
      const allowed = new Set(values.map(canonical));
      return (data: unknown) => allowed.has(canonical(data));
    },
    error: { message: 'must be equal to one of the allowed values' },
  });
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    compile: (isWanted: boolean) => (items: readonly unknown[]) =>
      !isWanted || new Set(items.map(canonical)).size === items.length,
    error: { message: 'must NOT have duplicate items' },
  });
  return ajv;
}

const options: Options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  addUsedSchema: false,
  logger: false,
  // Candidate text never meets a regular expression of Node's.
  code: { regExp: Object.assign(safeRegex, { code: 'safeRegex' }) },
};

/** @throws when the pattern is not one of RE2's, which makes compiling the schema fail. */
function safeRegex(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const regex = compileRegex(pattern, '');
  if (typeof regex === 'string') throw new Error(regex);
  // Ajv tells patterns apart by toString.
  return { test: (text) => text.length <= maxSearched && regex.test(text), toString: () => regex.shown };
}

/** Data as plain JavaScript, in objects without a prototype, so that no key has a meaning. */
function plain(data: Data): unknown {
  if (data instanceof ExactNumber) return Number(data.digits);
  if (isList(data)) return data.map(plain);
  if (!(data instanceof Map)) return data;
  const object: { [key: string]: unknown } = Object.create(null);
  for (const [key, value] of data) object[key] = plain(value);
  return object;
}

/** One text for equal values: keys sorted. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`;
}

/** Counts no further than just past `limit`. A text that patterns would not be searched in is past any limit. */
function countValues(data: Data, limit: number): number {
  if (typeof data === 'string' && data.length > maxSearched) return Number.POSITIVE_INFINITY;
  let count = 1;
  if (!isList(data) && !(data instanceof Map)) return count;
  for (const part of data.values()) {
    if (count > limit) break;
    count += countValues(part, limit - count);
  }
  return count;
}
