import type { Cell, Environment, Exit, Process } from '../model/cell.ts';
import type { Ready } from '../model/vault.ts';
import { type Host, hostOf } from './ports.ts';
import { describeReady, untilReady } from './ready.ts';

/** What is started beside the steps of a scenario: the candidate, a service. Every text filled. */
export interface Program {
  /** A shell command line. */
  readonly command: string;
  readonly cwd: string;
  readonly env: Environment;
  readonly port: number | undefined;
  readonly ready: Ready;
}

/** A program that was started and may be asked. */
export interface Running {
  readonly process: Process;
  /** Where its port is open; nothing without a port. */
  readonly host?: Host;
  /** Its exit, when it ended already. */
  ended(): Exit | undefined;
}

export type ProgramStart =
  | { readonly ok: true; readonly running: Running }
  /** `taken`: somebody else had its port. `lost`: the sandbox failed. One line, and what it printed. */
  | {
      readonly ok: false;
      readonly why: 'taken' | 'lost' | 'ended' | 'late';
      readonly detail: string;
      readonly log: string;
    };

/** Bytes kept of what a started program prints. */
const LOG_BYTES = 64 * 1024;

/** Starts a program in a Cell and waits until it is ready, by what the vault says that means. */
export async function startProgram(cell: Cell, program: Program, signal: AbortSignal): Promise<ProgramStart> {
  const { command, cwd, env, port, ready } = program;
  if (port !== undefined && (await hostOf(cell, port)) !== undefined) {
    return { ok: false, why: 'taken', detail: `port ${port} is in use already`, log: '' };
  }
  const process = cell.start({ argv: ['/bin/sh', '-c', command], cwd, env, keep: LOG_BYTES });
  let exit: Exit | undefined;
  const ended = process.exited.then((how) => {
    exit = how;
    return 'ended' as const;
  });
  const over = new AbortController();
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), ready.within);
  signal.addEventListener('abort', () => late.resolve('late'));
  try {
    const isReady = untilReady(ready, { cell, process, port }, ready.within, over.signal);
    const first = await Promise.race([isReady.then((host) => ({ host })), ended, late.promise]);
    if (typeof first === 'object') {
      const host = first.host ?? (port === undefined ? undefined : await hostOf(cell, port));
      return { ok: true, running: { process, ended: () => exit, ...(host === undefined ? {} : { host }) } };
    }
    if (exit !== undefined) return whyEnded(exit, cell, process);
    await process.stop();
    const hit = cell.limitHit();
    const why = `it was not ready within ${ready.within / 1000}s (${describeReady(ready, port)})`;
    const detail = hit === undefined ? why : `it hit the limit "${hit}": ${why}`;
    return { ok: false, why: 'late', detail, log: process.output() };
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function whyEnded(exit: Exit, cell: Cell, process: Process): ProgramStart {
  if (exit.lost === 'sandbox') return { ok: false, why: 'lost', detail: exit.stderr.trim(), log: '' };
  const hit = cell.limitHit();
  const how = hit === undefined ? `ended with ${describeExit(exit)}` : `hit the limit "${hit}"`;
  return { ok: false, why: 'ended', detail: `it ${how} before it was ready`, log: process.output() };
}

/** `exit code 1`: how something that was started ended, after the words "ended with". */
export function describeExit({ code, signal, lost }: Exit): string {
  if (lost !== undefined) return lost === 'cell' ? 'its Cell' : 'nothing that could be started';
  return code === null ? `signal ${signal ?? 'unknown'}` : `exit code ${code}`;
}
