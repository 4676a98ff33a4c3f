import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Groups, LaneProgram, LaneSpec } from '../model/cell.ts';
import { displayBinds } from './browser-program.ts';
import { lanesEnter } from './cgroup.ts';
import { deviceBinds, etcFiles, scratchSpace, systemBinds, toolchainBinds } from './layout.ts';
import { quoted } from './quoted.ts';
import { bound, ownNode, reach, systemEnv, unprivileged } from './system.ts';

/** Where a lane sees the Build. Shows in a Cell's mount table, hence a name that says nothing. */
const TREE = '/tree';
const CACHE = '/cache';
const groupsAt = (index: number): string => `/groups/${index}`;

/**
 * Writes a script that stands in for node: it builds the lane's sandbox and becomes node inside it. A lane has its own
 * network (loopback only), processes and temporary files; of the judge it sees its code, never the vault, the store or
 * anyone's home. `exec` all the way, so that the pool's signals and its message channel reach node itself. When the
 * judge is killed before bwrap would notice, node comes up, finds its channel closed and ends. (A parent-death signal
 * from the beginning is no help: bwrap, killed while it sets up, leaves a child that waits for ever.)
 */
export function laneProgram(
  { tree, toolchain, code, dir, cache, browser }: LaneSpec,
  groups: Groups | undefined,
): LaneProgram {
  const node = ownNode;
  const paths = [...new Set([node, ...code])];
  const etc = join(dir, 'etc');
  mkdirSync(etc, { recursive: true });
  for (const { path, text } of etcFiles) writeFileSync(join(dir, path), text);
  const cached = cache === undefined ? [] : [cache.dir];
  const folders = browser?.folders ?? [];
  const { binds, at } = reach([tree, ...cached, ...paths, ...folders, ...toolchain.binds.map(({ from }) => from)], dir);
  const argv = [
    ...bound(binds),
    ...unprivileged(),
    'bwrap',
    ...['--unshare-user', '--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    // From within a namespace of its own, nobody could be moved to a group beside it.
    ...(groups?.version === 2 ? [] : ['--unshare-cgroup-try']),
    ...['--die-with-parent', '--new-session', '--hostname', 'app'],
    ...systemBinds,
    // First, so that code which lives below /tmp isn't covered.
    ...['--tmpfs', '/tmp'],
    ...etcFiles.flatMap(({ path }) => ['--ro-bind', join(dir, path), path]),
    ...toolchainBinds(toolchain, at),
    ...paths.flatMap((path) => ['--ro-bind', at(path), path]),
    ...['--ro-bind', at(tree), TREE],
    ...(cache === undefined ? [] : [cache.writable ? '--bind' : '--ro-bind', at(cache.dir), CACHE]),
    ...folders.flatMap((path) => ['--ro-bind', at(path), path]),
    ...(browser === undefined ? [] : ['--ro-bind-try', '/var/cache/fontconfig', '/var/cache/fontconfig']),
    ...displayBinds(browser?.display),
    ...(groups?.folders ?? []).flatMap((folder, index) => ['--bind', folder.dir, groupsAt(index)]),
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['--dir', scratchSpace, '--chdir', '/', '--', node],
  ];
  const entering = (groups === undefined ? [] : lanesEnter(groups))
    .map((path) => `echo $$ > ${quoted(path)} || exit\n`)
    .join('');
  const program = join(dir, 'lane');
  const log = join(dir, 'lane.log');
  writeFileSync(
    program,
    `#!/bin/sh\n${entering}PATH=${systemEnv.PATH} exec ${argv.map(quoted).join(' ')} "$@" 2>>${quoted(log)}\n`,
  );
  chmodSync(program, 0o755);
  return {
    program,
    log,
    env: cache === undefined ? {} : { NODE_COMPILE_CACHE: CACHE },
    tree: TREE,
    toolchain: { ...toolchain, binds: toolchain.binds.map(({ to }) => ({ from: to, to })) },
    ...(browser !== undefined && { browser }),
    ...(groups !== undefined && {
      groups: { ...groups, folders: groups.folders.map((folder, index) => ({ ...folder, dir: groupsAt(index) })) },
    }),
  };
}
