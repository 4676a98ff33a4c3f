import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import type { Value } from '../model/value.ts';
import { plainOf } from './plain.ts';
import { isFull, type Reading } from './reading.ts';
import { complainOfShape } from './shape-errors.ts';
import { validatorOf } from './validator.ts';

export type SchemaName = 'scenario' | 'vault' | 'flow';

/** `report` describes what is printed; the others, what is read. */
export type PublishedSchema = SchemaName | 'report';

/**
 * Checks keys, types and simple values against a published JSON Schema: the same file that editors complete from.
 * Notes one Problem per mistake and says whether there was none.
 */
export function checkShape(reading: Reading, root: Value, name: SchemaName): boolean {
  const validate = validatorFor(name);
  if (validate(plainOf(reading, root))) return true;
  for (const error of validate.errors ?? []) {
    if (!isFull(reading)) complainOfShape(reading, root, error);
  }
  return false;
}

/** A published schema, as data. @throws when the package was installed without it. */
export function readSchema(name: PublishedSchema): object {
  return JSON.parse(readFileSync(join(schemaDir(), `${name}.schema.json`), 'utf8')) as object;
}

/** The same as the text of a file of its own: a flow's steps are a scenario's, which its schema says by pointing there. */
export function schemaText(name: PublishedSchema): string {
  const own = readSchema(name);
  const whole = name === 'flow' ? { ...readSchema('scenario'), ...own } : own;
  return `${JSON.stringify(whole, null, 2).replaceAll('"scenario.schema.json#/', '"#/')}\n`;
}

const validators = new Map<SchemaName, ValidateFunction>();

function validatorFor(name: SchemaName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const validate = validatorOf(readSchema(name), name === 'flow' ? [readSchema('scenario')] : []);
  validators.set(name, validate);
  return validate;
}

/** `schemas/` stands in the package's root, at different heights above this file's source and above what is built from it. */
function schemaDir(): string {
  for (let dir = import.meta.dirname; dir !== dirname(dir); dir = dirname(dir)) {
    const found = join(dir, 'schemas');
    if (existsSync(join(found, 'scenario.schema.json'))) return found;
  }
  throw new Error('the folder schemas/ is missing from this installation');
}
