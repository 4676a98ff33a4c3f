import { posix } from 'node:path';
import type { Adapter, RunCommand, TrialContext } from '../../harness/model/adapter.ts';
import type { Exit } from '../../harness/model/cell.ts';
import type { Observation, Seen } from '../../harness/model/observation.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { commandLine, printing, quote } from '../quote.ts';
import { bytes, seconds } from '../text.ts';
import { unseen } from '../unseen.ts';
import { program } from './program.ts';

/** Runs a program of the candidate's inside the Cell and waits for its end. Between acts it holds what was printed. */
export const run: Adapter<RunCommand> = {
  kind: 'run',
  open: (trial) => {
    let printed = '';
    return {
      async act(action, _as, signal) {
        const { exit, seen } = await perform(action, trial, signal);
        printed = exit === undefined ? '' : `${exit.stdout}${exit.stderr}`;
        return seen;
      },
      show: () => Promise.resolve({ notes: [], attachments: [], ...(printed === '' ? {} : { printed }) }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  },
};

interface Performed {
  readonly exit?: Exit;
  readonly seen: Observation;
}

async function perform(action: RunCommand, trial: TrialContext, signal: AbortSignal): Promise<Performed> {
  const argv = program(action.argv, trial.bin, trial.cell.appDir);
  const cwd = posix.resolve(trial.workDir, action.cwd ?? '.');
  const env = { ...trial.env, ...action.env };
  const impossible = whyImpossible([...argv, cwd, ...Object.entries(env).flat()]);
  if (impossible !== undefined) return { seen: unseen('run', impossible) };
  const { stdin } = action;
  const timeout = Math.min(action.timeout, trial.limits.step);
  const exit = await unlessAborted(signal, () =>
    trial.cell.run({ argv, cwd, env, timeout, keep: trial.limits.output, ...(stdin !== undefined && { stdin }) }),
  );
  const observed = exit === undefined ? unseen('run', interrupted) : observe(exit, timeout, trial.limits.output);
  const replay = replayOf(action, argv, cwd);
  return { ...(exit && { exit }), seen: replay === undefined ? observed : { ...observed, replay } };
}

/** Bytes of a command line and its environment that every system takes. */
const LONGEST = 128 * 1024 - 4096;

function whyImpossible(words: readonly string[]): string | undefined {
  if (words.some((word) => word.includes('\0'))) return 'a command line cannot hold a zero byte';
  const length = words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0);
  return length > LONGEST ? `a command line cannot hold ${bytes(length)}` : undefined;
}

/** @throws when the sandbox failed, for which no field could answer. */
function observe(exit: Exit, timeout: number, limit: number): Observation {
  if (exit.lost === 'cell') return unseen('run', 'the Cell ended: something killed what keeps it open, or a limit did');
  if (exit.lost === 'cwd') return unseen('run', `it could not be started: ${exit.stderr.trim()}`);
  if (exit.lost === 'sandbox') throw new Error(`the sandbox failed: ${exit.stderr.trim()}`);
  const killed = whyKilled(exit, timeout);
  const [flooded] = exit.truncated;
  const note = killed ?? (flooded === undefined ? undefined : tooLong(flooded, limit));
  return {
    fields: {
      exit: killed === undefined ? { is: 'number', value: exit.code ?? 0 } : { is: 'missing', why: killed },
      stdout: streamOf(exit, 'stdout', limit),
      stderr: streamOf(exit, 'stderr', limit),
      ms: { is: 'number', value: Math.round(exit.ms) },
    },
    ...(note !== undefined && { note }),
    ...(flooded !== undefined && { limit: 'output' }),
    ...(exit.timedOut && { reached: { limit: 'step', how: killed ?? '' } }),
  };
}

/** Of a stream that was longer than is kept only the end is known, which could be anything. */
function streamOf(exit: Exit, name: 'stdout' | 'stderr', limit: number): Seen {
  if (exit.truncated.includes(name)) return { is: 'missing', why: tooLong(name, limit) };
  return { is: 'text', text: exit[name] };
}

const tooLong = (name: string, limit: number): string => `${name} was longer than limit "output" (${bytes(limit)})`;

function whyKilled(exit: Exit, timeout: number): string | undefined {
  if (exit.timedOut) return `killed after ${seconds(timeout)}`;
  return exit.code === null ? `it was ended by ${exit.signal ?? 'a signal'}` : undefined;
}

/** How a person repeats it: from the same folder, with what the step itself added to the environment. */
function replayOf(action: RunCommand, argv: readonly string[], cwd: string): string | undefined {
  const env = Object.entries(action.env).map(([name, value]) => `${name}=${quote(value)}`);
  const input = action.stdin === undefined ? [] : [printing(action.stdin), '|'];
  return commandLine(['cd', quote(cwd), '&&', ...input, ...env, ...argv.map(quote)]);
}
