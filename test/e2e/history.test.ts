import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../harness/history/store.ts';
import { loadVault } from '../../harness/vault/load.ts';
import { type Answer, scenario, server, vaultYaml, workbench, type Workbench } from '../rig/workbench.ts';
import { whole } from '../rig/prove.ts';

const routes = (...paths: readonly string[]): string =>
  server(paths.map((path) => `if (path === '${path}') return answer(200, {});`).join('\n'));
const abc = {
  'a.yaml': scenario('A answers', 'GET /a'),
  'b.yaml': scenario('B answers', 'GET /b'),
  'c.yaml': scenario('C answers', 'GET /c'),
};

/** The ids of what was judged, newest first. */
async function ids(bench: Workbench, ...more: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await bench.holdout('history', '--json', ...more);
  return JSON.parse(stdout).history.runs.map(({ id }: { id: string }) => id);
}

describe('judging the same again', () => {
  it('gives the stored run back and says so; a changed gate decides again; --again judges anew, on the record', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b') });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...abc });
    const judge = ['run', repo, '--ref', 'main', '--vault', vault];
    expect((await bench.holdout(...judge)).code).toBe(1);
    const [first = ''] = await ids(bench);

    const again = await bench.holdout(...judge);
    expect(again.code).toBe(1);
    expect(again.stderr).not.toContain('trial');
    expect(again.stdout).toContain(`judged before: run ${first}`);
    expect(again.stdout).toContain('--again');
    expect(await ids(bench)).toEqual([first]);

    writeFileSync(join(vault, 'vault.yaml'), vaultYaml('gate: { pass: 2 of 3 }\n'));
    expect((await bench.holdout(...judge)).code).toBe(0);
    expect(await ids(bench)).toEqual([first]);
    expect((await bench.holdout('show', 'latest')).stdout).toMatch(/^allow/m);

    const anew = await bench.holdout(...judge, '--again', '--json');
    const [report] = JSON.parse(anew.stdout).reports;
    expect(report.run).toMatchObject({ again: true });
    expect(await ids(bench)).toEqual([report.run.id, first]);
    expect((await bench.holdout(...judge, '--json')).stdout).toContain(report.run.id);
    expect((await bench.holdout(...judge, '--again', '--audience', 'worker')).code).toBe(2);
  });

  whole('never gives back a part of a vault, nor for one that says something else', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b', '/c') });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...abc });
    const judge = ['run', repo, '--ref', 'main', '--vault', vault];
    await bench.holdout(...judge, '--only', 'a');
    expect((await bench.holdout(...judge)).stdout).not.toContain('judged before');
    writeFileSync(join(vault, 'c.yaml'), scenario('C answers', 'GET /c', '{ status: 2xx }'));
    expect((await bench.holdout(...judge)).stdout).not.toContain('judged before');
    expect(await ids(bench)).toHaveLength(3);
  });
});

describe('what a fail is', () => {
  it('is told by doing it over on a fresh instance, and never excuses it', async () => {
    using bench = workbench();
    // One instance for all, of whose answers to /b only the first one is good, if nobody asked for anything before.
    const spoilt = server(`if (asked++ === 0 || path === '/a') return answer(200, {});`, 'let asked = 0;');
    const repo = bench.repo({ 'server.mjs': spoilt });
    const rows = 'examples: [{ n: 1 }, { n: 2 }, { n: 3 }]\n';
    const vault = bench.vault({
      'vault.yaml': vaultYaml('  fresh: run\n'),
      ...abc,
      'b.yaml': scenario('B answers', 'GET /b', '{ status: 200 }', rows),
      'c.yaml': scenario('C has a body', 'GET /c', '{ body: { c: 1 } }'),
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--json');
    const [report] = JSON.parse(stdout).reports;
    const row = (id: string) => report.rows.find(({ scenario: own }: { scenario: string }) => own === id);
    expect(row('b')).toMatchObject({ verdict: 'flaky', label: { is: 'unstable' } });
    expect(row('c')).toMatchObject({ verdict: 'fail', label: { is: 'always' } });
    expect(row('a').label).toBeUndefined();
    expect(report.tally).toMatchObject({ pass: 1, flaky: 1, fail: 1 });
    expect(code).toBe(1);
  });

  it('is told apart from a flaky scenario by reference runs, which put one into quarantine, seen and not counted', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a') });
    const coin = `if (path === '/a' || path === '/c' || path === '/b?coin=1') return answer(200, {});`;
    bench.commit(repo, 'reference', { 'server.mjs': server(coin) });
    const gate = 'gate: { quarantine: { cap: 40% } }\ncontrols: { good: [ref:reference] }\n';
    const vault = bench.vault({
      'vault.yaml': vaultYaml(gate),
      ...abc,
      'b.yaml': scenario(
        'B answers',
        'GET /b?coin=${coin}',
        '{ status: 200 }',
        'vars: { coin: "${random.int(1, 2)}" }\n',
      ),
    });
    // The data is drawn by this key: the same coins whenever this test is run.
    mkdirSync(join(bench.dir, 'state/holdout'), { recursive: true, mode: 0o700 });
    writeFileSync(join(bench.dir, 'state/holdout/key'), `${'5'.repeat(64)}\n`, { mode: 0o600 });
    const reference = ['run', repo, '--reference', '--runs', '8', '--vault', vault];
    expect((await bench.holdout(...reference, '--again')).stderr).toContain('ask for another number of --runs');
    const known = await bench.holdout(...reference);
    expect(known.stdout).toContain('a reference run');
    expect(known.code).not.toBe(0);

    const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--json');
    const [report] = JSON.parse(stdout).reports;
    const row = (id: string) => report.rows.find(({ scenario: own }: { scenario: string }) => own === id);
    expect(row('b')).toMatchObject({ verdict: 'fail', quarantine: expect.stringContaining('of 8 reference runs') });
    expect(row('b').flakeRate.median).toBeGreaterThan(0.05);
    expect(row('c')).toMatchObject({ verdict: 'fail', label: { is: 'always' } });
    expect(report.tally).toMatchObject({ total: 3, pass: 1, fail: 1, quarantined: 1 });
    expect(report.decision).toMatchObject({
      is: 'deny',
      reasons: [{ text: '1 of 3 pass, 1 quarantined, 2 are needed' }],
    });
    const told = await bench.holdout('history', '--scenario', 'b');
    expect(told.stdout).toMatch(/good build/);
  });
});

describe('a scenario that stands apart', () => {
  it('and is impossible is in no count, and an alarm when it passes', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b', '/c') });
    bench.commit(repo, 'honest', { 'server.mjs': routes('/a', '/b') });
    const vault = bench.vault({
      'vault.yaml': vaultYaml('gate: { pass: 2 of 2 }\n'),
      'a.yaml': scenario('A answers', 'GET /a'),
      'b.yaml': scenario('B answers', 'GET /b'),
      'c.yaml': scenario('C answers', 'GET /c', '{ status: 200 }', 'impossible: true\n'),
    });
    const judge = (ref: string, ...more: readonly string[]) =>
      bench.holdout('run', repo, '--ref', ref, '--vault', vault, ...more);
    const honest = await judge('honest');
    expect(honest.code).toBe(0);
    expect(honest.stdout).toContain('2 of 2 pass');
    expect(honest.stdout).toContain('1 impossible scenario failed, as it must');
    expect(honest.stderr).not.toContain('doing over');
    const caught = await judge('main');
    expect(caught.code).toBe(1);
    expect(caught.stdout).toContain('2 of 2 pass');
    expect(caught.stdout).toMatch(/^deny {2}ALARM: 1 impossible scenario passed: c;/m);
    expect((await judge('main', '--audience', 'worker')).stdout).toMatch(/^2 of 2 pass\ndeny\nSomething that[^\n]*\n$/);
    expect((await bench.holdout('history')).stdout).not.toContain('of 3');
  });

  it('until it has qualified counts once it does, by the same run', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b') });
    const vault = bench.vault({ 'vault.yaml': vaultYaml('gate: { require: { qualified: true } }\n'), ...abc });
    const judge = () => bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    const fresh = await judge();
    expect(fresh.code).toBe(3);
    expect(fresh.stdout).toContain('0 of 3 pass');
    expect(fresh.stdout).toMatch(/^hold {2}no scenario counts: 3 of 3 have not qualified/m);

    const { scenarios = [], name = '' } = loadVault(vault).vault ?? {};
    const qualify = (...findings: readonly (readonly string[])[]): void => {
      using store = openStore(join(bench.dir, 'state/holdout'));
      const at = new Date().toISOString();
      store.qualify(
        name,
        scenarios.map(({ digest }, i) => ({ scenario: digest, at, findings: findings[i] ?? [] })),
      );
    };
    qualify([], ['vacuous'], ['brittle']);
    expect((await bench.holdout('policy', 'try', vault)).stdout).toContain('hold -> allow');
    const partly = await bench.holdout('gate', 'latest', '--vault', vault);
    expect(partly.code).toBe(0);
    expect(partly.stdout).toMatch(/1 of 3 pass.*2 advisory/);
    expect(partly.stdout).toMatch(/= advisory:\s+it is\s+brittle/);
    const worker = await bench.holdout('gate', 'latest', '--vault', vault, '--audience', 'worker');
    expect(worker.stdout).toMatch(/^1 of 3 pass\nallow\nEverything that[^\n]*\n$/);

    qualify([], [], []);
    const all = await judge();
    expect(all.code).toBe(1);
    expect(all.stdout).toContain('judged before');
    expect(all.stdout).toContain('2 of 3 pass, 3 are needed');
  });
});

describe('a base', () => {
  const gate = 'gate: { pass: 2 of 3, base: main }\n';
  let bench: Workbench;
  let repo: string;
  let vault: string;
  let first: Answer;

  beforeAll(async () => {
    bench = workbench();
    repo = bench.repo({ 'server.mjs': routes('/a', '/b') });
    bench.commit(repo, 'feature', { 'server.mjs': routes('/b', '/c') });
    vault = bench.vault({ 'vault.yaml': vaultYaml(gate), ...abc });
    first = await bench.holdout('run', repo, '--ref', 'feature', '--vault', vault);
  });
  afterAll(() => bench[Symbol.dispose]());

  it('is judged beside the candidate once, and what broke since denies, flips first', async () => {
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('1 scenario that passes on main did not here: a');
    expect(first.stdout).toContain('1 fixed, 1 broke; with 3 scenarios');
    expect(await ids(bench)).toHaveLength(2);
    const both = await bench.holdout('run', repo, '--ref', 'feature', '--ref', 'main', '--vault', vault, '--json');
    const decisions = JSON.parse(both.stdout).reports.map(({ decision }: { decision: { is: string } }) => decision.is);
    expect(decisions).toEqual(['deny', 'allow']);
    expect(await ids(bench)).toHaveLength(2);
  });

  it('is what a stored run is decided by again, by the policy of then or by another one of the same vault', async () => {
    expect((await bench.holdout('gate', 'latest')).code).toBe(1);
    const lax = bench.vault({ 'vault.yaml': vaultYaml('gate: { pass: 1 }\n'), ...abc }, 'lax');
    expect((await bench.holdout('gate', 'latest', '--vault', lax)).code).toBe(0);
    const strange = bench.vault({ 'vault.yaml': vaultYaml().replace('bench', 'other'), ...abc }, 'strange');
    expect((await bench.holdout('gate', 'latest', '--vault', strange)).stderr).toContain('by the vault "bench"');
    const tried = await bench.holdout('policy', 'try', join(lax, 'vault.yaml'));
    expect(tried.stdout).toMatch(/feature +2 of 3 +deny -> allow/);
    expect(tried.stdout).toContain('2 past decisions of bench: 1 would turn');
    expect((await bench.holdout('policy', 'try', vault)).stdout).toContain('none would turn');
    // What was compared with stays as long as what was compared.
    expect((await bench.holdout('prune', '--max-size', '1KB')).stdout).toContain('nothing to remove');
  });

  it('may be any run: two are compared by refs or ids, and several stand side by side', async () => {
    const compared = await bench.holdout('compare', 'main', 'feature', '--repo', repo);
    expect(compared.stdout).toMatch(/BROKE +A answers[\s\S]*FIXED +C answers[\s\S]*1 fixed, 1 broke/i);
    const [feature = '', main = ''] = await ids(bench);
    const { comparison } = JSON.parse((await bench.holdout('compare', main, feature, '--json')).stdout);
    expect(comparison).toMatchObject({ broke: [{ scenario: 'a' }], fixed: [{ scenario: 'c' }], paired: 3, p: 1 });
    expect((await bench.holdout('compare', main, feature, 'latest')).stdout).toMatch(/main +feature +feature/);
    const unknown = await bench.holdout('compare', 'main', 'nowhere', '--repo', repo);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('there is no finished run of "nowhere"');
  });

  it('and its candidates are in the history, by ref, time and scenario', async () => {
    expect(await ids(bench, '--ref', 'main')).toHaveLength(1);
    expect(await ids(bench, '--since', '1h')).toHaveLength(2);
    expect(await ids(bench, '--before', '2020-01-01')).toEqual([]);
    expect((await bench.holdout('history', '--since', 'yesterday')).stderr).toContain('--since yesterday is no date');
    expect((await bench.holdout('history', '--scenario', 'a')).stdout).toContain('A answers');
    expect((await bench.holdout('history', '--scenario', 'z')).code).toBe(2);
  });
});

describe('reports', () => {
  it('are written to files in every format, beside what is printed', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a', '/b') });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...abc });
    const formats = ['json', 'junit', 'ctrf', 'markdown', 'html', 'github', 'terminal'];
    const files = formats.map((format) => join(bench.dir, `report.${format}`));
    const wanted = formats.flatMap((format, i) => ['--report', `${format}=${files[i]}`]);
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, ...wanted);
    expect(code).toBe(1);
    expect(stdout).toContain('2 of 3 pass');
    const texts = files.map((file) => readFileSync(file, 'utf8'));
    const [json = '', junit = '', ctrf = '', , html = ''] = texts;
    expect(JSON.parse(json).reports).toHaveLength(1);
    expect(junit).toMatch(/^<\?xml/);
    expect(JSON.parse(ctrf).reportFormat).toBe('CTRF');
    expect(html).toContain('GET /c');
    for (const text of texts) expect(text).toContain('2 of 3');

    const shown = await bench.holdout('show', 'latest', '--report', 'markdown');
    expect(shown.stdout).toContain('2 of 3');
    expect((await bench.holdout('history', '--report', 'junit')).stdout).toMatch(/<testsuite [^>]*tests="4"/);
    const wrong = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--report', 'jnuit=x.xml');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('did you mean "junit"?');
    const both = await bench.holdout('show', 'latest', '--json', '--report', 'html');
    expect(both.stdout).toContain('standard output has room for one of html and json');
    const closed = await bench.holdout('show', 'latest', '--report', `html=${bench.dir}/none/x.html`);
    expect(closed).toMatchObject({ code: 2 });
    expect(closed.stderr).toContain('could not be written (ENOENT)');
  });
});

describe('pruning', () => {
  whole('removes what is old or in the way, and keeps the newest of each ref', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': routes('/a') });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': abc['a.yaml'] });
    const judge = ['run', repo, '--ref', 'main', '--vault', vault];
    await bench.holdout(...judge);
    await bench.holdout(...judge, '--again');
    const [newest = '', oldest = ''] = await ids(bench);
    expect((await bench.holdout('prune')).code).toBe(2);
    expect((await bench.holdout('prune', '--older-than', '1d')).stdout).toContain('nothing to remove');
    expect((await bench.holdout('prune', '--max-size', '1KB', '--dry-run')).stdout).toContain('would remove 1 run');
    expect(await ids(bench)).toHaveLength(2);
    const { removed } = JSON.parse((await bench.holdout('prune', '--max-size', '1KB', '--json')).stdout);
    expect(removed).toEqual([oldest]);
    expect(await ids(bench)).toEqual([newest]);
    expect(existsSync(join(bench.dir, 'state/holdout/history.db'))).toBe(true);
  });
});
