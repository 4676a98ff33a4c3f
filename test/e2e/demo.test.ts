import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { day, prove } from '../rig/prove.ts';
import { finished, workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The other one tomorrow; both when proving. */
const judged = prove ? [] : [day % 2 === 0 ? 'auth' : 'json-server'];

it('the demo comes to the counts that the README states, for every candidate', { timeout: 900_000 }, async () => {
  using bench = workbench();
  const child = spawn(process.execPath, [join(root, 'scripts/demo.ts'), ...judged], {
    cwd: root,
    env: { ...bench.env, npm_execpath: process.env['npm_execpath'] },
  });
  const { code, stdout, stderr } = await finished(child);
  expect(stderr).not.toContain('a bug in the judge');
  // The demo itself compares each count with the one that is known to be true.
  expect(stdout).not.toContain('Not as expected');
  expect(code).toBe(0);
});

it('the README states the counts that the demo checks', () => {
  const demo = readFileSync(join(root, 'scripts/demo.ts'), 'utf8');
  const known = [...demo.matchAll(/'(attempt-\d)': '(\d+ of \d+)'/g)].map(([, ref, count]) => `| ${ref} | ${count} |`);
  const releases = [...demo.matchAll(/'v[\d.]+(?:-beta)?': '(\d+ of 24)'/g)].map(([, count]) => count);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(known).toHaveLength(4);
  for (const row of known) expect(readme).toContain(row);
  expect([...readme.matchAll(/^\| (?:0|1)\.[\w.-]+ \| (\d+ of 24) \|/gm)].map(([, count]) => count)).toEqual(releases);
});
