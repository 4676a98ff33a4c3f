import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOrdinaryUser, finished, holdoutBin, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

const app = { 'server.mjs': server(`if (path === '/a') return answer(200, { ok: true });`) };
const one = { 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') };

describe('what a candidate leaves for the judge to clean up', () => {
  it('may be closed folders and paths too deep to name: a failed build is still 0 of N, and nothing stays', async () => {
    using bench = workbench();
    const script = `mkdir -p a/b && touch a/b/c && chmod 000 a
long=$(printf 'x%.0s' $(seq 200)); i=0; while [ $i -lt 40 ]; do mkdir $long && cd -P $long; i=$((i+1)); done; exit 1`;
    const yaml = vaultYaml().replace('  start:', '  build: sh build.sh\n  start:');
    const vault = bench.vault({ ...one, 'vault.yaml': yaml });
    const repo = bench.repo({ ...app, 'build.sh': script });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('0 of 1 pass');
    expect(code).toBe(1);
    expect(readdirSync(join(bench.dir, 'cache/holdout/builds'))).toEqual([]);
  });
});

describe('what the machine may refuse', () => {
  it.for([
    ['allow', 0, '/a'],
    ['deny', 1, '/b'],
  ] as const)('is a reader that goes away: an %s stays one', async ([, expected, path]) => {
    using bench = workbench();
    const vault = bench.vault({ ...one, 'a.yaml': scenario('It answers', `GET ${path}`) });
    const repo = bench.repo(app);
    const script = '"$@" 2>&1 | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}';
    const child = spawn(
      'bash',
      ['-c', script, 'bash', process.execPath, holdoutBin, 'run', repo, '--ref', 'main', '--vault', vault],
      { env: bench.env },
    );
    expect((await finished(child)).code).toBe(expected);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('is a home folder: 3, and which variables stand in for it', async () => {
    using bench = workbench();
    const env = { PATH: process.env['PATH'] };
    const help = await finished(asOrdinaryUser(bench, env, ['--help']));
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: holdout') });
    expect(await finished(asOrdinaryUser(bench, env, ['history']))).toMatchObject({
      code: 3,
      stderr: 'error: this user has no home folder; set XDG_STATE_HOME to a private one\n',
    });
  });

  it('is a key that is none: no verdict, rather than data that anyone can foretell', async () => {
    using bench = workbench();
    const vault = bench.vault(one);
    const repo = bench.repo(app);
    await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    const key = join(bench.dir, 'state/holdout/key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(join(bench.dir, 'state/holdout/history.db')).mode & 0o777).toBe(0o600);
    chmodSync(key, 0o600);
    writeFileSync(key, '');
    expect(await bench.holdout('run', repo, '--ref', 'main', '--vault', vault)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('holds no key'),
    });
  });
});

describe('what the caller may get wrong', () => {
  it('is a history inside the repository: 2, before it is made', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const { code, stderr } = await bench.holdout(
      'run',
      repo,
      '--ref',
      'main',
      '--vault',
      bench.vault(one),
      '--store',
      join(repo, 'deep/store'),
    );
    expect(stderr).toContain('choose another folder with --store');
    expect(code).toBe(2);
    expect(existsSync(join(repo, 'deep'))).toBe(false);
  });

  it('is one of several refs: told before the first one costs any time', async () => {
    using bench = workbench();
    const { code, stdout, stderr } = await bench.holdout(
      'run',
      bench.repo(app),
      '--ref',
      'main',
      '--ref',
      'mainn',
      '--vault',
      bench.vault(one),
    );
    expect(stdout).toBe('');
    expect(stderr).toContain('did you mean "main"?');
    expect(stderr).not.toContain('trials of');
    expect(code).toBe(2);
  });

  it('is told to machines in one document, too', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    for (const args of [
      ['--ref', 'nowhere', '--vault', bench.vault(one)],
      ['--ref', 'main', '--vault', join(bench.dir, 'none')],
    ]) {
      const { code, stdout } = await bench.holdout('run', repo, ...args, '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        version: 1,
        problems: [{ severity: 'error', message: expect.any(String) }],
      });
      expect(code).toBe(2);
    }
  });
});

describe('a run that was killed', () => {
  it('is given up in the history by the next one', async () => {
    using bench = workbench();
    const hanging = bench.repo({ 'server.mjs': server(`console.log('asked'); return;`) }, 'hanging');
    const vault = bench.vault(one);
    const child = bench.start('run', hanging, '--ref', 'main', '--vault', vault);
    const answer = finished(child);
    await new Promise<void>((resolve) => child.stderr?.once('data', () => resolve()));
    child.kill('SIGKILL');
    await answer;
    await bench.holdout('run', bench.repo(app), '--ref', 'main', '--vault', vault);
    const { stdout } = await bench.holdout('history');
    expect(stdout).toContain('abandoned');
    expect(stdout).not.toContain('running');
  });
});
