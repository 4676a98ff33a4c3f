import { type ChildProcess, spawn } from 'node:child_process';

/** The judge as it is called: Node and the program's file. */
export interface Program {
  readonly node: string;
  readonly file: string;
}

/** What a call of the command line came to. */
export interface Called {
  /** Nothing when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds. */
  readonly ms: number;
  readonly late: boolean;
}

/** How it is called. */
export interface Calling {
  readonly program: Program;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Milliseconds: after them it is killed with its process group. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

const mostOutput = 16 * 1024 ** 2;

/** Calls the command line as a child process, as a user would. When `signal` aborts, it is asked to end, and waited for. */
export function call(args: readonly string[], { program, env, cwd, deadline, signal }: Calling): Promise<Called> {
  const began = performance.now();
  const child = spawn(program.node, [program.file, ...args], {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const texts = { stdout: collected(child, 'stdout'), stderr: collected(child, 'stderr') };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end(child, 'SIGKILL');
  }, deadline);
  const interrupted = (): void => end(child, 'SIGTERM');
  if (signal?.aborted === true) interrupted();
  signal?.addEventListener('abort', interrupted, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupted);
      const ms = performance.now() - began;
      resolve({ code: code ?? undefined, stdout: texts.stdout(), stderr: texts.stderr(), ms, late });
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function collected(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  child[name]?.on('data', (chunk: Buffer) => {
    if (size < mostOutput) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
