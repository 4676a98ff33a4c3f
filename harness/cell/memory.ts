import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { orElse } from './or-else.ts';

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

export function machineMemory(): MachineMemory {
  const text = readFileSync('/proc/meminfo', 'latin1');
  return { total: bytesOf(text, 'MemTotal'), available: bytesOf(text, 'MemAvailable') };
}

/** A line of /proc such as `MemTotal:  1234 kB`, in bytes. */
export function bytesOf(text: string, name: string): number {
  const at = text.indexOf(`${name}:`);
  return at < 0 ? 0 : Number.parseInt(text.slice(at + name.length + 1), 10) * 1024;
}

/** Adds the sizes of memory files that are held by these descriptors of a process, whether or not somebody maps them. */
export function memoryFilesOf(name: string, descriptors: readonly string[], sizes: Map<number, number>): void {
  for (const descriptor of descriptors) {
    const path = `/proc/${name}/fd/${descriptor}`;
    if (!orElse('', () => readlinkSync(path)).startsWith('/memfd:')) continue;
    const file = orElse(undefined, () => statSync(path));
    if (file !== undefined) sizes.set(file.ino, file.blocks * 512);
  }
}
