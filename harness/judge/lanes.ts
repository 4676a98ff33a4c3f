import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { serialize } from 'node:v8';
import type Tinypool from 'tinypool';
import type { LaneAnswer, LaneTask } from './task.ts';

/** Reusable worker processes, each in a sandbox of its own, that run Trials one after another. */
export interface Lanes extends AsyncDisposable {
  readonly count: number;
  /**
   * Runs a task on a free lane. `died`: the lane did, or had to be ended at the deadline; it is replaced. `none`: no lane
   * ever came up, whatever the task.
   */
  run(task: LaneTask, deadline: number): Promise<LaneAnswer | 'died' | 'none'>;
  /** The end of what lanes said about not being able to go on; empty when they said nothing. */
  lastWords(): string;
}

export interface LanesSpec {
  readonly count: number;
  /** Stands in for node; see `cell/lane-program.ts`. */
  readonly program: string;
  /** The lane's module, and one that comes before all others. */
  readonly entry: string;
  readonly preload: string;
  readonly log: string;
  readonly env: { readonly [name: string]: string };
}

/** Starts the lanes. Tinypool forks `process.execPath`, also when it replaces a lane, so that stays the lane program until they end. */
export async function openLanes({ count, program, log, entry, preload, env }: LanesSpec): Promise<Lanes> {
  const { default: Pool } = await import('tinypool');
  const node = process.execPath;
  process.execPath = program;
  const pool: Tinypool = new Pool({
    filename: entry,
    runtime: 'child_process',
    // Files come back as bytes.
    serialization: 'advanced',
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: 1,
    idleTimeout: 3_600_000,
    env: { ...env },
    // SIGUSR1 would open a debugger that a page in the same network could talk to.
    execArgv: ['--disable-sigusr1', '--disable-warning=ExperimentalWarning', `--import=${pathToFileURL(preload).href}`],
  });
  // A lane that ends without a task in hand is replaced, unless none ever came up: then nothing waits for ever.
  let none = false;
  const waiting = new Set<AbortController>();
  pool.on('error', () => {
    none ||= pool.threads.length === 0;
    if (none) for (const end of waiting) end.abort();
  });
  let ended: Promise<void> | undefined;
  return {
    count,
    async run(task, deadline) {
      // Tinypool would start a new one, also where all have been ended.
      if (none || ended !== undefined) return 'none';
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), deadline);
      waiting.add(end);
      try {
        // As bytes: it is copied several times on its way, and a scenario is some hundred objects.
        return (await pool.run(Uint8Array.from(serialize(task)), { signal: end.signal })) as LaneAnswer;
      } catch (error) {
        if (isDeath(error)) return none ? 'none' : 'died';
        throw error;
      } finally {
        clearTimeout(timer);
        waiting.delete(end);
      }
    },
    lastWords: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().slice(-WORDS_LENGTH) : ''),
    async [Symbol.asyncDispose]() {
      ended ??= pool.destroy();
      await ended;
      process.execPath = node;
    },
  };
}

/** Characters of a lane's log that are told. */
const WORDS_LENGTH = 400;

/** What Tinypool rejects with when a worker is gone or was aborted, as against what the lane's own code threw. */
function isDeath(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'AbortError' ||
    error.message === 'Worker exited unexpectedly' ||
    error.message.includes('Terminating worker') ||
    // It was gone before it could be told. A lane's own code can't throw these: its errors come as plain objects.
    ['EPIPE', 'ERR_IPC_CHANNEL_CLOSED'].includes((error as NodeJS.ErrnoException).code ?? '')
  );
}
