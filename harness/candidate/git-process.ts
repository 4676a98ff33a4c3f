import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** What one call of git is given. */
interface GitCall {
  /** For people: `git fetch`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly input: string;
  /** Milliseconds. */
  readonly deadline: number;
  /** Bytes of address space of each process. */
  readonly memory: number;
  /** Bytes of one file that it writes. */
  readonly fileSize: number;
  readonly signal: AbortSignal | undefined;
}

/** How git ended by itself. */
export interface GitEnd {
  readonly code: number;
  /** The beginning of it. */
  readonly stderr: string;
}

/** A git that runs. When it is disposed, it and what it started are gone. */
export interface GitProcess extends AsyncDisposable {
  /** Ends early when git does. */
  readonly stdout: AsyncIterable<Buffer>;
  /** Settles once git ended and its output was read. The Problem says why the judge ended it. */
  readonly ended: Promise<Result<GitEnd>>;
}

/**
 * The kernel keeps these limits; where a system lacks one, or the caller's own is lower, git runs with what there is.
 * Without the signal git itself says that a file is too large, where it would die in silence.
 */
const limited = 'ulimit -v "$1" 2>/dev/null; ulimit -f "$2" 2>/dev/null; trap "" XFSZ; shift 2; exec git "$@"';

const STDERR_CHARACTERS = 10_000;

/** Starts git in a process group of its own, and ends that at the deadline or when the signal aborts. */
export function startGit({ name, args, env, input, deadline, memory, fileSize, signal }: GitCall): GitProcess {
  // In kilobytes and in the 512-byte blocks of POSIX.
  const limits = [memory / 1024, fileSize / 512].map((size) => String(Math.floor(size)));
  const child = spawn('/bin/sh', ['-c', limited, 'sh', ...limits, ...args], {
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < STDERR_CHARACTERS) stderr += chunk.toString('utf8');
  });
  // Git may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);

  let open = true;
  let stopped: string | undefined;
  const stop = (why: string): void => {
    if (!open) return;
    stopped ??= why;
    killGroup(child.pid);
    // Whoever left the group may still hold these.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const interrupt = (): void => stop('it was interrupted');
  const timer = setTimeout(stop, deadline, `it took longer than ${deadline / 1000}s`);
  signal?.addEventListener('abort', interrupt);
  if (signal?.aborted === true) interrupt();

  const ended = new Promise<Result<GitEnd>>((resolve) => {
    const finish = (code: number): void => {
      open = false;
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      if (code !== 0 && stderr.includes('File too large')) stopped ??= `it wrote more than ${fileSize} bytes`;
      if (stopped !== undefined) resolve(fail(problem('git-failed', `${name} was stopped: ${stopped}`)));
      else if (code === 127)
        resolve(fail(problem('git-failed', 'git could not be started', { notes: [stderr.trim()] })));
      else resolve(ok({ code, stderr }));
    };
    child.once('error', (error) => {
      stderr = error.message;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 128));
  });
  return {
    stdout: untilClosed(child.stdout),
    ended,
    async [Symbol.asyncDispose]() {
      stop('its output was not wanted any more');
      await ended;
    },
  };
}

/** What a stream still gives; that it was closed from our side is no error of the reader's. */
async function* untilClosed(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!stream.destroyed) throw error;
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
