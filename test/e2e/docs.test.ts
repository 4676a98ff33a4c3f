import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runnableVaults } from '../rig/docs.ts';
import { workbench } from '../rig/workbench.ts';

function filesBelow(folder: string): { readonly [path: string]: string } {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

describe('the runnable examples of the pages', () => {
  it.for(runnableVaults())('all pass against $app, in one run: $pages', async ({ app, files, scenarios }) => {
    using bench = workbench();
    const repo = bench.repo(filesBelow(join(root, app)));
    const vault = bench.vault(files);
    const { code, stdout, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout + stderr).toContain(`${scenarios} of ${scenarios} pass`);
    expect(code).toBe(0);
  });
});
