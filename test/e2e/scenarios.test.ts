import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenario, server, vaultYaml, workbench, type Workbench } from '../rig/workbench.ts';

const routes = (...paths: readonly string[]): string =>
  server(paths.map((path) => `if (path === '${path}') return answer(200, {});`).join('\n'));

const told = async (bench: Workbench, ...args: readonly string[]) =>
  JSON.parse((await bench.holdout('scenarios', ...args, '--json')).stdout);

describe('holdout scenarios', () => {
  it('tells of each scenario, as it reads now, who failed it, what it cost, and why it should be looked at', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b') });
    bench.commit(repo, 'feature', { 'server.mjs': routes('/a') });
    bench.commit(repo, 'broken', { 'server.mjs': 'process.exit(1)' });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario('A answers', 'GET /a'),
      'b.yaml': scenario('B answers', 'GET /b'),
      'c.yaml': scenario('C answers', 'GET /c'),
    });
    const refs = ['main', 'feature', 'broken'].flatMap((ref) => ['--ref', ref]);
    expect((await bench.holdout('run', repo, ...refs, '--vault', vault)).code).toBe(1);
    await bench.holdout('run', repo, '--ref', 'main', '--reference', '--runs', '2', '--vault', vault);
    writeFileSync(join(vault, 'd.yaml'), scenario('D answers', 'GET /d'));
    // A part of the vault, on a candidate that it knows: no more is known of it then.
    await bench.holdout('run', repo, '--ref', 'main', '--only', 'd', '--vault', vault);

    const report = await told(bench, vault);
    expect(report).toMatchObject({ version: 1, vault: 'bench', runs: 3, candidates: 3, more: 0 });
    const [c, d, a, b] = report.scenarios;
    expect(c).toMatchObject({
      ...{ scenario: 'c', attention: 'fails-good-builds', candidates: 2, failed: 2, reference: { pass: 0, fail: 2 } },
    });
    expect(d).toMatchObject({ scenario: 'd', attention: 'not-judged', candidates: 0 });
    expect(a).toMatchObject({ scenario: 'a', candidates: 2, passed: 2, alwaysPass: true, reference: { pass: 2 } });
    expect(b).toMatchObject({ scenario: 'b', candidates: 2, passed: 1, failed: 1, caught: { label: 'feature' } });
    expect(a.cost.trial).toBeGreaterThan(0);

    writeFileSync(join(vault, 'b.yaml'), scenario('B answers', 'GET /b', '{ status: 2xx }'));
    const { code, stdout, stderr } = await bench.holdout('scenarios', vault);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^bench: 4 scenarios, 3 to look at\n3 candidates in 3 runs\n/);
    expect(stdout).toMatch(/^ {2}c +false fails: 2 of 2 +2 of 2 /m);
    expect(stdout).toMatch(/^ {2}b +not run yet$/m);
    expect(await told(bench, vault, '-n', '1')).toMatchObject({ runs: 1, more: 2 });
    expect(await told(bench, join(vault, 'vault.yaml'), '--since', '1h')).toMatchObject({ runs: 3, since: '1h' });

    expect((await bench.holdout('scenarios', vault, '--since', 'today')).stderr).toContain('--since today is no date');
    writeFileSync(join(vault, 'b.yaml'), 'nmae: B\n');
    expect(await bench.holdout('scenarios', vault)).toMatchObject({ code: 2, stdout: '' });
  });
});
