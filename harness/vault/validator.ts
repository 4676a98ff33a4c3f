import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Options, ValidateFunction } from 'ajv';

const require = createRequire(import.meta.url);

const options: Options = {
  allErrors: true,
  verbose: true,
  messages: false,
  strictTypes: false,
  ownProperties: true,
  // A test holds the schemas against their own; doing it each time would take a third of the time to compile.
  meta: false,
  validateSchema: false,
  code: { source: true },
};

/**
 * What checks data by a published schema. To load Ajv and have it write that code takes longer than most vaults take to
 * read, so the code is kept from run to run where Node keeps what it compiled of ours; where there is no such folder, it is
 * written each time. @param more schemas that it refers to.
 */
export function validatorOf(schema: object, more: readonly object[]): ValidateFunction {
  const folder = module.getCompileCacheDir();
  if (folder === undefined) return write(schema, more).validate;
  const { version } = require('ajv/package.json') as { readonly version: string };
  const facts = JSON.stringify([version, options, schema, more]);
  const place = join(folder, `schema-${createHash('sha256').update(facts).digest('hex').slice(0, 16)}.cjs`);
  try {
    return read(ownText(place), place);
  } catch {
    const { validate, code } = write(schema, more);
    keep(place, code());
    return validate;
  }
}

function write(
  schema: object,
  more: readonly object[],
): { readonly validate: ValidateFunction; readonly code: () => string } {
  const { Ajv } = require('ajv') as typeof import('ajv');
  const ajv = new Ajv(options);
  // What editors offer; it validates nothing.
  ajv.addKeyword('defaultSnippets');
  for (const other of more) ajv.addSchema(other);
  const validate = ajv.compile(schema);
  const standalone = require('ajv/dist/standalone/index.js') as typeof import('ajv/dist/standalone/index.js');
  return { validate, code: () => standalone.default(ajv, validate) };
}

function read(code: string, filename: string): ValidateFunction {
  const own: { exports: unknown } = { exports: undefined };
  compileFunction(code, ['module', 'exports', 'require'], { filename })(own, {}, require);
  if (typeof own.exports !== 'function') throw new Error(`${filename} makes no validator`);
  return own.exports as ValidateFunction;
}

/** The folder may be one that others chose, and can exchange. @throws when anybody else could have written the file. */
function ownText(place: string): string {
  const file = openSync(place, 'r');
  try {
    const { uid, mode } = fstatSync(file);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0) throw new Error(`${place} is not ours alone`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Whole or not at all. */
function keep(place: string, code: string): void {
  try {
    const partial = `${place}.${process.pid}`;
    writeFileSync(partial, code, { mode: 0o600 });
    renameSync(partial, place);
  } catch {
    // Slower next time, not worse.
  }
}
