import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ownNode } from '../../cell/system.ts';
import type { Asked, Mutated } from './mutate.ts';

/** A process that mutates one file at a time. */
export interface Mutator extends AsyncDisposable {
  /** The file with its mutants; or `died` when the process did, or had to be ended: the next file gets a new one. */
  mutate(asked: Asked): Promise<Mutated | 'died'>;
}

const here = fileURLToPath(import.meta.url);
const entry = fileURLToPath(new URL(here.endsWith('.ts') ? 'mutator.ts' : 'mutator.js', import.meta.url));

/** Seconds of processor time for one process: what outlives a judge that was killed in the middle of a hostile file. */
const PROCESS_SECONDS = 600;

/**
 * The sources are hostile: they may take a parser for ever, or all memory. And the parser, Babel, looks for settings,
 * which may be programs, where it is run: so it is run at the root of the file system, and may write and start nothing. @param timeout milliseconds for one file.
 */
export function mutatorProcess(timeout: number): Mutator {
  let child: ChildProcess | undefined;
  return {
    async mutate(asked) {
      const running = (child ??= start());
      const answer = await answerOf(running, asked, timeout);
      if (answer === 'died') {
        await ended(running);
        child = undefined;
      }
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (child !== undefined) await ended(child);
    },
  };
}

function start(): ChildProcess {
  const node = ['--permission', '--allow-fs-read=*', '--max-old-space-size=1024', '--disable-sigusr1', entry];
  return spawn(
    '/bin/sh',
    ['-c', 'ulimit -t "$1" && shift && exec "$@"', 'sh', String(PROCESS_SECONDS), ownNode, ...node],
    // In a group of its own: what a terminal tells the judge is not its to hear.
    { cwd: '/', env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true },
  );
}

function answerOf(child: ChildProcess, asked: Asked, timeout: number): Promise<Mutated | 'died'> {
  return new Promise((resolve) => {
    const settle = (answer: Mutated | 'died'): void => {
      clearTimeout(timer);
      child.off('error', died).off('close', died).off('message', answered);
      resolve(answer);
    };
    const died = (): void => settle('died');
    const answered = (mutated: unknown): void => settle(mutated as Mutated);
    const timer = setTimeout(died, timeout);
    child.on('error', died).on('close', died).on('message', answered);
    child.send(asked, () => {});
  });
}

/** Ends the process, and waits for its end. */
function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });
}
