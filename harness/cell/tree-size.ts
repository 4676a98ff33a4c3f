import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { systemEnv } from './system.ts';

const EVERY_MS = 500;
const MEASURE_MS = 30_000;

/** Watches a folder on the machine's own disk and calls `over` once when it has grown past `limit` bytes. Returns what stops the watch. */
export function watchTree(dir: string, limit: number, over: () => void): () => void {
  const stop = new AbortController();
  void growsPast(limit, dir, stop.signal).then((grown) => {
    if (grown && !stop.signal.aborted) over();
  });
  return () => stop.abort();
}

/** A look at the file system costs nothing; the folder itself is measured only when the file system grew by as much. */
async function growsPast(limit: number, dir: string, signal: AbortSignal): Promise<boolean> {
  let base = bytesUsed(dir);
  for (;;) {
    await pause(EVERY_MS, undefined, { ref: false, signal }).catch(() => {});
    if (signal.aborted) return false;
    if (bytesUsed(dir) - base <= limit) continue;
    const size = await sizeOf(dir, signal);
    if (size > limit) return true;
    // It was somebody else who wrote.
    base = bytesUsed(dir) - size;
  }
}

function bytesUsed(dir: string): number {
  const { blocks, bfree, bsize } = statfsSync(dir);
  return (blocks - bfree) * bsize;
}

/** Bytes on disk. A folder that hides something, or can't be measured in time, is as large as the file system says. */
function sizeOf(dir: string, signal: AbortSignal): Promise<number> {
  const options = { env: systemEnv, timeout: MEASURE_MS, killSignal: 'SIGKILL', signal } as const;
  return new Promise((resolve) => {
    execFile('du', ['-sx', '--block-size=1', '--', dir], options, (error, stdout, stderr) => {
      const hidden = error?.killed === true || stderr.includes('Permission denied');
      resolve(hidden ? Infinity : Number.parseInt(stdout, 10) || 0);
    });
  });
}
