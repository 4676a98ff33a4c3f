import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeHttpVault } from '../../bench/http/vault.ts';
import { writeLargeVault } from '../../bench/large-vault.ts';
import { loadVault } from '../../harness/vault/load.ts';

it('the large vault has no errors, and ten steps in each scenario', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'holdout-bench-'));
  try {
    await writeLargeVault(dir, 2);
    const { vault, problems } = loadVault(dir);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(vault?.scenarios.map(({ steps }) => steps.length)).toEqual([10, 10]);
  } finally {
    await rm(dir, { recursive: true });
  }
});

it('the no-op vault has no errors and one scenario', () => {
  const { vault, problems } = loadVault(join(import.meta.dirname, '../../bench/no-op/vault'));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(vault?.scenarios).toHaveLength(1);
});

it('the vault that is held against other tools has no errors, and three requests in each scenario', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'holdout-bench-'));
  try {
    const vaultDir = join(dir, 'vault');
    await writeHttpVault(vaultDir, 2);
    const { vault, problems } = loadVault(vaultDir);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(vault?.scenarios.map(({ steps }) => steps.length)).toEqual([3, 3]);
  } finally {
    await rm(dir, { recursive: true });
  }
});
