import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Limits } from '../model/limits.ts';
import { countMade } from './count-made.ts';
import { systemEnv } from './system.ts';

const EVERY_MS = 500;
const MEASURE_MS = 30_000;

/**
 * How long files go uncounted though the file system tells of none, which doesn't count the further names of a file, and
 * sometimes no file: at least so many milliseconds, and so many times what counting takes.
 */
const REST_MS = 5_000;
const REST_TIMES = 20;

/** What is bounded: bytes of a folder, and files and folders that are made in it. */
export type TreeLimits = Pick<Limits, 'tree' | 'files'>;

/** Watches a folder on the machine's own disk and calls `over` once, when a limit is passed. Returns what stops the watch. */
export function watchTree(dir: string, limits: TreeLimits, over: (limit: keyof TreeLimits) => void): () => void {
  const stop = new AbortController();
  void growsPast(limits, dir, stop.signal).then((limit) => {
    if (limit !== undefined && !stop.signal.aborted) over(limit);
  });
  return () => stop.abort();
}

/** A look at the file system costs nothing; the folder itself is measured only when the file system grew by as much. */
async function growsPast(limits: TreeLimits, dir: string, signal: AbortSignal): Promise<keyof TreeLimits | undefined> {
  const began = Date.now();
  let base = used(dir);
  let rested = performance.now() + REST_MS;
  for (;;) {
    await pause(EVERY_MS, undefined, { ref: false, signal }).catch(() => {});
    if (signal.aborted) return undefined;
    const now = used(dir);
    if (now.bytes - base.bytes > limits.tree) {
      const size = await sizeOf(dir, signal);
      if (size > limits.tree) return 'tree';
      // It was somebody else who wrote.
      base = { ...base, bytes: used(dir).bytes - size };
    }
    const grown = now.files - base.files > limits.files;
    if (grown || performance.now() > rested) {
      const start = performance.now();
      const { count, whole } = await countMade(dir, began, limits.files, signal);
      // A folder that hides something, or takes too long, has as many as the file system says.
      if (count > limits.files || (grown && !whole)) return 'files';
      base = { ...base, files: used(dir).files - count };
      rested = performance.now() + Math.max(REST_MS, REST_TIMES * (performance.now() - start));
    }
  }
}

/** On the whole file system that a folder is on. */
function used(dir: string): { readonly bytes: number; readonly files: number } {
  const { blocks, bfree, bsize, files, ffree } = statfsSync(dir);
  return { bytes: (blocks - bfree) * bsize, files: files - ffree };
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
