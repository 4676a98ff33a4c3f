import { posix } from 'node:path';
import type { Adapter, RunCommand, TrialContext } from '../../harness/model/adapter.ts';
import type { Exit } from '../../harness/model/cell.ts';
import type { Observation, Seen } from '../../harness/model/observation.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { commandLine, quote } from '../quote.ts';
import { seconds } from '../text.ts';
import { unseen } from '../unseen.ts';
import { program } from './program.ts';

/** Runs a program of the candidate's inside the Cell and waits for its end. It holds nothing between acts. */
export const run: Adapter<RunCommand> = {
  kind: 'run',
  open: (trial) => ({
    act: (action, _as, signal) => perform(action, trial, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
};

async function perform(action: RunCommand, trial: TrialContext, signal: AbortSignal): Promise<Observation> {
  const argv = program(action.argv, trial.bin, trial.cell.appDir);
  const cwd = posix.resolve(trial.workDir, action.cwd ?? '.');
  const env = { ...trial.env, ...action.env };
  if ([...argv, cwd, ...Object.entries(env).flat()].some((word) => word.includes('\0')))
    return unseen('run', 'a command line cannot hold a zero byte');
  const { stdin, timeout } = action;
  const exit = await unlessAborted(signal, () =>
    trial.cell.run({ argv, cwd, env, timeout, keep: trial.limits.output, ...(stdin !== undefined && { stdin }) }),
  );
  const observed = exit === undefined ? unseen('run', interrupted) : observe(exit, timeout);
  const replay = replayOf(action, argv, cwd);
  return replay === undefined ? observed : { ...observed, replay };
}

function observe(exit: Exit, timeout: number): Observation {
  const killed = whyKilled(exit, timeout);
  return {
    fields: {
      exit: exitOf(exit, killed),
      stdout: { is: 'text', text: exit.stdout },
      stderr: { is: 'text', text: exit.stderr },
      ms: { is: 'number', value: Math.round(exit.ms) },
    },
    ...(killed !== undefined && { note: killed }),
    ...(exit.truncated && { limit: 'output' }),
  };
}

function exitOf(exit: Exit, killed: string | undefined): Seen {
  if (killed !== undefined || exit.code === null) return { is: 'missing', why: killed ?? 'it has no exit code' };
  return { is: 'number', value: exit.code };
}

function whyKilled(exit: Exit, timeout: number): string | undefined {
  if (exit.timedOut) return `killed after ${seconds(timeout)}`;
  return exit.signal === null ? undefined : `ended by ${exit.signal}`;
}

/** How a person repeats it: from the same folder, with what the step itself added to the environment. */
function replayOf(action: RunCommand, argv: readonly string[], cwd: string): string | undefined {
  const env = Object.entries(action.env).map(([name, value]) => `${name}=${quote(value)}`);
  const input = action.stdin === undefined ? [] : ['printf', '%s', quote(action.stdin), '|'];
  return commandLine(['cd', quote(cwd), '&&', ...input, ...env, ...argv.map(quote)]);
}
