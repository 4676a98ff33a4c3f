import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../harness/candidate/ports.ts';
import { descendants } from '../../harness/cell/process.ts';
import { candidateUid, isRoot } from '../../harness/cell/system.ts';
import type { Cell, CellSpec, Confinement, Exit } from '../../harness/model/cell.ts';
import { defaultLimits } from '../../harness/model/limits.ts';
import { MachineTrouble } from '../../harness/model/problem.ts';

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
        truncated: [],
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
      expect(exit).toMatchObject({ truncated: ['stdout'], timedOut: true });
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
      const dir = await newWorkDir(cell);
      expect(await cell.write([{ path: `${dir}/a/b.txt`, text: 'für alle' }], 10_000)).toMatchObject({ ok: true });
      expect(await cell.read(`${dir}/a/b.txt`, 3)).toEqual({
        is: 'file',
        size: 9,
        bytes: Buffer.from('für alle').subarray(0, 3),
      });
      expect(await cell.read(`${dir}/none`, 10)).toEqual({ is: 'absent' });
      expect(await cell.read(`${dir}/a`, 10)).toMatchObject({ is: 'other' });
      expect(await newWorkDir(cell)).not.toBe(dir);
    });

    it('says why a file could not be written', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const path = `${cell.appDir}/greeting/below`;
      expect(await cell.write([{ path, text: '' }], 10_000)).toMatchObject({ ok: false, why: 'refused' });
    });

    it('tells the signal that ended a program, also when a shell reports it as a code', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      for (const script of ['kill -SEGV $$', 'exit 139'])
        expect(await sh(cell, script)).toMatchObject({ code: null, signal: 'SIGSEGV' });
    });

    it('gives no exit code to a command whose folder is gone: it never ran', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const dir = await newWorkDir(cell);
      await sh(cell, `mv "${dir}" "${dir}-elsewhere"`);
      const exit = await cell.run({ argv: ['/bin/false'], cwd: dir, keep: 1000, timeout: 5000 });
      expect(exit).toMatchObject({ code: null, signal: null, lost: 'cwd', stderr: expect.stringContaining(dir) });
    });

    it('runs nothing, and says so, when it has ended', async () => {
      await using stage = await setStage(make);
      const cell = await stage.open();
      expect(cell.ended()).toBe(false);
      await cell[Symbol.asyncDispose]();
      await expectEnded(cell);
    });

    it('connects to who listens in it, as often as wanted and at once, and says when nobody does', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ network: 'reached' });
      const port = await listen(cell, 'one');
      const said = await Promise.all(Array.from({ length: 20 }, () => saidAt(cell, port)));
      expect(new Set(said)).toEqual(new Set(['one']));
      await expect(cell.connect({ host: '::1', port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      const anywhere = await cell.connect({ host: 'localhost', port });
      expect(anywhere.remoteAddress).toBe('127.0.0.1');
      anywhere.destroy();
    });

    it('finds who listens at both addresses at the first, however soon it is asked', async () => {
      await using stage = await setStage(make);
      for (let round = 0; round < 5; round++) {
        await using cell = await stage.open({ network: 'reached' });
        const port = await freePort();
        const both = `use Socket qw(:all); socket my $all, AF_INET6, SOCK_STREAM, 0; setsockopt $all, IPPROTO_IPV6, IPV6_V6ONLY, 0;
          bind $all, pack_sockaddr_in6(${port}, IN6ADDR_ANY) or die; listen $all, 50; sleep 60`;
        cell.start({ argv: ['perl', '-e', both], cwd: cell.appDir, keep: 1000 });
        const socket = await cell.connect({ host: 'localhost', port }, 10_000);
        expect(socket.remoteAddress).toMatch(/127\.0\.0\.1$/);
        socket.destroy();
      }
    });

    it('waits for somebody to listen, for as long as it is told', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ network: 'reached' });
      const port = await freePort();
      const coming = cell.connect({ host: 'localhost', port }, 10_000);
      expect(await listen(cell, 'late', port)).toBe(port);
      expect(await textOf(await coming)).toBe('late');
      await expect(cell.connect({ host: 'localhost', port: 1 }, 1)).rejects.toThrow(/./);
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

    it('has a network of its own, in which nothing was before and nobody else is', async () => {
      await using stage = await setStage(make);
      await using one = await stage.open({ network: 'reached' });
      await using other = await stage.open({ network: 'reached' });
      const port = await listen(one, 'one');
      const counters = 'grep -E "^(Udp|Tcp): [0-9]" /proc/net/snmp; tail -n +2 /proc/net/tcp';
      const { stdout } = await sh(other, counters);
      // Two lines of nothing but settings and zeros: not even the connections that were made to the neighbour.
      expect(stdout.trim().split('\n')).toHaveLength(2);
      expect(stdout).toMatch(/^Tcp: 1 200 120000 -1( 0)+$/m);
      expect(await listen(other, 'other', port)).toBe(port);
      expect([await saidAt(one, port), await saidAt(other, port)]).toEqual(['one', 'other']);
    });

    it('lets its neighbours have their share of what the kernel counts by user', async () => {
      await using stage = await setStage(make);
      await using greedy = await stage.open();
      await using other = await stage.open();
      const take = `my $n = 0; $n += 1 while $n < 5000 and syscall(${process.arch === 'x64' ? 294 : 26}, 0) >= 0; print "$n\n"`;
      const taker = greedy.start({ argv: ['perl', '-e', `$| = 1; ${take}; sleep 60`], cwd: '/', keep: 100 });
      await printed(taker, '\n');
      expect(Number(taker.output())).toBeLessThan(128);
      const { stdout } = await other.run({ argv: ['perl', '-e', take], cwd: '/', keep: 100, timeout: 10_000 });
      expect(stdout).toBe(taker.output());
    });

    it('refuses connections once its candidate has ended it, whether or not anybody was looking', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ network: 'reached' });
      const port = await listen(cell, 'here');
      const ending = cell.start({ argv: ['/bin/sh', '-c', 'echo soon; sleep 0.1; kill -9 -1'], cwd: '/', keep: 100 });
      await printed(ending, 'soon');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      for (let asked = 0; asked < 3; asked++)
        await expect(cell.connect({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    it('gives up a connection that is waited for when it is disposed', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ network: 'reached' });
      const waited = cell.connect({ host: '127.0.0.1', port: 4999 }, 60_000);
      const given = expect(waited).rejects.toThrow();
      await cell[Symbol.asyncDispose]();
      await given;
    });

    it('tells what fails on our side from what the network says', async () => {
      await using stage = await setStage(make);
      const over = await stage.open({ network: 'reached' });
      await over[Symbol.asyncDispose]();
      await expect(over.connect({ host: '127.0.0.1', port: 4999 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await using cell = await stage.open({ network: 'reached' });
      const port = await listen(cell, 'here');
      const makers = descendants(process.pid).filter((pid) => commandOf(pid).includes('NODE_CHANNEL_FD'));
      expect(makers).toHaveLength(1);
      for (const pid of makers) process.kill(pid, 'SIGKILL');
      for (let asked = 0; asked < 3; asked++)
        await expect(cell.connect({ host: '127.0.0.1', port })).rejects.toBeInstanceOf(MachineTrouble);
    });

    it('has a door where it is asked for: a listener in there that is answered out here, and no way else', async () => {
      await using stage = await setStage(make);
      const listener = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => listener.once('listening', resolve));
      await using cell = await stage.open({ network: 'door' });
      const { door } = cell;
      if (door === undefined) throw new Error('no door');
      door.on('connection', (socket) => socket.end('from out here'));
      const ask = (port: number | undefined): Promise<Exit> =>
        sh(
          cell,
          `timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3" 2>&1; ls -A /tmp /work; ps -e | wc -l`,
        );
      const doorPort = portOf(door);
      const shown = await ask(doorPort);
      expect(shown.stdout).toContain('from out here');
      // bwrap, cat, and what runs just now: no process of ours came in.
      expect(Number(shown.stdout.trim().split('\n').at(-1))).toBeLessThanOrEqual(7);
      expect((await ask(portOf(listener))).stdout).toContain('Connection refused');
      door.close();
      listener.close();
      expect((await ask(doorPort)).stdout).toContain('Connection refused');
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

    it('ends for good when a process of its own ends what keeps it open, whatever was running', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const server = cell.start({ argv: ['/bin/sleep', '60'], cwd: '/', keep: 100 });
      // Whoever ends it and is done before the kernel has begun to end the rest was there to tell its own code.
      const exit = await sh(cell, 'kill -9 2 3; pkill -9 cat; sleep 60; exit 0');
      expect(exit).toMatchObject({ code: null, signal: null, lost: 'cell' });
      // Killed by the command, or with the Cell: whichever came first.
      expect((await server.exited).code).toBe(null);
      await expectEnded(cell);
    });

    it('can be disposed of when a process of its own has stopped those that wait for it', {
      timeout: 10_000,
    }, async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const script = 'kill -STOP $PPID; echo stopped; exec sleep 60';
      await printed(cell.start({ argv: ['/bin/sh', '-c', script], cwd: '/', keep: 100 }), 'stopped');
    });

    it('does not take the end of its own wrapper for the program’s', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const exit = await sh(cell, 'kill -TERM $PPID; kill -KILL $PPID; sleep 60');
      expect(exit.code).toBe(null);
      expect(await sh(cell, 'echo alive')).toMatchObject({ code: 0, stdout: 'alive\n' });
    });

    it('has one limit for all that is written, and says when it is why a file could not be', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ limits: { ...defaultLimits, disk: 8 * MiB } });
      expect(await sh(cell, 'dd if=/dev/zero of=big bs=1M count=6')).toMatchObject({ code: 0 });
      for (const folder of ['/tmp', '/home/app', '/work', '/work/1'])
        expect(await sh(cell, `dd if=/dev/zero of=${folder}/big bs=1M count=3; rm ${folder}/big`)).toMatchObject({
          stderr: expect.stringContaining('No space left on device'),
        });
      await sh(cell, 'cat /dev/zero > rest');
      const file = { path: '/work/1/a', text: 'x'.repeat(10_000) };
      expect(await cell.write([file], 10_000)).toMatchObject({ ok: false, why: 'disk' });
    });

    it('has the same limit for what an install or build writes beside its tree, and another for the tree', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({
        writes: 'in-place',
        limits: { ...defaultLimits, disk: 8 * MiB, tree: 4 * MiB },
      });
      expect((await sh(cell, 'dd if=/dev/zero of=/tmp/big bs=1M count=9')).code).not.toBe(0);
      const script = 'for i in 1 2 3 4; do dd if=/dev/zero of=big$i bs=1M count=4; done; sync; sleep 60';
      expect(await sh(cell, script)).toMatchObject({ lost: 'cell', timedOut: false });
      expect(cell.limitHit()).toBe('tree');
    });

    it('has a limit for the files that an install or build makes in its tree, however small', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ writes: 'in-place', limits: { ...defaultLimits, files: 500 } });
      const script = 'mkdir new; i=0; while [ $i -lt 1000 ]; do : > new/$i; i=$((i+1)); done; sleep 60';
      expect(await sh(cell, script)).toMatchObject({ lost: 'cell', timedOut: false });
      expect(cell.limitHit()).toBe('files');
    });

    it('counts memory that hides in files without a name', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ limits: { ...defaultLimits, memory: 64 * MiB } });
      const memfdCreate = process.arch === 'arm64' ? 279 : 319;
      const script = `my $name = "m"; my $fd = syscall(${memfdCreate}, $name, 0); open(my $file, ">&=", $fd);
        print {$file} "x" x 1_000_000 for 1..300; sleep 60`;
      const exit = await cell.run({ argv: ['/usr/bin/perl', '-e', script], cwd: '/', keep: 1000, timeout: 20_000 });
      expect(exit).toMatchObject({ lost: 'cell', timedOut: false });
      expect(cell.limitHit()).toBe('memory');
    });

    it('lets programs ask for addresses and routes, and for nothing else that netlink has', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open();
      const script =
        'print socket(my $s, 16, 3, $_) ? "open " : "closed " for 0, 9, 12, 21; print socket(my $t, 17, 3, 0) ? 1 : 0';
      const exit = await cell.run({ argv: ['/usr/bin/perl', '-e', script], cwd: '/', keep: 1000, timeout: 5000 });
      expect(exit).toMatchObject({ code: 0, stdout: 'open closed closed closed 0' });
    });

    it('opens over a folder of any name, and does not show it', async () => {
      await using stage = await setStage(make, 'a:b, c\\d "e" \'f\'');
      await using cell = await stage.open();
      expect(await sh(cell, 'cat greeting')).toMatchObject({ code: 0, stdout: 'hello\n' });
      expect((await sh(cell, 'grep " /app " /proc/self/mountinfo')).stdout).not.toContain('a:b');
    });

    it('stops a disk hog at its limit and a program that eats memory', async () => {
      await using stage = await setStage(make);
      await using cell = await stage.open({ limits: { ...defaultLimits, disk: 8 * MiB, memory: 64 * MiB } });
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

const MiB = 1024 * 1024;

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

async function newWorkDir(cell: Cell): Promise<string> {
  const made = await cell.workDir(10_000);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
}

/** Nothing can be done in it, and no answer could be taken for one of the candidate's. */
async function expectEnded(cell: Cell): Promise<void> {
  const lost = { code: null, signal: null, lost: 'cell' };
  expect(cell.ended()).toBe(true);
  expect(await sh(cell, 'true')).toMatchObject(lost);
  expect(await cell.start({ argv: ['/bin/true'], cwd: '/', keep: 100 }).exited).toMatchObject(lost);
  expect(await cell.read('/etc/passwd', 100)).toMatchObject({ is: 'unseen' });
  const file = { path: `${cell.appDir}/new`, text: '' };
  expect(await cell.write([file], 1000)).toMatchObject({ ok: false, why: 'ended' });
}

/** Starts a server that says a word to each who connects, and returns its port. */
async function listen(cell: Cell, word: string, port = 0): Promise<number> {
  const server = `use IO::Socket::INET; $| = 1;
    my $all = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => ${port}, Listen => 50) or die;
    print $all->sockport, "\\n"; while (my $one = $all->accept) { print $one '${word}'; close $one }`;
  const started = cell.start({ argv: ['perl', '-e', server], cwd: cell.appDir, keep: 1000 });
  await printed(started, '\n');
  return Number(started.output());
}

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'latin1');

async function saidAt(cell: Cell, port: number): Promise<string> {
  const socket = await cell.connect({ host: '127.0.0.1', port });
  return textOf(socket);
}

/** @param name of a folder in the middle of every path. */
async function setStage(make: (dir: string) => Confinement, name = 'plain'): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'holdout-cell-'));
  const dir = join(root, name);
  await mkdir(dir);
  const tree = join(dir, 'tree');
  await mkdir(tree);
  await writeFile(join(tree, 'greeting'), 'hello\n');
  for (const folder of [root, dir]) await chmod(folder, 0o711);
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
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
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
