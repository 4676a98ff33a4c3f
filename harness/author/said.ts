/**
 * What a scenario says, in the language's own words: texts hold `${...}`, and a word with `$` in front is a matcher where
 * one may stand. Mappings are Maps, so that no key is special.
 */
export type Said = null | boolean | number | bigint | string | readonly Said[] | SaidMap;
export type SaidMap = ReadonlyMap<string, Said>;

/** JSON as it was recorded: the same form, and nothing in it means anything but itself. */
export type Json = Said;
export type JsonMap = SaidMap;

export const isList = (value: Said): value is readonly Said[] => Array.isArray(value);
export const isMapping = (value: Said): value is SaidMap => value instanceof Map;

/** A mapping without what is not there. */
export function mapOf(entries: { readonly [key: string]: Said | undefined }): SaidMap {
  return new Map(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

/** Text that means itself where it is sent. */
export const literal = (text: string): string => text.replaceAll('${', '$$${');

/** Text that means itself where it is expected: `$any` is a text here, not the matcher. */
export const expected = (text: string): string => literal(text.startsWith('$') ? expectedKey(text) : text);

/** A key that means itself where it is expected. */
export const expectedKey = (key: string): string => (/^\$(?!\{|$)/.test(key) ? `$${key}` : key);

/** A variable where it stands for the whole value. */
export const variable = (name: string): string => `\${${name}}`;

/** JSON sent as it is. */
export function literalOf(value: Json): Said {
  if (typeof value === 'string') return literal(value);
  if (isList(value)) return value.map(literalOf);
  if (isMapping(value)) return new Map([...value].map(([key, below]) => [key, literalOf(below)]));
  return value;
}

const deepest = 40;
const longestKey = 200;

/** Can this be a key of a scenario's YAML? Nothing is filled in keys, and long ones are no keys to YAML. */
export const isKey = (key: string): boolean => !key.includes('${') && key.length <= longestKey;

/** What a JSON text says, or nothing when it isn't JSON that a scenario can say: too deep, or with odd keys. */
export function parseJson(text: string): Json | undefined {
  try {
    return saidOf(JSON.parse(text, wholeNumbers), 0, 'refuse');
  } catch {
    return undefined;
  }
}

/** Plain JavaScript as a Json, without odd keys and what is too deep. Nothing when it has a value that JSON has not. */
export function jsonOf(value: unknown): Json | undefined {
  try {
    return saidOf(value, 0, 'drop');
  } catch {
    return undefined;
  }
}

function saidOf(value: unknown, depth: number, oddParts: 'refuse' | 'drop'): Json {
  if (depth > deepest) {
    if (oddParts === 'drop') return null;
    throw new RangeError('too deep');
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (Array.isArray(value)) return value.map((item) => saidOf(item, depth + 1, oddParts));
  if (typeof value !== 'object') throw new TypeError('not JSON');
  return new Map(
    Object.entries(value).flatMap(([key, below]) => {
      if (isKey(key)) return [[key, saidOf(below, depth + 1, oddParts)] as const];
      if (oddParts === 'refuse') throw new RangeError('odd key');
      return [];
    }),
  );
}

/** Ids are sometimes larger than a double can hold; their digits are kept. */
function wholeNumbers(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const { source } = context ?? {};
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d{1,400}$/.test(source) ? BigInt(source) : value;
}
