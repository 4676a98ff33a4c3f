import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

const EVERY_MS = 100;

/** Descriptors that one look follows, so that opening many costs the candidate more than us. */
const MAX_DESCRIPTORS = 2_000;

/**
 * Watches the memory of all processes in the pid namespace of `pid` and calls `over` once when their sum passes `limit`
 * bytes: anonymous and shared memory and memory files, not file pages that the kernel may drop. What hides better than
 * that ends the Cell when the machine itself runs short. Returns what stops the watch.
 */
export function watchMemory(pid: number, limit: number, over: () => void): () => void {
  const namespace = namespaceOf(pid);
  if (namespace === undefined) return () => {};
  const before = machineMemory();
  const timer = setInterval(() => {
    if (memoryOf(namespace) <= limit && !ranShort(before, machineMemory(), limit)) return;
    clearInterval(timer);
    over();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

interface MachineMemory {
  /** Bytes. */
  readonly total: number;
  readonly available: number;
}

/** Whether next to nothing is left, and more has gone than the one limit allows: then somebody doesn't keep to it. */
export function ranShort(before: MachineMemory, now: MachineMemory, limit: number): boolean {
  const floor = Math.min(512 * 1024 * 1024, now.total / 20);
  return now.available < floor && before.available - now.available > limit;
}

function machineMemory(): MachineMemory {
  const text = readFileSync('/proc/meminfo', 'latin1');
  return { total: bytesOf(text, 'MemTotal'), available: bytesOf(text, 'MemAvailable') };
}

/** A line of /proc such as `MemTotal:  1234 kB`, in bytes. */
function bytesOf(text: string, name: string): number {
  const at = text.indexOf(`${name}:`);
  return at < 0 ? 0 : Number.parseInt(text.slice(at + name.length + 1), 10) * 1024;
}

function memoryOf(namespace: string): number {
  const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && namespaceOf(Number(name)) === namespace);
  let own = 0;
  let shared = 0;
  for (const name of members) {
    const status = orElse('', () => readFileSync(`/proc/${name}/status`, 'latin1'));
    own += bytesOf(status, 'RssAnon');
    shared += bytesOf(status, 'RssShmem');
  }
  // A memory file may be mapped too: it is not to be counted twice.
  return own + Math.max(shared, memoryFilesOf(members));
}

/** Memory that is held by descriptors, whether or not somebody maps it. */
function memoryFilesOf(members: readonly string[]): number {
  const sizes = new Map<number, number>();
  let left = MAX_DESCRIPTORS;
  for (const name of members) {
    for (const descriptor of orElse([], () => readdirSync(`/proc/${name}/fd`))) {
      left -= 1;
      if (left < 0) break;
      const path = `/proc/${name}/fd/${descriptor}`;
      if (!orElse('', () => readlinkSync(path)).startsWith('/memfd:')) continue;
      const file = orElse(undefined, () => statSync(path));
      if (file !== undefined) sizes.set(file.ino, file.blocks * 512);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function namespaceOf(pid: number): string | undefined {
  return orElse(undefined, () => readlinkSync(`/proc/${pid}/ns/pid`));
}

/** Processes and descriptors go while one looks. */
function orElse<T>(nothing: T, look: () => T): T {
  try {
    return look();
  } catch {
    return nothing;
  }
}
