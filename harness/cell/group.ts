import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Groups } from '../model/cell.ts';
import type { LimitName, Limits } from '../model/limits.ts';
import { removeGroup } from './cgroup.ts';
import { orElse } from './or-else.ts';

/** The control group of one Cell: what its commands take together, they take in here. */
export interface CellGroup {
  /** Files that a command writes 0 to before it is anything: so it enters. */
  readonly enter: readonly string[];
  /** The limit that the kernel has kept by force, when it had to. */
  forced(): LimitName | undefined;
  /** Milliseconds of processor time so far; nothing where nobody counts. */
  cpu(): number | undefined;
  /** Whether it could be removed: who is in it may be about to end. */
  remove(): boolean;
}

/** How many more than `processes` there may be: the walls around each command are processes, too. */
export const OF_OURS = 64;
/** As large as /dev/shm. */
const SHARED = 64 * 1024 * 1024;

/**
 * Makes the group of one Cell. Memory that processes hold is watched, and what is written to the Cell's disk is memory,
 * too: both together are what this caps, at every instant and however well it hides. @throws when it can't be made.
 */
export function openGroup({ version, folders }: Groups, { memory, disk, processes }: Limits): CellGroup {
  const made = folders.map(({ dir, controllers }) => ({ dir: mkdtempSync(join(dir, 'c')), controllers }));
  const at = (controller: string): string | undefined =>
    made.find(({ controllers }) => controllers.includes(controller))?.dir;
  const names = files[version];
  const most = memory + disk + SHARED;
  const bytes = at('memory');
  if (bytes !== undefined) {
    writeFileSync(join(bytes, names.memory), String(most));
    // Without swap in the kernel there is no such file, and no need of it.
    for (const [name, value] of names.swap(most))
      orElse(undefined, () => writeFileSync(join(bytes, name), String(value)));
  }
  const tasks = at('pids');
  if (tasks !== undefined) writeFileSync(join(tasks, 'pids.max'), String(processes + OF_OURS));
  const time = at('cpuacct');
  return {
    enter: made.map(({ dir }) => join(dir, names.enter)),
    forced() {
      if (bytes !== undefined && counted(join(bytes, names.killed), 'oom_kill') > 0) return 'memory';
      if (tasks !== undefined && counted(join(tasks, 'pids.events'), 'max') > 0) return 'processes';
      return undefined;
    },
    cpu: () => (time === undefined ? undefined : names.cpu(time)),
    remove: () => made.map(({ dir }) => removeGroup(dir)).every(Boolean),
  };
}

/** A shell that enters a group and becomes the rest of the command line. @param more of its script, in between. */
export function entering(group: CellGroup | undefined, more = ''): readonly string[] {
  const script = `while [ "$1" != -- ]; do echo 0 > "$1" || exit 98; shift; done; shift\n${more}\nexec "$@"`;
  return ['/bin/sh', '-c', script, 'sh', ...(group?.enter ?? []), '--'];
}

/** What the two versions call things. */
const files = {
  1: {
    // Unlike cgroup.procs it takes no lock that all processes of the machine wait for.
    enter: 'tasks',
    memory: 'memory.limit_in_bytes',
    swap: (most: number) => [['memory.memsw.limit_in_bytes', most]] as const,
    killed: 'memory.oom_control',
    cpu: (dir: string) => Number(textOf(join(dir, 'cpuacct.usage'))) / 1e6,
  },
  2: {
    enter: 'cgroup.procs',
    memory: 'memory.max',
    swap: () =>
      [
        ['memory.swap.max', 0],
        ['memory.oom.group', 1],
      ] as const,
    killed: 'memory.events',
    cpu: (dir: string) => counted(join(dir, 'cpu.stat'), 'usage_usec') / 1000,
  },
} as const;

/** The number behind a name, in a file of one name and number for each line; 0 where there is none. */
function counted(path: string, name: string): number {
  const line = textOf(path)
    .split('\n')
    .find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

const textOf = (path: string): string => orElse('', () => readFileSync(path, 'latin1'));
