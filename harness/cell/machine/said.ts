import type { Environment } from '../../model/cell.ts';
import { launch } from '../process.ts';
import { systemEnv } from '../system.ts';

/** Milliseconds that a program may take to say its version, on a machine that is busy. */
const ANSWER_MS = 20_000;

/** The first line that a program prints when all is well with it. */
export async function said(argv: readonly string[], env: Environment = systemEnv): Promise<string | undefined> {
  const exit = await launch({ argv, cwd: '/', env, keep: 4096 }).end(ANSWER_MS);
  return exit.code === 0 ? exit.stdout.trim().split('\n')[0] : undefined;
}
