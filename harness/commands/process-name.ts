import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names one process for good: its id, when it began in clock ticks since boot (proc(5), field 22), the boot, and the PID
 * namespace in which the id means something. Where there is no /proc it is as good as its id.
 */
export function processName(pid: number): string {
  return [pid, beganAt(pid) ?? 0, boot(), namespace()].join(' ');
}

/** Whether the process of that name still runs; nothing when it can't be told from here, since it is another container's. */
export function isAlive(name: string): boolean | undefined {
  const [pid, , itsBoot, itsNamespace] = name.split(' ');
  if (itsBoot !== boot()) return false;
  if (itsNamespace !== namespace()) return undefined;
  return processName(Number(pid)) === name;
}

export const isRunning = (pid: number): boolean => beganAt(pid) !== undefined;

function beganAt(pid: number): string | undefined {
  const stat = tried(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** The first part of a UUID. */
const boot = (): string => tried(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').split('-')[0]) ?? '0';

/** The number of `pid:[4026531836]`. */
const namespace = (): string => tried(() => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]) ?? '0';

function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
