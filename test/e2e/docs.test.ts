import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, isVaultFile, page, root } from '../rig/docs.ts';
import { workbench } from '../rig/workbench.ts';

const app = join(root, 'examples/shop/app');
const shop = Object.fromEntries(readdirSync(app).map((file) => [file, readFileSync(join(app, file), 'utf8')]));
const runnable = blocksOf(page('docs/scenarios.md')).filter(({ info }) => info === 'yaml runnable');
const named = runnable.map(
  (block, index) => [isVaultFile(block) ? 'vault.yaml' : `${index}.yaml`, block.text] as const,
);

describe('the runnable examples of docs/scenarios.md', () => {
  it('all pass against the shop, in one run', async () => {
    using bench = workbench();
    const repo = bench.repo(shop);
    const vault = bench.vault(Object.fromEntries(named));
    const { code, stdout, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout + stderr).toContain(`${named.length - 1} of ${named.length - 1} pass`);
    expect(code).toBe(0);
  });
});
