import { spawn } from 'node:child_process';
import { systemEnv } from './system.ts';

const COUNT_MS = 30_000;

export interface Made {
  readonly count: number;
  /** Whether everything below the limit could be seen in time. */
  readonly whole: boolean;
}

/**
 * Counts what was made, or changed, in a folder since `began` (milliseconds since 1970): each file, each folder, each of
 * the names of one file. Counts no further than one past the limit, so that millions cost no more.
 */
export function countMade(dir: string, began: number, limit: number, signal?: AbortSignal): Promise<Made> {
  const since = ['-newerct', `@${began / 1000}`];
  const find = spawn('find', [dir, '-xdev', '-mindepth', '1', ...since, '-printf', '.'], {
    env: systemEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: COUNT_MS,
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  });
  let count = 0;
  let hidden = false;
  find.stdout.on('data', (dots: Buffer) => {
    count += dots.length;
    if (count > limit) find.kill('SIGKILL');
  });
  find.stderr.on('data', (said: Buffer) => {
    hidden ||= said.includes('Permission denied');
  });
  const { promise, resolve } = Promise.withResolvers<Made>();
  find.once('error', () => resolve({ count, whole: false }));
  find.once('close', (_code, killedBy) => resolve({ count, whole: killedBy === null && !hidden }));
  return promise;
}
