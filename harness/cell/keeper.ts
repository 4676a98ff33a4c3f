import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { CellSpec } from '../model/cell.ts';
import { MachineTrouble } from '../model/problem.ts';
import type { CellGroup } from './group.ts';
import { keeperProgram } from './keeper-program.ts';
import { deviceBinds, etcFiles, inside, scratchSpace, systemBinds, toolchainBinds } from './layout.ts';
import { descendants, type Launch, type Launched, nulSeparated } from './process.ts';
import { candidateUid, isRoot, reach, systemEnv } from './system.ts';

const START_MS = 20_000;

/** The command line that builds the namespaces and the folder tree. @param reachDir see `reach`. @throws MachineTrouble on an architecture whose system calls are not known. */
export function keeperLaunch(spec: CellSpec, reachDir: string, group?: CellGroup): Launch {
  const { binds, at } = reach([spec.tree, ...spec.toolchain.binds.map(({ from }) => from)], reachDir);
  const firstEtc = 4;
  const args = [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000'],
    ...['--hostname', 'app', '--clearenv'],
    ...systemBinds,
    ...etcFiles.flatMap(({ path }, index) => ['--ro-bind-data', String(firstEtc + index), path]),
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['--bind', onScratch('tmp'), '/tmp'],
    ...['--bind', onScratch('home'), inside.home],
    ...['--bind', onScratch('work'), inside.work],
    ...toolchainBinds(spec.toolchain, at),
    ...['--bind', spec.writes === 'fresh' ? onScratch('app') : at(spec.tree), inside.app],
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
  const words = [
    // Before there is a namespace of groups, so that the Cell's own is the topmost one that is seen from inside.
    ...(group?.enter ?? []).flatMap((file) => ['enter', file]),
    ...(binds.length === 0 ? [] : ['private', ...binds.flatMap((bind) => ['bind', ...bind])]),
    ...(isRoot() ? ['user', String(candidateUid)] : []),
    'namespace',
    ...shares(),
    ...scratch(spec, at(spec.tree)),
    'powerless',
  ];
  return {
    argv: building(words, ['bwrap', '--args', '3', '--', '/bin/cat']),
    cwd: '/',
    env: systemEnv,
    keep: 16 * 1024,
    stdin: null,
    feeds: [nulSeparated(args), ...etcFiles.map(({ text }) => Buffer.from(text))],
    channel: spec.network !== 'none',
  };
}

/** The command line that does the words of `keeper-program.ts` and becomes another. */
export function building(words: readonly string[], argv: readonly string[]): readonly string[] {
  const calls = systemCalls().flatMap(([name, number]) => ['number', name, number]);
  return ['perl', '-e', keeperProgram, ...calls, ...words, '--', ...argv];
}

const onScratch = (name: string): string => `${scratchSpace}/${name}`;

/**
 * One tmpfs for all that is written in a Cell, bounded in bytes and in files; on it, for `fresh`, a writable view of the
 * tree in constant time.
 */
function scratch({ writes, limits }: CellSpec, tree: string): readonly string[] {
  const folders = ['tmp', 'home', 'work', 'work/1', ...(writes === 'fresh' ? ['upper', 'overlay', 'app'] : [])];
  const overlay = `lowerdir=.,upperdir=${onScratch('upper')},workdir=${onScratch('overlay')},userxattr`;
  return [
    ...['tmpfs', scratchSpace, `size=${limits.disk},nr_inodes=${limits.files},mode=700`],
    ...folders.flatMap((name) => ['folder', onScratch(name)]),
    ...(writes === 'fresh' ? ['overlay', tree, onScratch('app'), overlay] : []),
  ];
}

/** Numbers on x64 and arm64. */
const numbers: { readonly [call: string]: readonly [x64: number, arm64: number] } = {
  capset: [126, 91],
  mount: [165, 40],
  pidfd_open: [434, 434],
  prctl: [157, 167],
  sendmsg: [46, 211],
  setgroups: [116, 159],
  setns: [308, 268],
  setresgid: [119, 149],
  setresuid: [117, 147],
  unshare: [272, 97],
};

function systemCalls(): readonly (readonly [name: string, number: string])[] {
  const column = ['x64', 'arm64'].indexOf(process.arch);
  if (column < 0) throw new MachineTrouble(`the numbers of system calls are not known for ${process.arch}`);
  return Object.entries(numbers).map(([name, both]) => [name, String(both[column])]);
}

/**
 * What the kernel counts by user across all namespaces: who takes all of it is heard, and felt, in every other Cell of the
 * same user. A Cell gets so much that all that are open at once can have theirs: two for each core, and as much for others.
 */
const countedByUser = { inotify_instances: 'max_user_instances', inotify_watches: 'max_user_watches' };

/** Said in the Cell's own user namespace. */
function shares(): readonly string[] {
  return Object.entries(countedByUser).flatMap(([name, whole]) => {
    const most = Number(readFileSync(`/proc/sys/fs/inotify/${whole}`, 'latin1'));
    const share = Math.max(2, Math.floor(most / (4 * availableParallelism())));
    return ['set', `/proc/sys/user/max_${name}`, String(share)];
  });
}

/** The host's id of the Cell's pid 1, once everything is in place; nothing when it can't be built. */
export async function keeperPid(keeper: Launched): Promise<number | undefined> {
  let seen = '';
  const ready = new Promise<void>((resolve) => {
    keeper.onOutput((chunk) => {
      seen += chunk;
      // `cat` answers only when it runs, which is after the last mount.
      if (seen.includes('ready\n')) resolve();
    });
  });
  keeper.stdin?.write('ready\n');
  const timer = setTimeout(() => void keeper.stop(), START_MS);
  await Promise.race([ready, keeper.exited]);
  clearTimeout(timer);
  // Not by bwrap's --info-fd: when we are gone before it writes there, it dies and leaves a child that waits for ever.
  if (!seen.includes('ready\n') || keeper.pid === undefined) return undefined;
  // With a channel bwrap is started, and not become.
  return descendants(keeper.pid)[keeper.channel === undefined ? 0 : 1];
}
