import { posix } from 'node:path';

/** One hierarchy of control groups that is mounted here. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Of version 1; those of version 2 stand in a file of each group. */
  readonly controllers: readonly string[];
  /** The folder of the group that this process is in. */
  readonly own: string;
  /** The folder of the topmost group. */
  readonly top: string;
}

/**
 * What /proc says of control groups, where they are mounted. @param mounts /proc/self/mountinfo (proc(5)), @param
 * groups /proc/self/cgroup (cgroups(7)). A group above what is mounted, as in a container, stands for its top.
 */
export function hierarchies(mounts: string, groups: string): readonly Hierarchy[] {
  const ownGroups = groups.split('\n').flatMap((line) => {
    const [, names, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return names === undefined || path === undefined ? [] : [{ names: names.split(','), path }];
  });
  return mounts.split('\n').flatMap((line): readonly Hierarchy[] => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root = '/', top = ''] = left.split(' ').map(unescaped);
    const [type, , options = ''] = right.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    const mounted = type === 'cgroup2' ? [''] : options.split(',').filter((word) => word !== 'rw' && word !== 'ro');
    const known = ownGroups.find(({ names }) => mounted.some((name) => names.includes(name)));
    if (known === undefined) return [];
    const below = posix.relative(root, known.path);
    const own = below.startsWith('..') ? top : posix.join(top, below);
    return [{ version: type === 'cgroup2' ? 2 : 1, controllers: type === 'cgroup2' ? [] : mounted, own, top }];
  });
}

/** Mount points have their spaces and backslashes as three octal digits. */
const unescaped = (word: string): string =>
  word.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8)));

/** The group itself and those above it, from within outwards. */
export function upwards({ own, top }: Hierarchy): readonly string[] {
  const found: string[] = [];
  for (let dir = own; ; dir = posix.dirname(dir)) {
    found.push(dir);
    if (dir === top || dir === '/') return found;
  }
}
