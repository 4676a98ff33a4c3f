import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { instrumenter } from '../../../../harness/qualify/mutants/instrument.ts';

it('names the version that numbers the mutants, so that what is remembered of others is not taken for theirs', () => {
  const file = createRequire(import.meta.url).resolve('@stryker-mutator/instrumenter/package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(instrumenter).toBe(`stryker ${version}`);
});
