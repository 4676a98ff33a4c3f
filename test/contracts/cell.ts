import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidateUid, isRoot } from '../../harness/cell/system.ts';
import type { Cell, CellSpec, Confinement, Exit } from '../../harness/model/cell.ts';
import { defaultLimits } from '../../harness/model/limits.ts';
import { chown } from 'node:fs/promises';

/** What every confinement must do, walls or not. `confined` adds what the walls must hold back. */
export function cellContract(make: (dir: string) => Confinement, { confined }: { readonly confined: boolean }): void {
  describe('any Cell', () => {
    it('shows the tree and lets its processes write there, while the Build stays as it was', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      expect(await sh(cell, 'cat greeting && echo changed > greeting && mkdir new && cat greeting')).toMatchObject({
        code: 0,
        stdout: 'hello\nchanged\n',
      });
      expect(await readFile(join(stage.tree, 'greeting'), 'utf8')).toBe('hello\n');
    });

    it('gives a second Cell the tree as it was built', async () => {
      await using stage = await setStage(make);
      await using first = await stage.open();
      await sh(first, 'echo changed > greeting');
      await using second = await stage.open();
      expect((await sh(second, 'cat greeting')).stdout).toBe('hello\n');
    });

    it('writes to the tree itself in an install or build', async () => {
      await using stage = await setStage(make);
      {
        await using cell = await stage.open({ writes: 'in-place', network: 'none' });
        expect(await sh(cell, 'echo made > made')).toMatchObject({ code: 0 });
      }
      expect(await readFile(join(stage.tree, 'made'), 'utf8')).toBe('made\n');
    });

    it('shows one command the files, and the processes, that another left', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const server = cell.start({
        argv: ['/bin/sh', '-c', 'echo up > state; echo started; exec sleep 60'],
        cwd: cell.appDir,
        keep: 100,
      });
      await printed(server, 'started');
      expect((await sh(cell, 'cat state')).stdout).toBe('up\n');
      await server.stop();
      expect((await server.exited).code).not.toBe(0);
    });

    it('feeds standard input, and tells exit code, output and errors apart', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      expect(await sh(cell, 'cat; echo bad >&2; exit 7', { stdin: 'fed' })).toMatchObject({
        code: 7,
        stdout: 'fed',
        stderr: 'bad\n',
        truncated: false,
        timedOut: false,
      });
    });

    it('says 127 for a program that does not exist', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      expect(await cell.run({ argv: ['no-such-program'], cwd: '/', keep: 1000, timeout: 5000 })).toMatchObject({
        code: 127,
      });
    });

    it('keeps only the end of endless output, and ends what runs past its deadline', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const exit = await cell.run({ argv: ['/bin/sh', '-c', 'yes'], cwd: '/', keep: 5000, timeout: 300 });
      expect(exit).toMatchObject({ truncated: true, timedOut: true });
      expect(exit.stdout).toHaveLength(5000);
    });

    it('ends a program that ignores the request to stop', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const stubborn = cell.start({
        argv: ['/bin/sh', '-c', 'trap "" TERM; echo deaf; while :; do sleep 60; done'],
        cwd: '/',
        keep: 100,
      });
      await printed(stubborn, 'deaf');
      await stubborn.stop();
      expect((await stubborn.exited).code).not.toBe(0);
    });

    it('reads and writes files, and says what is absent or no file', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const dir = await cell.workDir();
      await cell.write([{ path: `${dir}/a/b.txt`, text: 'für alle' }]);
      expect(await cell.read(`${dir}/a/b.txt`, 3)).toEqual({
        is: 'file',
        size: 9,
        bytes: Buffer.from('für alle').subarray(0, 3),
      });
      expect(await cell.read(`${dir}/none`, 10)).toEqual({ is: 'absent' });
      expect(await cell.read(`${dir}/a`, 10)).toMatchObject({ is: 'other' });
      expect(await cell.workDir()).not.toBe(dir);
    });

    it('gives processes nothing of the judge’s environment', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ env: { GREETING: 'hi' } });
      const { stdout } = await sh(cell, 'env');
      const names = stdout.split('\n').map((line) => line.split('=')[0]);
      expect(names).toContain('GREETING');
      for (const name of names)
        expect([
          'GREETING',
          'PATH',
          'HOME',
          'TMPDIR',
          'LANG',
          'LC_ALL',
          'TZ',
          'PWD',
          'OLDPWD',
          'SHLVL',
          '_',
          '',
        ]).toContain(name);
    });

    it('leaves no process behind when it is disposed', async () => {
      await using stage = await setStage(make);
      const marker = `sleep 98${process.pid}${Math.floor(performance.now())}`;
      {
        await using cell = await stage.open();
        const loop = cell.start({ argv: ['/bin/sh', '-c', `${marker} & echo started; wait`], cwd: '/', keep: 100 });
        await printed(loop, 'started');
        expect(await commandLines()).toContain(marker);
      }
      expect(await commandLines()).not.toContain(marker);
    });
  });

  describe.runIf(confined)('a confined Cell', () => {
    it('ends daemons that left their process group and session', async () => {
      await using stage = await setStage(make);
      const marker = `sleep 97${process.pid}${Math.floor(performance.now())}`;
      {
        await using cell = await stage.open();
        await sh(cell, `(setsid sh -c '${marker} & ${marker}' >/dev/null 2>&1 &) ; true`);
        expect(await commandLines()).toContain(marker);
      }
      expect(await commandLines()).not.toContain(marker);
    });

    it('shows nothing of the machine: homes, temporary files, other processes, the judge’s folders', async () => {
      await using stage = await setStage(make);
      const secret = join(stage.dir, 'secret.yaml');
      await writeFile(secret, 'canary');
      await using cell = await stage.open();
      const { stdout } = await sh(
        cell,
        `ls /home /root /tmp "${stage.dir}" "${secret}"; cat /proc/1/environ /proc/*/environ | tr '\\0' '\\n'; ls /sys /run /var`,
      );
      expect(stdout).not.toContain('secret');
      expect(stdout).not.toContain('VITEST');
      expect((await sh(cell, 'cat /proc/*/cmdline')).stdout).not.toContain(stage.dir);
    });

    it('reaches no network, and hears nothing of the machine’s own loopback', async () => {
      await using stage = await setStage(make);
      const listener = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => listener.once('listening', resolve));
      const address = listener.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      await using cell = await stage.open({ network: 'none' });
      const { stdout } = await sh(
        cell,
        `for a in 127.0.0.1/${port} 192.0.2.1/80; do timeout 2 bash -c "exec 3<>/dev/tcp/$a" 2>&1; done; cat /proc/net/route`,
      );
      expect(stdout).toMatch(/Connection refused/);
      expect(stdout).toMatch(/Network is unreachable/);
      listener.close();
    });

    it('runs without capabilities, without descriptors of ours, and makes no namespaces', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const { stdout } = await sh(
        cell,
        'grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status; for f in /proc/self/fd/*; do readlink $f; done; unshare -U true 2>&1; id -u',
      );
      expect(stdout.match(/^Cap\w+:\s+0+$/gm)).toHaveLength(5);
      expect(stdout).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(stdout).toMatch(/^Seccomp:\s+2$/m);
      expect(stdout).toMatch(/unshare failed/);
      expect(stdout).toMatch(/^1000$/m);
      expect(stdout.match(/^(pipe|socket|\/)\S*/gm)?.length).toBeLessThanOrEqual(4);
    });

    it('stops a disk hog at its limit and a program that eats memory', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({
        limits: { ...defaultLimits, disk: 8 * 1024 * 1024, memory: 64 * 1024 * 1024 },
      });
      const full = await sh(cell, 'dd if=/dev/zero of=big bs=1M count=64');
      expect(full.code).not.toBe(0);
      const hog = await cell.run({
        argv: [
          process.execPath.startsWith('/usr') ? process.execPath : '/usr/bin/perl',
          '-e',
          'my $x = "x" x 300_000_000; sleep 60',
        ],
        cwd: '/',
        keep: 1000,
        timeout: 20_000,
      });
      expect(hog.timedOut).toBe(false);
      expect(cell.limitHit()).toBe('memory');
    });

    it('stops a fork bomb and stays usable', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ limits: { ...defaultLimits, processes: 40 } });
      await cell.run({ argv: ['/bin/sh', '-c', 'f() { f | f & }; f; sleep 0.2'], cwd: '/', keep: 1000, timeout: 3000 });
      expect(await sh(cell, 'echo alive')).toMatchObject({ stdout: 'alive\n' });
    });

    it('follows links inside the Cell only', async () => {
      await using stage = await setStage(make);
      const secret = join(stage.dir, 'secret.yaml');
      await writeFile(secret, 'canary');
      await symlink(secret, join(stage.tree, 'link'));
      await using cell = await stage.open();
      expect(await cell.read(`${cell.appDir}/link`, 100)).not.toMatchObject({ is: 'file' });
    });

    it('has a root that nothing can be written to', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      expect(
        (await sh(cell, 'touch /x /etc/x /dev/x /usr/x 2>&1')).stdout.match(/Read-only file system/g),
      ).toHaveLength(4);
    });
  });
}

interface Stage extends AsyncDisposable {
  readonly dir: string;
  readonly tree: string;
  open(change?: Partial<CellSpec>): Promise<Cell>;
}

async function setStage(make: (dir: string) => Confinement): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'holdout-cell-'));
  const tree = join(dir, 'tree');
  await mkdir(tree);
  await writeFile(join(tree, 'greeting'), 'hello\n');
  const { chmod } = await import('node:fs/promises');
  await chmod(dir, 0o711);
  if (isRoot()) for (const path of [tree, join(tree, 'greeting')]) await chown(path, candidateUid, candidateUid);
  const confinement = make(dir);
  return {
    dir,
    tree,
    async open(change = {}) {
      const opened = await confinement.open({
        tree,
        writes: 'fresh',
        network: 'none',
        toolchain: { binds: [], links: [], path: [], hostPath: [] },
        env: {},
        limits: defaultLimits,
        ...change,
      });
      if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
      return opened.value;
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

const sh = (cell: Cell, script: string, more: { readonly stdin?: string } = {}): Promise<Exit> =>
  cell.run({ argv: ['/bin/sh', '-c', script], cwd: cell.appDir, keep: 100_000, timeout: 10_000, ...more });

async function printed(
  started: { output(): string; onOutput(listener: (chunk: string) => void): void },
  text: string,
): Promise<void> {
  if (started.output().includes(text)) return;
  await new Promise<void>((resolve) => {
    started.onOutput(() => {
      if (started.output().includes(text)) resolve();
    });
  });
}

/** Every process of the machine. */
async function commandLines(): Promise<string> {
  const { readdir } = await import('node:fs/promises');
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ').trim()).join('\n');
}
