import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { descendants } from '../harness/cell/process.ts';

/** What a command held at most, in MiB: its own process, and all that it started with it. */
export interface Peak {
  readonly main: number;
  readonly all: number;
}

/** Runs a command to its end. @throws on an exit code that is not 0. */
export async function peakOf([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Peak> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  let peak: Peak = { main: 0, all: 0 };
  const look = setInterval(() => {
    // The kernel keeps the highest of one process; of all together nobody does. Pages that they share count once.
    const all = [pid, ...descendants(pid)].reduce((sum, one) => sum + sizeOf(one, 'smaps_rollup', 'Pss'), 0);
    peak = { main: Math.max(peak.main, sizeOf(pid, 'status', 'VmHWM')), all: Math.max(peak.all, all) };
  }, LOOK_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return peak;
}

const LOOK_MS = 50;

function sizeOf(pid: number, file: string, name: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/${file}`, 'latin1');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  } catch {
    // It has ended.
    return 0;
  }
}
