import { describe, expect, it } from 'vitest';
import type { Qualification } from '../../harness/model/qualified-vault.ts';
import { badVault, expectedFindings, notesServer } from '../rig/bad-vault.ts';
import { workbench } from '../rig/workbench.ts';

const findings = ({ scenarios }: Qualification) =>
  Object.fromEntries(scenarios.map(({ id, findings: own }) => [id, own.map(({ word }) => word)]));

describe('holdout qualify', () => {
  it('finds two of each kind of mistake in a vault, and accuses no scenario that is right', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    const vault = bench.vault(badVault);
    const args = ['qualify', repo, '--vault', vault, '--runs', '20', '--mutants', '40'];
    const { code, stdout, stderr } = await bench.holdout(...args, '--json');
    expect(code, stderr).toBe(1);
    expect(findings(JSON.parse(stdout))).toEqual(expectedFindings);
  });
});
