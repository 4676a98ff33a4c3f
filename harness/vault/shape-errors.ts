import type { ErrorObject } from 'ajv';
import type { Value } from '../model/value.ts';
import { complain, replacing, writtenText, type Reading } from './reading.ts';
import { certain, closest } from './suggest.ts';
import { entryAt } from './values.ts';
import { complainOfValue, listed, type Schema, type ShapePlace } from './wrong-value.ts';

/** Turns one error of ajv into one Problem, at the value it is about, or at the key when the key is what is wrong. */
export function complainOfShape(reading: Reading, root: Value, error: ErrorObject): void {
  const place = placeOf(root, error.instancePath);
  const schema = (error.parentSchema ?? {}) as Schema;
  const params = error.params as Params;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(reading, place, params.additionalProperty ?? '', Object.keys(schema.properties ?? {}));
    case 'propertyNames':
      return badKey(reading, place, params.propertyName ?? '');
    case 'required':
      return complain(
        reading,
        'missing-key',
        place.keyAt ?? place.value.at,
        `${place.subject} needs the key "${params.missingProperty}"`,
      );
    case 'type':
    case 'pattern':
      // What `propertyNames` says of a key is said once.
      return error.propertyName === undefined ? complainOfValue(reading, place, schema, error.keyword) : undefined;
    case 'enum':
      return notListed(reading, place, (schema.enum ?? []).map(String));
    default:
      return outOfBounds(reading, place, error.keyword, params);
  }
}

interface Params {
  readonly additionalProperty?: string;
  readonly propertyName?: string;
  readonly missingProperty?: string;
  readonly limit?: number;
  readonly i?: number;
}

function placeOf(root: Value, pointer: string): ShapePlace {
  let place: ShapePlace = { value: root, subject: 'the file' };
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const { value } = place;
    if (value.is === 'list') {
      const subject = place.subject.startsWith('"') ? `an item of ${place.subject}` : place.subject;
      place = { value: value.items[Number(name)] ?? value, subject };
    } else {
      const entry = entryAt(value, name);
      if (entry !== undefined) place = { value: entry.value, keyAt: entry.keyAt, subject: `"${name}"` };
    }
  }
  return place;
}

/** Words that people try, and what there is instead. */
const instead: ReadonlyMap<string, string> = new Map([
  ['sleep', 'there is no waiting for time to pass: repeat the step with "eventually" until it sees what it expects'],
  ['wait', 'there is no waiting for time to pass: repeat the step with "eventually" until it sees what it expects'],
  ['retry', 'write "eventually: 10s" to repeat a step until it sees what it expects'],
  ['if', 'scenarios have no conditions; this word is reserved'],
  ['consistently', 'this word is reserved'],
  ['aria', 'this word is reserved'],
  ['graphql', 'this word is reserved; send the query with "http"'],
]);

function unknownKey(reading: Reading, place: ShapePlace, key: string, known: readonly string[]): void {
  const at = entryAt(place.value, key)?.keyAt ?? place.value.at;
  const hint = instead.get(key);
  const meant = hint === undefined ? closest(key, known) : undefined;
  const more =
    hint !== undefined
      ? { fix: hint }
      : meant !== undefined
        ? {
            fix: `did you mean "${meant}"?`,
            ...replacing(reading, at, key, free(place.value, certain(key, known, 'words'))),
          }
        : { notes: [`known here: ${known.join(', ')}`] };
  complain(reading, 'unknown-key', at, `unknown key "${key}"`, more);
}

/** A key that is there already was not meant by another. */
function free(value: Value, key: string | undefined): string | undefined {
  return key === undefined || entryAt(value, key) !== undefined ? undefined : key;
}

function badKey(reading: Reading, place: ShapePlace, key: string): void {
  const at = entryAt(place.value, key)?.keyAt ?? place.value.at;
  complain(reading, 'bad-name', at, `"${key}" can't be the name of a variable`, {
    fix:
      /^\w+$/.test(key) && !/^\d/.test(key) ? 'this name is taken' : 'use letters, digits and "_", and no digit first',
  });
}

function notListed(reading: Reading, { value, subject }: ShapePlace, known: readonly string[]): void {
  const meant = closest(writtenText(reading, value) ?? '', known);
  complain(reading, 'bad-value', value.at, `${subject} must be ${listed(known)}`, {
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  });
}

function outOfBounds(reading: Reading, { value, subject }: ShapePlace, keyword: string, params: Params): void {
  const { limit = 0, i = 0 } = params;
  const item = value.is === 'list' ? value.items[i] : undefined;
  if (keyword === 'uniqueItems')
    return complain(reading, 'bad-value', item?.at ?? value.at, `${subject} has the same item twice`, {
      fix: 'remove one of them',
    });
  complain(reading, 'bad-value', value.at, `${subject} ${bounds.get(keyword)?.(limit) ?? 'is not what it should be'}`);
}

const bounds: ReadonlyMap<string, (limit: number) => string> = new Map([
  ['minimum', (limit: number) => `must be at least ${limit}`],
  ['maximum', (limit: number) => `must be at most ${limit}`],
  ['minLength', () => 'must not be empty'],
  ['minItems', () => 'must not be empty'],
  ['minProperties', () => 'must not be empty'],
  ['maxProperties', (limit: number) => `must have ${limit === 1 ? 'one key' : `at most ${limit} keys`}`],
]);
