import { defaultLimits } from '../model/limits.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Vault } from '../model/vault.ts';
import { adviseCanaries, canariesIn } from './canary.ts';
import { judgedDigest } from './digest.ts';
import { readVaultFolder, type VaultFolder } from './files.ts';
import { flowBook } from './flow.ts';
import { lintClauses } from './lint/clauses.ts';
import { lintVault } from './lint/vault.ts';
import { readScenario, type ScenarioReading } from './scenario.ts';
import type { Source } from './source.ts';
import { readSpecification, type SpecificationReading } from './specification.ts';
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

/** The same for a vault whose files are at hand. With `newCanary`, files that have no canary are advised to have that one. */
export function readVault(folder: VaultFolder, newCanary?: () => string): LoadedVault {
  const vaultFile = folder.settings && readVaultFile(folder.settings, folder.controls);
  const limits = vaultFile?.settings?.limits ?? defaultLimits;
  const flows = flowBook(folder.flows);
  const scenarios = folder.scenarios.map((source) => readScenario(source, { timeout: limits.trial }, flows));
  const allFlows = flows.readAll();
  const flowReadings = allFlows.map(({ reading }) => reading);
  const specification = folder.specification && readSpecification(folder.specification);
  if (vaultFile !== undefined) {
    lintVault(vaultFile, scenarios, flowReadings);
    lintClauses(vaultFile, specification, scenarios);
  }
  if (newCanary !== undefined)
    adviseCanaries([...(vaultFile === undefined ? [] : [vaultFile]), ...scenarios, ...allFlows], newCanary);
  const problems = [
    ...folder.problems,
    ...(vaultFile?.reading.problems ?? []),
    ...(specification?.reading.problems ?? []),
    ...flowReadings.flatMap((reading) => reading.problems),
    ...scenarios.flatMap(({ reading }) => reading.problems),
  ];
  if (scenarios.length === 0 && problems.length === 0) {
    problems.push(problem('no-scenarios', 'the vault has no scenarios', { fix: 'add a YAML file for each promise' }));
  }
  problems.sort(byPlace);
  if (vaultFile?.settings === undefined || problems.some(({ severity }) => severity === 'error')) return { problems };
  return { vault: vaultOf(folder, vaultFile.settings, { scenarios, specification }), problems };
}

interface Readings {
  readonly scenarios: readonly ScenarioReading[];
  readonly specification: SpecificationReading | undefined;
}

function vaultOf(folder: VaultFolder, settings: VaultSettings, readings: Readings): Vault {
  const { dir, encrypted } = folder;
  const { specification } = readings.specification ?? {};
  const scenarios = readings.scenarios.flatMap(({ scenario }) => scenario ?? []).toSorted(byId);
  return {
    ...settings,
    dir,
    ...(encrypted === undefined ? {} : { encrypted }),
    scenarios,
    ...(specification === undefined ? {} : { specification }),
    canaries: canariesIn(sourcesIn(folder)),
    judgedDigest: judgedDigest(scenarios, settings),
  };
}

/** All that was read of it. */
export const sourcesIn = ({ settings, scenarios, flows, specification }: VaultFolder): readonly Source[] => [
  ...(settings === undefined ? [] : [settings]),
  ...scenarios,
  ...flows,
  ...(specification === undefined ? [] : [specification]),
];

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
