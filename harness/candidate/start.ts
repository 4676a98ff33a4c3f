import type { Cell, Environment } from '../model/cell.ts';
import type { Recipe } from '../model/vault.ts';
import { freePort, inUrl } from './ports.ts';
import { type Running, startProgram } from './program.ts';
import { fillReady } from './ready.ts';

export { describeExit } from './program.ts';

/** A started candidate that is ready to be asked. */
export interface Started extends Pick<Running, 'process' | 'ended'> {
  readonly url?: string;
  /** The vault's environment with the instance's port filled in. */
  readonly env: Environment;
}

export type StartResult =
  | { readonly ok: true; readonly started: Started }
  /** `blame` is ours when the port was taken before the candidate had it. */
  | { readonly ok: false; readonly blame: 'candidate' | 'sandbox'; readonly detail: string; readonly log: string };

/** The vault's environment for what runs before, or without, a drawn port and services. */
export const fixedEnvironment = (recipe: Pick<Recipe, 'env' | 'services'>): Environment => {
  const open = ['${port}', ...recipe.services.flatMap(({ name }) => [`\${${name}.url}`, `\${${name}.port}`])];
  return Object.fromEntries(
    Object.entries(recipe.env).filter(([, value]) => !open.some((reference) => value.includes(reference))),
  );
};

/**
 * Starts the candidate in a Cell and waits until it is ready, by what the vault says that means. Readiness is looked at
 * from outside, and never asked of the candidate. @param taken ports of its services.
 */
export async function startCandidate(
  cell: Cell,
  recipe: Recipe & { readonly start: string },
  { signal, taken = [] }: { readonly signal: AbortSignal; readonly taken?: readonly number[] },
): Promise<StartResult> {
  const port = recipe.port === 'drawn' ? await freePort(taken) : recipe.port;
  const fill = (text: string): string => (port === undefined ? text : text.replaceAll('${port}', String(port)));
  const env: Environment = {
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...Object.fromEntries(Object.entries(recipe.env).map(([name, value]) => [name, fill(value)])),
  };
  const ready = fillReady(recipe.ready, fill);
  const result = await startProgram(cell, { command: fill(recipe.start), cwd: cell.appDir, env, port, ready }, signal);
  if (!result.ok) {
    const { why, detail, log } = result;
    return { ok: false, blame: why === 'taken' || why === 'lost' ? 'sandbox' : 'candidate', detail, log };
  }
  const { process, ended, host = '127.0.0.1' } = result.running;
  return {
    ok: true,
    started: { process, env, ended, ...(port === undefined ? {} : { url: `http://${inUrl(host)}:${port}` }) },
  };
}
