import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { validatorOf } from '../../../harness/vault/validator.ts';

const cache = mkdtempSync(join(tmpdir(), 'holdout-validator-'));
afterAll(() => rmSync(cache, { recursive: true }));

const schema = {
  properties: { name: { type: 'string', minLength: 2 }, size: { $ref: 'more.json#/definitions/size' } },
};
const more = { $id: 'more.json', definitions: { size: { enum: ['small', 'large'] } } };
const wrong = { name: 'x', size: 'huge' };

/** What is found wrong by a process of its own, which keeps what it makes. */
function foundThere(): unknown {
  const url = JSON.stringify(new URL('../../../harness/vault/validator.ts', import.meta.url).href);
  const script = `const { validatorOf } = await import(${url});
    const validate = validatorOf(${JSON.stringify(schema)}, [${JSON.stringify(more)}]);
    validate(${JSON.stringify(wrong)});
    console.log(JSON.stringify(validate.errors));`;
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8', stdio: 'pipe' }),
  );
}

function kept(): string {
  const [folder = ''] = readdirSync(cache);
  const files = readdirSync(join(cache, folder)).filter((name) => name.startsWith('schema-'));
  expect(files).toHaveLength(1);
  return join(cache, folder, files[0] ?? '');
}

describe('a validator of a published schema', () => {
  const validate = validatorOf(schema, [more]);
  validate(wrong);
  const errors = JSON.parse(JSON.stringify(validate.errors)) as readonly unknown[];

  it('finds all that is wrong, with what it was held against', () => {
    expect(errors).toMatchObject([
      { keyword: 'minLength', instancePath: '/name', data: 'x' },
      { keyword: 'enum', instancePath: '/size', data: 'huge', schema: ['small', 'large'] },
    ]);
  });

  it('finds the same when its code is kept, when it was kept, and when what was kept is broken', () => {
    expect(foundThere()).toEqual(errors);
    const code = readFileSync(kept(), 'utf8');
    expect(foundThere()).toEqual(errors);
    writeFileSync(kept(), code.slice(0, code.length / 2));
    expect(foundThere()).toEqual(errors);
    expect(readFileSync(kept(), 'utf8')).toBe(code);
  });

  it('runs no code that others could have written', () => {
    expect(foundThere()).toEqual(errors);
    writeFileSync(kept(), 'process.exit(7);');
    chmodSync(kept(), 0o622);
    expect(foundThere()).toEqual(errors);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });
});
