import { describe, expect, it } from 'vitest';
import { scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

const good = server(`if (path === '/a' || path === '/b') return answer(200, { ok: true });`);
const half = server(`if (path === '/a') return answer(200, { ok: true });`);
const twoScenarios = { 'a.yaml': scenario('A answers', 'GET /a'), 'deep/er/b.yaml': scenario('B answers', 'GET /b') };

describe('the answer of a run', () => {
  it('is allow and 0 when all pass, and says so', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': good });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('2 of 2 pass');
    expect(code).toBe(0);
  });

  it('is deny and 1 when one fails, with the line of the scenario, what was expected and received, and a way to repeat it', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': half });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('1 of 2 pass');
    expect(stdout).toContain('deep/er/b.yaml:4:23');
    expect(stdout).toMatch(/expected 200, received 404/);
    expect(stdout).toMatch(/curl .*\/b/);
    expect(code).toBe(1);
  });

  it('allows below all when the vault asks for less, and denies when a scenario that must pass does not', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': half });
    const lax = bench.vault({ 'vault.yaml': vaultYaml('gate: { pass: 50% }\n'), ...twoScenarios }, 'lax');
    expect((await bench.holdout('run', repo, '--ref', 'main', '--vault', lax)).code).toBe(0);
    const must = bench.vault(
      { 'vault.yaml': vaultYaml('gate: { pass: 1 of 2, mustPass: [deep/er/b] }\n'), ...twoScenarios },
      'must',
    );
    const denied = await bench.holdout('run', repo, '--ref', 'main', '--vault', must);
    expect(denied.code).toBe(1);
    expect(denied.stdout).toMatch(/must pass/);
  });

  it('compares several refs in one table, and ends with the worst exit code', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': good });
    bench.commit(repo, 'worse', { 'server.mjs': half });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--ref', 'worse', '--vault', vault);
    expect(code).toBe(1);
    expect(stdout).toMatch(/2 of 2[\s\S]*1 of 2/);
  });

  it('holds with 3 for a folder with changes, and judges it like its commit when there are none', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': half });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    bench.git(repo, 'checkout', '-q', '-b', 'fixed');
    bench.commit(repo, 'fixed', { 'server.mjs': good });
    expect(await bench.holdout('run', repo, '--vault', vault)).toMatchObject({ code: 0 });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${repo}/server.mjs`, `${good}\n// changed`);
    const held = await bench.holdout('run', repo, '--vault', vault);
    expect(held.stdout).toContain('2 of 2 pass');
    expect(held.stdout).toMatch(/uncommitted/);
    expect(held.code).toBe(3);
  });

  it('is one JSON document for machines', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': half });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--json');
    const { version, reports } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(reports).toHaveLength(1);
    expect(reports[0].tally).toMatchObject({ total: 2, pass: 1, fail: 1 });
  });

  it('tells the worker the count and nothing else, on any stream', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(`if (path === '/b') return answer(500, { canary: 'from the candidate' });`),
    });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    for (const format of [[], ['--json']]) {
      const { stdout, stderr } = await bench.holdout(
        'run',
        repo,
        '--ref',
        'main',
        '--vault',
        vault,
        '--audience',
        'worker',
        ...format,
      );
      expect(stdout).toMatch(/0 of 2|"pass": 0/);
      for (const secret of ['answers', 'deep', '.yaml', 'canary', '500', '404', vault])
        expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('tells the worker nothing of the vault when the call or the vault is wrong', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': good });
    const broken = bench.vault({ 'vault.yaml': vaultYaml(), 'canary.yaml': 'name: canary\nstpes: []\n' }, 'broken');
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'canary.yaml': scenario('canary', 'GET /a', '{ status: 200 }', 'tags: [canaries]\n'),
    });
    const calls = [
      [broken],
      [vault, '--only', 'canari'],
      [vault, '--tag', 'canarie'],
      [vault, '--ref', 'nowhere'],
      [`${vault}x`],
    ];
    for (const [place = '', ...more] of calls) {
      const { code, stdout, stderr } = await bench.holdout(
        'run',
        repo,
        '--ref',
        'main',
        '--vault',
        place,
        ...more,
        '--audience',
        'worker',
      );
      expect(code).toBe(2);
      expect(stderr).not.toBe('');
      for (const secret of ['canar', 'stpes', '.yaml', bench.dir + '/vault', 'broken'])
        expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('is kept: history lists it and show prints it again', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': half });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const first = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect((await bench.holdout('history')).stdout).toMatch(/main .* 1 of 2/);
    const ofTheRun = first.stdout.replace(/^.* about the vault: .*\n\n/m, '');
    expect(ofTheRun).not.toBe(first.stdout);
    expect((await bench.holdout('show', 'latest')).stdout).toBe(ofTheRun);
    const missing = await bench.holdout('show', 'nonsense');
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain('holdout history');
  });

  it('skips what was not asked for, keeps it in the count, and never gates on it', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': good });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...twoScenarios });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--only', 'a');
    expect(stdout).toContain('1 of 2 pass');
    expect(code).not.toBe(0);
    const wrong = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--only', 'deep/er/c');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('did you mean "deep/er/b"?');
  });

  it('calls a scenario flaky, and not passed, when its repeats differ', async () => {
    using bench = workbench();
    // Fails whenever the drawn number is even.
    const repo = bench.repo({
      'server.mjs': server(
        `if (path.startsWith('/n/')) return answer(Number(path.slice(3)) % 2 === 0 ? 500 : 200, {});`,
      ),
    });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'n.yaml': 'name: numbers\nvars: { n: "${random.int(1, 1000000)}" }\nsteps: [{ http: "GET /n/${n}" }]\n',
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--runs', '12');
    expect(stdout).toContain('flaky');
    expect(stdout).toContain('0 of 1 pass');
    expect(code).toBe(1);
  });

  it('comes out the same again: same tree, same data', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': server(`return answer(500, { seen: path });`) });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'n.yaml': 'name: numbers\nvars: { n: "${random.int(1, 1000000)}" }\nsteps: [{ http: "GET /n/${n}" }]\n',
    });
    const run = async () => {
      const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--again', '--json');
      // Times differ; nothing else may.
      return stdout
        .replaceAll(/"(ms|startedAt|id)": \S+/g, '')
        .replace(/"phases": \{[^}]*\}/, '')
        .replaceAll(/"buildCached": \w+/g, '');
    };
    expect(await run()).toBe(await run());
  });
});
