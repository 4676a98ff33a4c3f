import { createRequire } from 'node:module';
import type { AnySchema, ErrorObject } from 'ajv';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Value } from '../model/value.ts';
import { plainOf } from './plain.ts';
import { complain, type Reading } from './reading.ts';
import { valueAt } from './values.ts';

/** Complains of what JSON Schema 2020-12 doesn't allow in the argument of `$schema`, at the keyword that is wrong. */
export function complainOfSchema(reading: Reading, schema: Value): void {
  const plain = plainOf(reading, schema) as AnySchema;
  const ajv = validator();
  try {
    if (ajv.validateSchema(plain) === true) ajv.compile(plain);
    for (const { value, message } of wrongPlaces(schema, ajv.errors ?? [])) {
      complain(reading, 'bad-schema', value.at, `this is not a JSON Schema: ${message}`, more);
    }
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    complain(reading, 'bad-schema', schema.at, `this is not a JSON Schema: ${message}`, more);
  } finally {
    if (typeof plain === 'object') ajv.removeSchema(plain);
  }
}

const more = { notes: ['schemas are read as JSON Schema 2020-12'] };

/** One for each place, where it says most: alternatives of the meta-schema that don't fit either are left out. */
function wrongPlaces(schema: Value, errors: readonly ErrorObject[]): readonly { value: Value; message: string }[] {
  const telling = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if');
  const places = new Map<string, ErrorObject>();
  for (const error of telling) if (!places.has(error.instancePath)) places.set(error.instancePath, error);
  return [...places.values()].map((error) => {
    let value = schema;
    let key = '$schema';
    for (const part of error.instancePath.split('/').slice(1)) {
      key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      value = (value.is === 'list' ? value.items[Number(key)] : valueAt(value, key)) ?? value;
    }
    return { value, message: `"${key}" ${said(error)}` };
  });
}

function said({ message, params, keyword }: ErrorObject): string {
  const { allowedValues } = params as { readonly allowedValues?: readonly string[] };
  if (keyword === 'enum' && allowedValues !== undefined) return `must be one of ${allowedValues.join(', ')}`;
  return message ?? 'is wrong';
}

let ajv: import('ajv/dist/2020.js').Ajv2020 | undefined;

/** Loaded when a scenario has a schema: it takes longer than reading most vaults. */
function validator(): import('ajv/dist/2020.js').Ajv2020 {
  if (ajv !== undefined) return ajv;
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    addUsedSchema: false,
    logger: false,
    code: { regExp: Object.assign(re2, { code: 're2' }) },
  });
  return ajv;
}

/** @throws when the pattern is not one of RE2's: the schema can't be compiled then, here and in a run. */
function re2(pattern: string): { test: (text: string) => boolean } {
  try {
    const compiled = RE2JS.compile(pattern);
    return { test: (text) => compiled.matcher(text).find() };
  } catch (thrown) {
    if (thrown instanceof RE2JSSyntaxException)
      throw new Error(thrown.message.replace(/^error parsing regexp: /, ''), { cause: thrown });
    throw thrown;
  }
}
