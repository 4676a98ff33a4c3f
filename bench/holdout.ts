import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Node itself: `process.execPath` is something else while lanes are open. */
export const node = process.execPath;

export const root = join(import.meta.dirname, '..');
const cli = join(root, 'bin/holdout.mjs');

/** The command line as a user types it, with Node itself in front. */
export const holdout = (...args: readonly string[]): readonly string[] => [node, cli, ...args];

/** Runs a command to its end. @returns milliseconds of wall time. @throws on an unexpected exit code, with what was said. */
export function timeOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  { exits = 0 }: { readonly exits?: number } = {},
): number {
  const [program = '', ...args] = argv;
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  const ms = performance.now() - started;
  if (status !== exits) throw new Error(`${args.join(' ')} ended with ${status}, not ${exits}: ${stderr.slice(-2000)}`);
  return ms;
}

/** The same for the processor time, user and system together, in steps of the system's clock: 10 ms. */
export function cpuOf(argv: readonly string[], env: NodeJS.ProcessEnv): number {
  const { stdout } = spawnSync('/bin/sh', ['-c', '"$@" > /dev/null 2>&1 || exit; times', 'sh', ...argv], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  // The second line is about the shell's children: `0m1.230000s 0m0.120000s`.
  const spent = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  if (spent.length !== 2) throw new Error(`${argv.slice(1).join(' ')} failed`);
  return spent.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
}
