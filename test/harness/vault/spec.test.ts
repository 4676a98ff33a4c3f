import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadVault } from '../../../harness/vault/load.ts';

it('the five scenarios that show the language load without a Problem, warnings included', () => {
  const { vault, problems } = loadVault(join(import.meta.dirname, '../../../scenarios-vault/tour'));
  expect(problems).toEqual([]);
  expect(vault?.scenarios.map(({ id, steps, rows }) => [id, steps.length, rows.length])).toEqual([
    ['notes', 5, 1],
    ['order', 4, 1],
    ['quotes', 2, 3],
    ['sign-up', 7, 1],
    ['todos', 3, 1],
  ]);
});
