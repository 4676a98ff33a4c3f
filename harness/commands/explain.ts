import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { exitCodes } from '../model/gate.ts';
import { ok, problem, type Problem, type Result } from '../model/problem.ts';
import { explanationPage } from '../vault/explain/page.ts';
import { explainScenario } from '../vault/explain/scenario.ts';
import { usualVault, vaultAbove } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { scenarioId } from '../vault/scenario.ts';
import { closest } from '../vault/suggest.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { stop, styleOf } from './say.ts';

export interface ExplainFlags extends KeyFlags {
  readonly vault?: string;
  readonly json?: boolean;
}

/** `holdout explain`: what a scenario will send and check, without running it. @returns the exit code. */
export async function explain(scenario: string, flags: ExplainFlags): Promise<number> {
  const listener = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const file = statSync(scenario, { throwIfNoEntry: false })?.isFile() === true ? absolute(scenario) : undefined;
  const place = flags.vault === undefined ? vaultOf(scenario, file) : ok(flags.vault);
  if (!place.ok) return stop(place.problems, listener);
  const dir = place.value;
  const { vault, problems } = await openVault(dir, flags);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (vault === undefined) return stop(errors, listener, formatProblems);
  const id = file === undefined ? scenarioId(scenario) : scenarioId(relative(vault.dir, file).split(sep).join('/'));
  const found = vault.scenarios.find((one) => one.id === id);
  if (found === undefined) {
    const ids = vault.scenarios.map((one) => one.id);
    return stop([noScenario(id, ids)], listener);
  }
  const explanation = explainScenario(found, vault);
  const text =
    flags.json === true
      ? `${JSON.stringify({ version: 1, vault: vault.dir, scenario: explanation }, null, 2)}\n`
      : explanationPage(explanation, styleOf(process.stdout));
  process.stdout.write(text);
  return exitCodes.allow;
}

/** A file's own vault, else the one that is meant when none is named. */
function vaultOf(scenario: string, file: string | undefined): Result<string> {
  const above = vaultAbove(file === undefined ? folderOf(scenario) : dirname(file));
  return above === undefined ? usualVault('.') : ok(above);
}

/** Where a file would be, if its name were spelt right; else here. */
function folderOf(scenario: string): string {
  const folder = dirname(resolve(scenario));
  return /\.ya?ml$/.test(scenario) && existsSync(folder) ? realpathSync(folder) : process.cwd();
}

const absolute = (path: string): string => join(realpathSync(dirname(resolve(path))), basename(path));

function noScenario(id: string, ids: readonly string[]): Problem {
  const meant = closest(id, ids) ?? closestName(id, ids);
  return problem('unknown-scenario', `no scenario is called "${id}"`, {
    notes: ['a scenario goes by its path in the vault without the ending'],
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  });
}

/** Folders are easily left out. */
function closestName(id: string, ids: readonly string[]): string | undefined {
  const names = new Map(ids.map((one) => [basename(one), one]));
  return names.get(closest(basename(id), names.keys()) ?? '');
}
