import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

const app = { 'server.mjs': server(`if (path === '/a') return answer(200, { ok: true });`) };
const one = { 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') };

describe('what is wrong with the call', () => {
  it('is a ref that is not there: 2, with the nearest one', async () => {
    using bench = workbench();
    const { code, stderr } = await bench.holdout('run', bench.repo(app), '--ref', 'mian', '--vault', bench.vault(one));
    expect(stderr).toContain('has no ref "mian"');
    expect(stderr).toContain('did you mean "main"?');
    expect(code).toBe(2);
  });

  it('is a ref that looks like an option: 2', async () => {
    using bench = workbench();
    const answer = await bench.holdout(
      'run',
      bench.repo(app),
      '--ref=--upload-pack=touch x',
      '--vault',
      bench.vault(one),
    );
    expect(answer).toMatchObject({ code: 2 });
    expect(answer.stderr).toContain('is not a ref');
  });

  it('is a repository without a commit: 2', async () => {
    using bench = workbench();
    const empty = join(bench.dir, 'empty');
    mkdirSync(empty);
    bench.git(empty, 'init', '--quiet');
    const vault = bench.vault(one);
    expect(await bench.holdout('run', empty, '--ref', 'main', '--vault', vault)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no commits yet'),
    });
    expect(await bench.holdout('run', empty, '--vault', vault)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no files to judge'),
    });
  });

  it('is a folder that is no repository, a file, or nothing at all: 2', async () => {
    using bench = workbench();
    const vault = bench.vault(one);
    writeFileSync(join(bench.dir, 'file'), '');
    for (const [repo, says] of [
      [vault, 'is not a git repository'],
      [join(bench.dir, 'file'), 'is a file'],
      [join(bench.dir, 'nowhere'), 'there is no'],
      ['ftp://example.org/x', 'neither a path nor'],
    ] as const) {
      const { code, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
      expect(stderr).toContain(says);
      expect(code).toBe(2);
    }
  });

  it('is a vault that is not there, or is no vault: 2', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    for (const vault of [join(bench.dir, 'nowhere'), bench.vault({ 'a.yaml': 'x' }, 'bare')]) {
      const { code, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
      expect(stderr).toMatch(/vault/);
      expect(code).toBe(2);
    }
  });

  it('is a vault inside the repository, also through a link: 2, before anything is run', async () => {
    using bench = workbench();
    const repo = bench.repo({ ...app, 'secret/vault.yaml': vaultYaml(), 'secret/a.yaml': scenario('A', 'GET /a') });
    const { symlinkSync } = await import('node:fs');
    symlinkSync(join(repo, 'secret'), join(bench.dir, 'link'));
    for (const vault of [join(repo, 'secret'), join(bench.dir, 'link')]) {
      const { code, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
      expect(stderr).toContain('lies inside the repository');
      expect(code).toBe(2);
    }
  });

  it('is a vault with mistakes: 2, every one at its place, and nothing is run', async () => {
    using bench = workbench();
    const vault = bench.vault({
      'vault.yaml': vaultYaml('gaet: 3\n'),
      'a.yaml': 'name: a\nsteps:\n  - http: GET /a\n    expect: { statsu: 200, body: { id: $uiud } }\n',
      'b.yaml': 'name: b\nsteps:\n  - http: GET /${nmae}\n',
      'c.yaml': 'name: c\nsteps:\n  - http: { request: GET /a, json: { x: ${y} } }\n',
    });
    for (const answer of [
      await bench.holdout('check', vault),
      await bench.holdout('run', bench.repo(app), '--ref', 'main', '--vault', vault),
    ]) {
      const text = answer.stdout + answer.stderr;
      for (const part of [
        'vault.yaml:7:1',
        'did you mean "gate"',
        'a.yaml:4:15',
        'did you mean "status"',
        '$uiud',
        'did you mean "$uuid"',
        'b.yaml:3:',
        'nmae',
        'c.yaml:3:',
      ])
        expect(text).toContain(part);
      expect(answer.code).toBe(2);
    }
    expect(await bench.holdout('history')).toMatchObject({ stdout: expect.stringContaining('nothing was judged yet') });
  });

  it('is an unknown command, option or number: 2, with help at hand', async () => {
    using bench = workbench();
    for (const args of [
      ['rnu'],
      ['run', '.', '--valut', 'x'],
      ['history', '-n', 'many'],
      ['run', '.', '--vault', 'x', '--lanes', '0'],
    ]) {
      const { code, stderr } = await bench.holdout(...args);
      expect(stderr).toMatch(/--help/);
      expect(code).toBe(2);
    }
  });
});

describe('what is wrong with the candidate', () => {
  it('never listens: all of N fail at once, reason start, with what it printed', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': `console.log('thinking about it'); setInterval(() => {}, 1000);` });
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`s${n}.yaml`, scenario(`S${n}`, 'GET /a')]));
    const vault = bench.vault({ 'vault.yaml': vaultYaml().replace('within: 10s', 'within: 1s'), ...many });
    const started = performance.now();
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--lanes', '2');
    expect(stdout).toContain('0 of 6 pass');
    expect(stdout).toContain('nothing listened on port 3000');
    expect(stdout).toContain('thinking about it');
    expect(code).toBe(1);
    // Two starts, not six waits.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('ends before it is ready: all of N fail, with its exit code', async () => {
    using bench = workbench();
    const { code, stdout } = await bench.holdout(
      'run',
      bench.repo({ 'server.mjs': 'console.error("no database"); process.exit(3)' }),
      '--ref',
      'main',
      '--vault',
      bench.vault(one),
    );
    expect(stdout).toContain('exit code 3 before it was ready');
    expect(stdout).toContain('no database');
    expect(stdout).toContain('0 of 1 pass');
    expect(code).toBe(1);
  });

  it('crashes while it is asked: that scenario fails, the others are judged on fresh instances', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(`if (path === '/boom') process.exit(9); if (path === '/a') return answer(200, {});`),
    });
    const vault = bench.vault({ ...one, 'boom.yaml': scenario('It survives', 'GET /boom') });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('1 of 2 pass');
    expect(stdout).toContain('exit code 9');
    expect(code).toBe(1);
  });

  it('does not build: 0 of N, and the owner sees the end of the log', async () => {
    using bench = workbench();
    const yaml = vaultYaml().replace(
      '  start:',
      '  build: [echo step one, "echo broken here >&2; exit 4", echo never]\n  start:',
    );
    const { code, stdout } = await bench.holdout(
      'run',
      bench.repo(app),
      '--ref',
      'main',
      '--vault',
      bench.vault({ ...one, 'vault.yaml': yaml }),
    );
    expect(stdout).toContain('0 of 1 pass');
    expect(stdout).toContain('exit code 4');
    expect(stdout).toContain('broken here');
    expect(code).toBe(1);
  });

  it('prints without end: the judge reads on, keeps little, and the verdicts stand', async () => {
    using bench = workbench();
    const flood = `import { spawn } from 'node:child_process'; spawn('yes', ['x'.repeat(1000)], { stdio: ['ignore', 'inherit', 'inherit'] });`;
    const repo = bench.repo({
      'server.mjs': server(`if (path === '/a') return answer(200, {});`, flood),
      'flood.sh': '#!/bin/sh\nexec yes\n',
    });
    const vault = bench.vault({
      'vault.yaml': vaultYaml().replace('  port:', '  bin: { flood: sh flood.sh }\n  port:'),
      'a.yaml': scenario('A answers', 'GET /a'),
      'f.yaml': 'name: a quiet command\nsteps: [{ run: { command: flood, timeout: 2s } }]\n',
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('1 of 2 pass');
    expect(stdout).toMatch(/limit/);
    expect(stdout.length).toBeLessThan(50_000);
    expect(code).toBe(1);
  });

  it('ignores the request to end: it is ended all the same', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(
        `if (path === '/a') return answer(200, {});`,
        `for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {});`,
      ),
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', bench.vault(one));
    expect(stdout).toContain('1 of 1 pass');
    expect(code).toBe(0);
  });

  it('fills its disk: it sees "no space", the judge goes on', async () => {
    using bench = workbench();
    const fill = `if (path === '/fill') { const { writeFileSync } = await import('node:fs'); try { for (let n = 0; ; n++) writeFileSync('big' + n, 'x'.repeat(1e6)); } catch (error) { return answer(507, { code: error.code }); } } if (path === '/a') return answer(200, {});`;
    const vault = bench.vault({
      'vault.yaml': vaultYaml('limits: { disk: 20MiB }\n'),
      'a.yaml': scenario('A answers', 'GET /a'),
      'fill.yaml': scenario('It says so', 'POST /fill', '{ status: 507, body: { code: ENOSPC } }'),
    });
    expect(
      await bench.holdout('run', bench.repo({ 'server.mjs': server(fill) }), '--ref', 'main', '--vault', vault),
    ).toMatchObject({ code: 0, stdout: expect.stringContaining('2 of 2 pass') });
  });

  it('eats memory: it is ended, and the reason is the limit', async () => {
    using bench = workbench();
    const eat = `if (path === '/eat') { globalThis.kept = []; for (let n = 0; n < 400; n++) { kept.push(Buffer.alloc(1e6, n)); await new Promise((r) => setTimeout(r, 1)); } return answer(200, {}); }`;
    const vault = bench.vault({
      'vault.yaml': vaultYaml('limits: { memory: 150MiB }\n'),
      'eat.yaml': scenario('It eats', 'GET /eat'),
    });
    const { code, stdout } = await bench.holdout(
      'run',
      bench.repo({ 'server.mjs': server(eat) }),
      '--ref',
      'main',
      '--vault',
      vault,
    );
    expect(stdout).toContain('"memory"');
    expect(code).toBe(1);
  });

  it('hangs: the scenario fails at its timeout', async () => {
    using bench = workbench();
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'h.yaml': scenario('It answers', 'GET /hang', '{ status: 200 }', 'timeout: 1s\n'),
    });
    const { code, stdout } = await bench.holdout(
      'run',
      bench.repo({ 'server.mjs': server(`if (path === '/hang') return;`) }),
      '--ref',
      'main',
      '--vault',
      vault,
    );
    expect(stdout).toContain('longer than 1s');
    expect(code).toBe(1);
  });
});
