import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Environment, Exit, Process } from '../model/cell.ts';

export interface Launch {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Environment;
  /** Bytes kept of each of stdout and stderr: the last ones. */
  readonly keep: number;
  /** What standard input holds; `null` leaves it open, to be written to. */
  readonly stdin?: string | null;
  /** Bytes to be read from descriptors 3, 4, ... */
  readonly feeds?: readonly Uint8Array[];
  /**
   * The program only waits for a child in another process namespace, and must live to reap it: else a zombie that
   * nobody reaps keeps that namespace, and us, waiting. Ending it means ending what it started.
   */
  readonly waits?: boolean;
  /** The program reports on the descriptor after the last of `feeds`. */
  readonly reports?: boolean;
  /** The program is talked to over Node's own channel. */
  readonly channel?: boolean;
}

export interface Launched extends Process {
  readonly pid: number | undefined;
  /** Open only with `stdin: null`. */
  readonly stdin: ChildProcess['stdin'];
  /** Open only with `channel`. */
  readonly channel?: ChildProcess;
  /** What it reported so far: the last kilobyte. */
  report(): string;
  /** Whether its end has not been seen yet. Until then its process id is nobody else's. */
  running(): boolean;
  /** Waits for the end; at the deadline the process group is killed. */
  end(timeout: number): Promise<Exit>;
}

/** How long output that is still in the pipe may take after the process itself ended (a daemon may hold the pipe for ever). */
const DRAIN_MS = 100;

/** Starts a process in a session of its own and reads its output, bounded, whether or not somebody looks at it. */
export function launch(spec: Launch): Launched {
  const { argv, cwd, env, keep, stdin, feeds = [], waits = false, reports = false, channel = false } = spec;
  const [program = '', ...args] = argv;
  const started = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: [
      stdin === undefined ? 'ignore' : 'pipe',
      ...['pipe' as const, 'pipe' as const],
      ...feeds.map(() => 'pipe' as const),
      ...(reports ? ['pipe' as const] : []),
      ...(channel ? ['ipc' as const] : []),
    ],
  });
  const stdout = new Tail(keep);
  const stderr = new Tail(keep);
  const both = new Tail(keep);
  const listeners: ((chunk: string) => void)[] = [];
  for (const [stream, tail] of [
    [child.stdout, stdout],
    [child.stderr, stderr],
  ] as const) {
    stream?.on('error', () => {});
    stream?.on('data', (chunk: Buffer) => {
      tail.push(chunk);
      both.push(chunk);
      for (const listener of listeners) listener(chunk.toString('utf8'));
    });
  }
  feeds.forEach((bytes, index) => feed(child.stdio[3 + index] as unknown as NodeJS.WritableStream, bytes));
  const report = new Tail(1024);
  const reporting = reports ? (child.stdio[3 + feeds.length] as Readable) : null;
  reporting?.on('error', () => {});
  reporting?.on('data', (chunk: Buffer) => report.push(chunk));
  // A program that never reads its input closes the pipe: that is its right, not an error.
  child.stdin?.on('error', () => {});
  if (typeof stdin === 'string') child.stdin?.end(stdin);

  let timedOut = false;
  const exited = new Promise<Exit>((resolve) => {
    const finish = (code: number | null, signal: string | null, note = ''): void => {
      const ms = performance.now() - started;
      void drained(child.stdout, child.stderr, reporting).then(() =>
        resolve({
          ...withSignal(code, signal),
          stdout: stdout.text(),
          stderr: stderr.text() + note,
          truncated: [...(stdout.dropped ? ['stdout' as const] : []), ...(stderr.dropped ? ['stderr' as const] : [])],
          timedOut,
          ms,
        }),
      );
    };
    child.once('error', (error) => finish(127, null, error.message));
    child.once('exit', finish);
  });

  // `nsenter` stops itself when its child is stopped, which anyone in the Cell can do, and then never reaps it.
  if (waits) {
    const resume = setInterval(() => child.pid !== undefined && sent(child.pid, 'SIGCONT'), RESUME_MS).unref();
    child.once('exit', () => clearInterval(resume));
    child.once('error', () => clearInterval(resume));
  }

  const kill = (): void => {
    if (child.pid === undefined) return;
    const waitedFor = waits ? descendants(child.pid) : [];
    for (const target of waitedFor.length > 0 ? waitedFor : [-child.pid]) killed(target);
  };
  return {
    pid: child.pid,
    stdin: child.stdin,
    ...(channel && { channel: child }),
    report: () => report.text(),
    running: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    exited,
    output: () => both.text(),
    onOutput: (listener) => void listeners.push(listener),
    async stop() {
      kill();
      await exited;
    },
    async end(timeout) {
      const timer = setTimeout(() => {
        timedOut = true;
        kill();
      }, timeout);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

/** Milliseconds for which a Cell can keep stopped who waits for it. */
const RESUME_MS = 250;

/** Shells and wrappers report a signal that ended their child as 128 and its number. */
function withSignal(code: number | null, signal: string | null): Pick<Exit, 'code' | 'signal'> {
  const named =
    code === null || code <= 128 ? undefined : Object.entries(constants.signals).find(([, n]) => n === code - 128)?.[0];
  return named === undefined ? { code, signal } : { code: null, signal: named };
}

/** As bwrap reads its arguments from a descriptor. */
export const nulSeparated = (args: readonly string[]): Uint8Array =>
  Buffer.from(args.map((arg) => `${arg}\0`).join(''));

/** Whoever is gone already needs no killing: a group whose leader ended may still have members, so it is worth a try. */
export function killed(target: number): void {
  sent(target, 'SIGKILL');
}

function sent(target: number, signal: 'SIGKILL' | 'SIGCONT'): void {
  try {
    process.kill(target, signal);
  } catch {
    // Nobody there.
  }
}

/** Children, their children and so on, from /proc; empty where the kernel doesn't list them. */
export function descendants(pid: number): readonly number[] {
  let children: string;
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  } catch {
    return [];
  }
  return children
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
    .flatMap((child) => [child, ...descendants(child)]);
}

function feed(stream: NodeJS.WritableStream, bytes: Uint8Array): void {
  stream.on('error', () => {});
  stream.end(bytes);
}

/** Waits until both streams were read to their end, but not for ever; then lets go of them. */
async function drained(...streams: (Readable | null)[]): Promise<void> {
  const open = streams.filter((stream) => stream !== null && !stream.closed);
  if (open.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, DRAIN_MS);
  let left = open.length;
  for (const stream of open) {
    stream?.once('close', () => {
      left -= 1;
      if (left === 0) resolve();
    });
  }
  await promise;
  clearTimeout(timer);
  for (const stream of open) stream?.destroy();
}

/** The last `keep` bytes of a stream of any length, in memory of at most twice that. */
class Tail {
  dropped = false;
  readonly #keep: number;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > 2 * this.#keep) this.#trim();
  }

  text(): string {
    if (this.#size > this.#keep) this.#trim();
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  #trim(): void {
    this.dropped = true;
    const all = Buffer.concat(this.#chunks);
    // Copied, so that the part cut off can be freed.
    const last = Buffer.from(all.subarray(all.length - this.#keep));
    this.#chunks = [last];
    this.#size = last.length;
  }
}
