import { defaultLimits } from '../model/limits.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Vault } from '../model/vault.ts';
import { judgedDigest } from './digest.ts';
import { readVaultFolder, type VaultFolder } from './files.ts';
import { flowBook } from './flow.ts';
import { lintVault } from './lint/vault.ts';
import { readScenario, type ScenarioReading } from './scenario.ts';
import { readVaultFile, type VaultSettings } from './vault-file.ts';

export interface LoadedVault {
  /** There when no Problem is an error. */
  readonly vault?: Vault;
  /** Of all files at once, warnings too: by file, then by place. */
  readonly problems: readonly Problem[];
}

/** Reads the vault in a folder and checks all of it, running nothing. */
export function loadVault(dir: string): LoadedVault {
  return readVault(readVaultFolder(dir));
}

/** The same for a vault whose files are at hand. */
export function readVault(folder: VaultFolder): LoadedVault {
  const vaultFile = folder.settings && readVaultFile(folder.settings);
  const limits = vaultFile?.settings?.limits ?? defaultLimits;
  const flows = flowBook(folder.flows);
  const scenarios = folder.scenarios.map((source) => readScenario(source, { timeout: limits.trial }, flows));
  if (vaultFile !== undefined) lintVault(vaultFile, scenarios, flows.readAll());
  const problems = [
    ...folder.problems,
    ...(vaultFile?.reading.problems ?? []),
    ...flows.readAll().flatMap((reading) => reading.problems),
    ...scenarios.flatMap(({ reading }) => reading.problems),
  ];
  if (scenarios.length === 0 && problems.length === 0) {
    problems.push(problem('no-scenarios', 'the vault has no scenarios', { fix: 'add a YAML file for each promise' }));
  }
  problems.sort(byPlace);
  if (vaultFile?.settings === undefined || problems.some(({ severity }) => severity === 'error')) return { problems };
  return { vault: vaultOf(folder.dir, vaultFile.settings, scenarios), problems };
}

function vaultOf(dir: string, settings: VaultSettings, readings: readonly ScenarioReading[]): Vault {
  const scenarios = readings.flatMap(({ scenario }) => scenario ?? []).toSorted(byId);
  return { ...settings, dir, scenarios, judgedDigest: judgedDigest(scenarios, settings) };
}

/** Not by the reader's language: the order is the same everywhere. */
function byId(a: Scenario, b: Scenario): number {
  return a.id < b.id ? -1 : 1;
}

function byPlace(a: Problem, b: Problem): number {
  const [first, second] = [a.excerpt?.at, b.excerpt?.at];
  if (first === undefined || second === undefined) return Number(first !== undefined) - Number(second !== undefined);
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return first.line - second.line || first.column - second.column;
}
