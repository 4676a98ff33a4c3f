import { readdirSync, readFileSync, readlinkSync, statfsSync } from 'node:fs';
import type { CellSpec } from '../model/cell.ts';
import type { LimitName, Limits } from '../model/limits.ts';
import { type CellGroup, OF_OURS } from './group.ts';
import { bytesOf, machineMemory, memoryFilesOf, ranShort } from './memory.ts';
import { orElse } from './or-else.ts';
import { watchTree } from './tree-size.ts';

const EVERY_MS = 100;

/** Descriptors that one look follows, so that opening many costs the candidate more than us. */
const MAX_DESCRIPTORS = 2_000;

export interface Watch {
  /** A limit that keeps itself, and was reached since the last `forget`: what failed may have failed for it. */
  reached(): LimitName | undefined;
  /** Notes one that was reached. */
  note(limit: LimitName): void;
  forget(): void;
  stop(): void;
}

/**
 * Watches what no namespace bounds, until the keeper's end: memory, processor time and processes of the Cell whose pid 1 is
 * `pid`, ten times a second, and its tree. `over` is called once, when a limit is passed that only the Cell's end keeps.
 */
export function watchLimits(
  { tree, writes, limits }: CellSpec,
  pid: number,
  group: CellGroup | undefined,
  over: (limit: LimitName) => void,
): Watch {
  const namespace = namespaceOf(pid);
  const before = machineMemory();
  const times = new Map<string, number>();
  const reached = new Set<LimitName>();
  const look = (): LimitName | undefined => {
    if (namespace === undefined) return undefined;
    const seen = lookAt(namespace, times);
    for (const name of full(pid, seen, limits)) reached.add(name);
    const forced = group?.forced();
    if (forced !== undefined) return forced;
    if (seen.memory > limits.memory || ranShort(before, machineMemory(), limits.memory)) return 'memory';
    if (seen.tasks > limits.processes + OF_OURS) return 'processes';
    const cpu = group?.cpu() ?? [...times.values()].reduce((sum, ms) => sum + ms, 0);
    return cpu > limits.cpu ? 'cpu' : undefined;
  };
  const timer = setInterval(() => {
    const hit = look();
    if (hit === undefined) return;
    clearInterval(timer);
    over(hit);
  }, EVERY_MS);
  timer.unref();
  const stopTree = writes === 'in-place' ? watchTree(tree, limits, over) : () => {};
  return {
    reached() {
      for (const name of fullDisk(pid)) reached.add(name);
      return [...reached][0];
    },
    note: (limit) => void reached.add(limit),
    forget: () => reached.clear(),
    stop() {
      clearInterval(timer);
      stopTree();
    },
  };
}

interface Seen {
  /** Bytes. */
  readonly memory: number;
  readonly tasks: number;
  /** Descriptors of the process that has the most. */
  readonly open: number;
}

/** @param times milliseconds of processor time by process, which is added to: who has ended still counts. */
function lookAt(namespace: string, times: Map<string, number>): Seen {
  const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && namespaceOf(Number(name)) === namespace);
  let own = 0;
  let shared = 0;
  let tasks = 0;
  let open = 0;
  let left = MAX_DESCRIPTORS;
  const memoryFiles = new Map<number, number>();
  for (const name of members) {
    const status = orElse('', () => readFileSync(`/proc/${name}/status`, 'latin1'));
    own += bytesOf(status, 'RssAnon');
    shared += bytesOf(status, 'RssShmem');
    tasks += Number(/^Threads:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
    const [began, ms] = timeOf(name);
    times.set(`${name} ${began}`, ms);
    const descriptors = orElse([], () => readdirSync(`/proc/${name}/fd`));
    open = Math.max(open, descriptors.length);
    memoryFilesOf(name, descriptors.slice(0, Math.max(0, left)), memoryFiles);
    left -= descriptors.length;
  }
  const held = [...memoryFiles.values()].reduce((sum, size) => sum + size, 0);
  // A memory file may be mapped too: it is not to be counted twice.
  return { memory: own + Math.max(shared, held), tasks, open };
}

/** The kernel's clock ticks, a hundred a second on every system. */
const TICK_MS = 10;

/** When a process began, in ticks since boot, and its own milliseconds so far (proc(5), fields 22, 14 and 15). */
function timeOf(name: string): readonly [began: string, ms: number] {
  const stat = orElse('', () => readFileSync(`/proc/${name}/stat`, 'latin1'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [fields[19] ?? '', (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS];
}

/** What the kernel refuses more of by now. A command that is kept from its last process has some of them for itself. */
function full(pid: number, seen: Seen, limits: Limits): readonly LimitName[] {
  return [
    ...(seen.tasks >= limits.processes ? (['processes'] as const) : []),
    ...(seen.open >= limits.openFiles ? (['openFiles'] as const) : []),
    ...fullDisk(pid),
  ];
}

/** All that is written in a Cell lies on one file system. */
function fullDisk(pid: number): readonly LimitName[] {
  const disk = orElse(undefined, () => statfsSync(`/proc/${pid}/root/tmp`));
  if (disk === undefined) return [];
  return [...(disk.bavail === 0 ? (['disk'] as const) : []), ...(disk.ffree === 0 ? (['files'] as const) : [])];
}

function namespaceOf(pid: number): string | undefined {
  return orElse(undefined, () => readlinkSync(`/proc/${pid}/ns/pid`));
}
