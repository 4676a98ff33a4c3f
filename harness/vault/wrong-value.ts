import { unreachable, type Span } from '../model/problem.ts';
import type { Value } from '../model/value.ts';
import { plainOf } from './plain.ts';
import { complain, type Reading } from './reading.ts';

/** The part of the file that an error of the schema is about. */
export interface ShapePlace {
  readonly value: Value;
  /** Nothing for the whole file and for items of lists. */
  readonly keyAt?: Span;
  /** `"tags"`, `an item of "tags"`, `the file`. */
  readonly subject: string;
}

/** What is used of the part of the schema that wasn't met. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: object;
}

/** A wrong type, or text of the wrong form. A schema with a title and a pattern says what kind of thing it wants. */
export function complainOfValue(
  reading: Reading,
  { value, subject }: ShapePlace,
  schema: Schema,
  keyword: string,
): void {
  const examples = (schema.examples ?? []).filter((example) => typeof example !== 'object').map(String);
  if (schema.title !== undefined && (keyword === 'pattern' || !wouldFitQuoted(reading, value, schema))) {
    complain(reading, 'bad-value', value.at, `${shown(reading, value)} is not a ${schema.title}`, {
      ...(examples.length > 0 ? { fix: `write it like ${listed(examples)}` } : {}),
    });
    return;
  }
  const wanted = [schema.type ?? []].flat();
  const names = wanted.map((type) => typeNames.get(type) ?? type);
  complain(reading, 'wrong-type', value.at, `${subject} must be ${listed(names)}, not ${kindOf(reading, value)}`, {
    ...typeFix(reading, value, wanted, schema),
  });
}

/** `7` is as good as `"7"` where any text will do; where `10s` is meant, quotes don't help. */
function wouldFitQuoted(reading: Reading, value: Value, { pattern }: Schema): boolean {
  return value.is !== 'number' || pattern === undefined || new RegExp(pattern, 'u').test(shown(reading, value));
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['null', 'nothing'],
]);

function kindOf(reading: Reading, value: Value): string {
  switch (value.is) {
    case 'null':
      return 'nothing';
    case 'boolean':
      return String(value.value);
    case 'number':
      return `the number ${shown(reading, value)}`;
    case 'text':
      return 'text';
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
    default:
      return unreachable(value);
  }
}

function typeFix(
  reading: Reading,
  value: Value,
  wanted: readonly string[],
  { properties = {} }: Schema,
): { fix?: string } {
  const plain = shown(reading, value);
  if (wanted.includes('boolean') && /^"(?:yes|no|on|off|y|n)"$/i.test(plain)) return { fix: 'write true or false' };
  if (wanted.includes('string') && (value.is === 'number' || value.is === 'boolean'))
    return { fix: `quote it: "${plain}"` };
  // A locator.
  if (value.is === 'text' && 'text' in properties && 'role' in properties) return { fix: `write { text: ${plain} }` };
  if (wanted.includes('array') && (value.is === 'text' || value.is === 'number')) return { fix: `write [${plain}]` };
  return {};
}

/** A value for a message, cut short. Numbers as they were written. */
function shown(reading: Reading, value: Value): string {
  const line = reading.source.lines[value.at.line - 1] ?? '';
  const written = line.slice(value.at.column - 1, value.at.column - 1 + value.at.length);
  const text = value.is === 'number' ? written : JSON.stringify(plainOf(reading, value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** `a, b or c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
