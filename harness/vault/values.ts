import type { Entry, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { bytes, milliseconds } from './units.ts';

/*
 * How decoders look at Values. What has the wrong shape is passed over in silence: the schema has complained of it by
 * then, and a second Problem for one mistake would help nobody.
 */

export function entryAt(value: Value | undefined, key: string): Entry | undefined {
  return value?.is === 'map' ? value.entries.find((entry) => entry.key === key) : undefined;
}

export function valueAt(value: Value | undefined, key: string): Value | undefined {
  return entryAt(value, key)?.value;
}

export function entriesOf(value: Value | undefined): readonly Entry[] {
  return value?.is === 'map' ? value.entries : [];
}

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.is === 'list' ? value.items : [];
}

/** `x` and `[x]` are the same. */
export function oneOrMore(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.is === 'list' ? value.items : [value];
}

/** The text, when it is text without expressions. */
export function literalOf(value: Value | undefined): string | undefined {
  if (value?.is !== 'text' || value.template.length !== 1) return undefined;
  const [part] = value.template;
  return typeof part === 'string' ? part : undefined;
}

export function hasExpression(value: Value): boolean {
  return value.is === 'text' && value.template.some((part) => typeof part !== 'string');
}

/** Text that nobody fills: an expression in it is a Problem. */
export function fixedText(reading: Reading, value: Value | undefined): string | undefined {
  if (value?.is === 'text' && hasExpression(value)) {
    complain(reading, 'template-not-allowed', value.at, '${...} is not filled here', {
      fix: 'write plain text, or "$${" where a literal "${" is meant',
    });
    return undefined;
  }
  return literalOf(value);
}

export function fixedTexts(reading: Reading, value: Value | undefined): readonly string[] {
  return oneOrMore(value).flatMap((item) => fixedText(reading, item) ?? []);
}

/** A mapping from names to texts that nobody fills; numbers and booleans as they are written in JSON. */
export function fixedPairs(reading: Reading, value: Value | undefined): { readonly [name: string]: string } {
  const pairs = entriesOf(value).flatMap((entry) => {
    const text = scalarText(reading, entry.value);
    return text === undefined ? [] : [[entry.key, text] as const];
  });
  return Object.fromEntries(pairs);
}

/** Text that nobody fills; a number as its digits, true and false as they are. */
export function scalarText(reading: Reading, value: Value): string | undefined {
  if (value.is === 'number') return value.digits;
  if (value.is === 'boolean') return String(value.value);
  return fixedText(reading, value);
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.is === 'number' ? Number(value.digits) : undefined;
}

export function isTrue(value: Value | undefined): boolean {
  return value?.is === 'boolean' && value.value;
}

const longestDuration = 24 * 3_600_000;

/** Milliseconds of a duration, which is more than nothing and at most a day. */
export function durationOf(reading: Reading, value: Value | undefined): number | undefined {
  const ms = milliseconds(literalOf(value) ?? '');
  if (value === undefined || ms === undefined) return undefined;
  if (ms > 0 && ms <= longestDuration) return ms;
  complain(reading, 'bad-value', value.at, 'a duration must be more than 0 and at most 24h');
  return undefined;
}

/** Bytes of a size, which is more than nothing. */
export function sizeOf(reading: Reading, value: Value | undefined): number | undefined {
  const size = bytes(literalOf(value) ?? '');
  if (value === undefined || size === undefined) return undefined;
  if (size > 0 && Number.isSafeInteger(size)) return size;
  complain(reading, 'bad-value', value.at, 'a size must be more than 0, and no larger than a disk');
  return undefined;
}
