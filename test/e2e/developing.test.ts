import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { finished, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

const app = (greeting: string): { readonly [file: string]: string } => ({
  'server.mjs': server(`if (path === '/hello') return answer(200, { greeting: '${greeting}' });`),
});
const hello = (greeting: string): string => scenario('Says hello', 'GET /hello', `{ body: { greeting: ${greeting} } }`);

/** As editors save: a new file in the old one's place. */
function save(path: string, text: string): void {
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}

/** What a running command prints, told each time it waits for something to happen. */
function rounds(child: ChildProcess) {
  let text = '';
  let errors = '';
  let told = Promise.withResolvers<void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    text += String(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += String(chunk);
    told.resolve();
    told = Promise.withResolvers();
  });
  return {
    async next(): Promise<string> {
      while (!errors.includes('watching; Ctrl-C ends\n')) {
        await told.promise;
      }
      errors = errors.replace('watching; Ctrl-C ends\n', '');
      // What it printed before that is in the other pipe by now, and is read in the next turns.
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
      const said = text;
      text = '';
      return said;
    },
  };
}

describe('holdout run --watch', () => {
  it('judges what was saved, tells what is wrong with it, and judges everything when the app changes', async () => {
    using bench = workbench();
    const repo = bench.repo(app('hello'));
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'hello.yaml': hello('hello'),
      'other.yaml': scenario('Knows what it has not', 'GET /none', '{ status: 404 }'),
    });
    const child = bench.start('run', repo, '--vault', vault, '--watch');
    const done = finished(child);
    const { next } = rounds(child);
    expect(await next()).toContain('2 of 2 pass\n');

    save(join(vault, 'hello.yaml'), hello('goodbye'));
    const failed = await next();
    expect(failed).toContain('hello.yaml:4:33');
    expect(failed).toContain('expected "goodbye", received "hello"');
    expect(failed).toContain('1 of 2 pass, 1 judged just now\n');

    save(join(vault, 'hello.yaml'), hello('{ $contians: x }'));
    expect(await next()).toContain('did you mean "$contains"?');

    save(join(vault, 'hello.yaml'), hello('goodbye'));
    expect(await next()).toContain('1 of 2 pass');
    save(join(repo, 'server.mjs'), app('goodbye')['server.mjs'] ?? '');
    expect(await next()).toContain('2 of 2 pass\n');

    child.kill('SIGINT');
    expect((await done).code).toBe(130);
    expect((await bench.holdout('history')).stdout).toContain('nothing was judged yet');
  });

  it('is not for a worker, nor for machines', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'hello.yaml': hello('hello') });
    for (const more of [['--audience', 'worker'], ['--json']]) {
      expect(await bench.holdout('run', bench.dir, '--vault', vault, '--watch', ...more)).toMatchObject({ code: 2 });
    }
  });
});

describe('holdout run --keep', () => {
  it('leaves the Cell open with the app in it, and runs there what it is told to', async () => {
    using bench = workbench();
    const repo = bench.repo(app('hello'));
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'hello.yaml': hello('goodbye') });
    const child = bench.start('run', repo, '--vault', vault, '--only', 'hello', '--keep');
    child.stdin?.end('ls /app\ncurl -s http://127.0.0.1:3000/hello\nprintf "\\033[2J"; exit 3\n');
    const { code, stdout, stderr } = await finished(child);
    expect(code).toBe(1);
    expect(stdout).toContain('server.mjs\n{"greeting":"hello"}\n');
    expect(stdout).toContain('\\u001b[2J');
    expect(stderr).toContain('(exit code 3)');
  });

  it('ends at the first Ctrl-C, also while a command runs, and leaves nothing', async () => {
    using bench = workbench();
    const repo = bench.repo(app('hello'));
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'hello.yaml': hello('hello') });
    const child = bench.start('run', repo, '--vault', vault, '--only', 'hello', '--keep');
    const answer = finished(child);
    child.stdin?.write('sleep 47.11\n');
    await vi.waitFor(() => expect(isRunning('sleep 47.11 ')).toBe(true), { timeout: 20_000, interval: 50 });
    child.kill('SIGINT');
    expect((await answer).stderr).toContain('interrupted; cleaning up');
    expect(isRunning('sleep 47.11 ')).toBe(false);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
  });

  it('asks for the one scenario to keep', async () => {
    using bench = workbench();
    const repo = bench.repo(app('hello'));
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'hello.yaml': hello('hello') });
    const { code, stderr } = await bench.holdout('run', repo, '--vault', vault, '--keep');
    expect(code).toBe(2);
    expect(stderr).toContain('--only');
  });
});

/** Whether any process of this machine was started with these words, each followed by a space. */
function isRunning(words: string): boolean {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') === words;
    } catch {
      return false;
    }
  });
}
