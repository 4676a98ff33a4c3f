import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { CellSpec } from '../model/cell.ts';
import { type CellGroup, entering } from './group.ts';
import { deviceBinds, etcFiles, inside, scratchSpace, systemBinds, toolchainBinds } from './layout.ts';
import { descendants, type Launch, type Launched, nulSeparated } from './process.ts';
import { reach, systemEnv, unprivileged } from './system.ts';

const START_MS = 20_000;

/** The command line that builds the namespaces and the folder tree. @param reachDir see `reach`. */
export function keeperLaunch(spec: CellSpec, reachDir: string, group?: CellGroup): Launch {
  const { prefix, at } = reach([spec.tree, ...spec.toolchain.binds.map(({ from }) => from)], reachDir);
  const firstEtc = 4;
  const args = [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000'],
    ...['--hostname', 'app', '--clearenv'],
    ...systemBinds,
    ...etcFiles.flatMap(({ path }, index) => ['--ro-bind-data', String(firstEtc + index), path]),
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['--bind', `${scratchSpace}/tmp`, '/tmp'],
    ...['--bind', `${scratchSpace}/home`, inside.home],
    ...['--bind', `${scratchSpace}/work`, inside.work],
    ...toolchainBinds(spec.toolchain, at),
    ...['--bind', spec.writes === 'fresh' ? `${scratchSpace}/app` : at(spec.tree), inside.app],
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
  return {
    argv: [
      // Before there is a namespace of groups, so that the Cell's own is the topmost one that is seen from inside.
      ...(group === undefined ? [] : entering(group)),
      ...prefix,
      ...unprivileged(),
      ...scratch(spec, at(spec.tree)),
      ...['bwrap', '--args', '3', '--', '/bin/cat'],
    ],
    cwd: '/',
    env: systemEnv,
    keep: 16 * 1024,
    stdin: null,
    feeds: [nulSeparated(args), ...etcFiles.map(({ text }) => Buffer.from(text))],
  };
}

/**
 * One tmpfs for all that is written in a Cell, bounded in bytes and in files; on it, for `fresh`, a writable view of the
 * tree in constant time. The tree is named by `.`: a path would need escaping, and would show in the Cell's mount table.
 */
function scratch({ writes, limits }: CellSpec, tree: string): readonly string[] {
  const overlay = `cd "$1" && mount -t overlay none -o lowerdir=.,upperdir=${scratchSpace}/upper,workdir=${scratchSpace}/overlay,userxattr ${scratchSpace}/app`;
  const script = `
    ${shares().join('\n    ')}
    mount -t tmpfs -o size=${limits.disk},nr_inodes=${limits.files},mode=700 none ${scratchSpace} && cd ${scratchSpace} &&
    mkdir -p tmp home work/1${writes === 'fresh' ? ' upper overlay app' : ''} && ${writes === 'fresh' ? overlay : ':'} || exit 98
    cd / && shift; exec setpriv --ambient-caps=-all --inh-caps=-all --bounding-set=-all -- "$@"`;
  return [
    ...['unshare', '--user', '--map-current-user', '--keep-caps', '--mount', '--propagation', 'private'],
    ...['/bin/sh', '-c', script, 'scratch', tree],
  ];
}

/**
 * What the kernel counts by user across all namespaces: who takes all of it is heard, and felt, in every other Cell of the
 * same user. A Cell gets so much that all that are open at once can have theirs: two for each core, and as much for others.
 */
const countedByUser = { inotify_instances: 'max_user_instances', inotify_watches: 'max_user_watches' };

/** Lines of a shell in the Cell's own user namespace. */
function shares(): readonly string[] {
  return Object.entries(countedByUser).map(([name, whole]) => {
    const most = Number(readFileSync(`/proc/sys/fs/inotify/${whole}`, 'latin1'));
    return `echo ${Math.max(2, Math.floor(most / (4 * availableParallelism())))} > /proc/sys/user/max_${name} &&`;
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
  return seen.includes('ready\n') && keeper.pid !== undefined ? descendants(keeper.pid)[0] : undefined;
}
