import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const EVERY_MS = 100;

/**
 * Watches the memory of all processes in the pid namespace of `pid` and calls `over` once when their sum passes `limit`
 * bytes. Counts anonymous and shared memory, not file pages that the kernel may drop. Returns what stops the watch.
 */
export function watchMemory(pid: number, limit: number, over: () => void): () => void {
  const namespace = namespaceOf(pid);
  if (namespace === undefined) return () => {};
  const timer = setInterval(() => {
    if (memoryOf(namespace) <= limit) return;
    clearInterval(timer);
    over();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function memoryOf(namespace: string): number {
  let bytes = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || namespaceOf(Number(name)) !== namespace) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'latin1');
      for (const match of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)) bytes += Number(match[1]) * 1024;
    } catch {
      // It ended in between.
    }
  }
  return bytes;
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}
