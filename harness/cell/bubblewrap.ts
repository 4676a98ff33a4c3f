import { join } from 'node:path';
import type { Cell, CellSpec, Command, Confinement, Exit, FileContent, LaneProgram, LaneSpec } from '../model/cell.ts';
import type { LimitName } from '../model/limits.ts';
import { ok, type Problem, type Result } from '../model/problem.ts';
import type { Isolation } from '../model/run.ts';
import { cannotConfine, missingPrograms, preflightSpec } from './diagnose.ts';
import { laneProgram } from './lane-program.ts';
import { deviceBinds, etcFiles, inside, networkBinds, systemBinds, toolchainBinds } from './layout.ts';
import { watchMemory } from './memory.ts';
import { type Launch, type Launched, launch } from './process.ts';
import { readInside, writeInside } from './files.ts';
import { seccompFilter } from './seccomp.ts';
import { reach, systemEnv, unprivileged } from './system.ts';

/*
 * Theory of operation
 *
 * A Cell is a set of namespaces with a folder tree. A *keeper* holds it open:
 *
 *   [root only: reach, setpriv] -> [fresh: a mount namespace with an overlay of the Build on a tmpfs] -> bwrap -> cat
 *
 * bwrap unshares user, pid, ipc, uts, cgroup and, in an install or build, the network. Its pid 1 reaps; `cat` waits for
 * the end of its input, which comes when whoever opened the Cell dies. Candidate code is never the keeper.
 *
 * Each command enters these namespaces (nsenter) and gets a second bwrap around itself: a nested user namespace without
 * a single capability that can't make further ones, and the system-call filter. So a server and the commands of later
 * steps share files, /tmp and process ids, as on a machine of their own, and none of them can undo the walls.
 *
 * Killing the keeper's pid 1 makes the kernel end every process of the Cell and drop its mounts; when the keeper's exit
 * is seen, nothing of it is left. No path of the host is written to, except the tree of an install or build.
 */

/** @param dir an existing private folder that only this judge uses, reachable for the candidate's user. */
export function bubblewrap({ dir, isolation }: { readonly dir: string; readonly isolation: Isolation }): Confinement {
  let opened = 0;
  const open = (spec: CellSpec): Promise<Result<Cell>> => openCell(spec, join(dir, `c${opened++}`));
  return {
    name: 'bubblewrap',
    isolation,
    open,
    preflight: () => preflight(open, dir),
    lane: (spec: LaneSpec): LaneProgram => laneProgram(spec),
  };
}

const KEEPER_START_MS = 20_000;

async function openCell(spec: CellSpec, reachDir: string): Promise<Result<Cell>> {
  const keeper = launch(keeperLaunch(spec, reachDir));
  const pid = await keeperPid(keeper);
  if (pid === undefined) {
    await keeper.stop();
    const exit = await keeper.exited;
    return { ok: false, problems: [cannotConfine(exit.stderr)] };
  }
  return ok(makeCell(spec, keeper, pid));
}

/** The command line that builds the namespaces and the folder tree. */
function keeperLaunch(spec: CellSpec, reachDir: string): Launch {
  const { prefix, at } = reach([spec.tree, ...spec.toolchain.binds.map(({ from }) => from)], reachDir);
  const firstEtc = 4;
  const args = [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(spec.network === 'none' ? ['--unshare-net'] : []),
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000'],
    ...['--hostname', 'app', '--clearenv', '--info-fd', '9'],
    ...systemBinds,
    ...(spec.network === 'host' ? networkBinds : []),
    ...etcFiles.flatMap(({ path }, index) => ['--ro-bind-data', String(firstEtc + index), path]),
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['/tmp', inside.home, inside.work].flatMap((path) => [
      '--perms',
      '0700',
      '--size',
      String(spec.limits.disk),
      '--tmpfs',
      path,
    ]),
    ...toolchainBinds(spec.toolchain, at),
    ...['--dir', `${inside.work}/1`],
    ...['--bind', spec.writes === 'fresh' ? '/mnt/m' : at(spec.tree), inside.app],
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
  return {
    argv: [
      ...prefix,
      ...unprivileged(),
      ...(spec.writes === 'fresh' ? overlay(at(spec.tree), spec.limits.disk) : []),
      // bwrap closes the descriptor it writes its child's id to, so it gets a copy of standard output.
      ...['/bin/sh', '-c', 'exec bwrap --args 3 -- /bin/cat 9>&1'],
    ],
    cwd: '/',
    env: systemEnv,
    keep: 16 * 1024,
    stdin: null,
    feeds: [nulSeparated(args), ...etcFiles.map(({ text }) => Buffer.from(text))],
  };
}

/** A fresh writable view of a folder, in constant time: changes go to a tmpfs that is bounded in bytes and in files. */
function overlay(tree: string, bytes: number): readonly string[] {
  const script = `
    mount -t tmpfs -o size=${bytes},nr_inodes=200k,mode=700 none /mnt && mkdir /mnt/u /mnt/w /mnt/m &&
    mount -t overlay none -o "lowerdir=$1,upperdir=/mnt/u,workdir=/mnt/w,userxattr" /mnt/m || exit 98
    shift; exec setpriv --ambient-caps=-all --inh-caps=-all --bounding-set=-all -- "$@"`;
  return [
    ...['unshare', '--user', '--map-current-user', '--keep-caps', '--mount', '--propagation', 'private'],
    ...['/bin/sh', '-c', script, 'overlay', tree],
  ];
}

/** The host's id of the Cell's pid 1, once everything is in place; nothing when it can't be built. */
async function keeperPid(keeper: Launched): Promise<number | undefined> {
  let seen = '';
  const ready = new Promise<void>((resolve) => {
    keeper.onOutput((chunk) => {
      seen += chunk;
      // `cat` answers only when it runs, which is after the last mount.
      if (seen.includes('ready\n')) resolve();
    });
  });
  keeper.stdin?.write('ready\n');
  const timer = setTimeout(() => void keeper.stop(), KEEPER_START_MS);
  await Promise.race([ready, keeper.exited]);
  clearTimeout(timer);
  const pid = seen.includes('ready\n') ? /"child-pid": (\d+)/.exec(seen)?.[1] : undefined;
  return pid === undefined ? undefined : Number(pid);
}

function makeCell(spec: CellSpec, keeper: Launched, pid: number): Cell {
  let hit: LimitName | undefined;
  let workDirs = 1;
  let closing = false;
  const end = (): void => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  };
  const stopWatching = watchMemory(pid, spec.limits.memory, () => {
    hit = 'memory';
    end();
  });
  void keeper.exited.then(stopWatching);

  const start = (command: Command & { readonly stdin?: string }): Launched => launch(commandLaunch(spec, pid, command));
  const run = (command: Command & { readonly stdin?: string; readonly timeout: number }): Promise<Exit> =>
    start(command).end(command.timeout);
  return {
    appDir: inside.app,
    async workDir() {
      const path = `${inside.work}/${workDirs++}`;
      // The first one was made with the Cell.
      if (workDirs > 2) await run({ argv: ['/bin/mkdir', '-p', path], cwd: '/', keep: 1024, timeout: 10_000 });
      return path;
    },
    limitHit: () => hit,
    start,
    run,
    write: (files) => writeInside(run, files),
    read: (path, limit): Promise<FileContent> => readInside(run, path, limit),
    async [Symbol.asyncDispose]() {
      if (closing) return;
      closing = true;
      stopWatching();
      end();
      keeper.stdin?.destroy();
      await keeper.exited;
    },
  };
}

/** The command line that runs one command inside, with the walls around it. */
function commandLaunch(spec: CellSpec, pid: number, command: Command & { readonly stdin?: string }): Launch {
  const path = [...spec.toolchain.path, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const env = {
    PATH: path,
    HOME: inside.home,
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...spec.env,
    ...command.env,
  };
  const filter = seccompFilter(process.arch);
  const args = [
    ...['--unshare-user', '--disable-userns', '--cap-drop', 'ALL', '--die-with-parent', '--dev-bind', '/', '/'],
    ...['--chdir', command.cwd, '--clearenv'],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(filter === undefined ? [] : ['--seccomp', '4']),
  ];
  return {
    argv: [
      ...unprivileged(),
      ...['choom', '-n', '1000', '--'],
      ...[
        'prlimit',
        '--nofile=4096',
        '--core=0',
        `--fsize=${spec.limits.disk}`,
        `--data=${dataLimit(spec.limits.memory)}`,
        '--',
      ],
      ...['nsenter', '--target', String(pid), '--user', '--mount', '--pid', '--ipc', '--uts', '--cgroup'],
      ...(spec.network === 'none' ? ['--net'] : []),
      ...['--preserve-credentials', '--'],
      ...['bwrap', '--args', '3', '--'],
      ...['/usr/bin/prlimit', `--nproc=${spec.limits.processes}`, '--'],
      ...command.argv,
    ],
    cwd: '/',
    env: systemEnv,
    keep: command.keep,
    ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
    feeds: [nulSeparated(args), ...(filter === undefined ? [] : [filter])],
    waits: true,
  };
}

/** A coarse stop for one process: runtimes reserve far more than they touch, so never under 4 GiB. The sum of all is watched. */
const dataLimit = (memory: number): number => Math.max(memory, 4 * 1024 ** 3);

const nulSeparated = (args: readonly string[]): Uint8Array => Buffer.from(args.map((arg) => `${arg}\0`).join(''));

/** Opens a real Cell over an empty folder and runs a command in it. */
async function preflight(open: (spec: CellSpec) => Promise<Result<Cell>>, dir: string): Promise<readonly Problem[]> {
  const missing = missingPrograms();
  if (missing.length > 0) return missing;
  const opened = await open(preflightSpec(dir));
  if (!opened.ok) return opened.problems;
  await using cell = opened.value;
  const exit = await cell.run({ argv: ['/bin/true'], cwd: '/', keep: 4096, timeout: 10_000 });
  return exit.code === 0 ? [] : [cannotConfine(exit.stderr)];
}
