import { createHash, createHmac } from 'node:crypto';
import type { Candidate } from '../model/candidate.ts';
import type { Isolation, Purpose } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TrialId } from '../model/trial.ts';
import type { Vault } from '../model/vault.ts';

/** One Trial to be run, with all that makes it come out the same again. */
export interface PlannedTrial {
  readonly id: TrialId;
  readonly scenario: Scenario;
  /** The start of its random stream. */
  readonly seed: string;
}

/** Chosen on the command line; none of it may gate but `repeats` and `confirm`. */
export interface PlanChoices {
  readonly repeats: number;
  /** How often a failed Trial is done over, to find out what it is. */
  readonly confirm: number;
  readonly purpose: Purpose;
  readonly seed?: string;
  /** Scenario ids, and `tag:name`s; the others are skipped. Empty: all. */
  readonly only: readonly string[];
  /** Browsers are shown in a window. */
  readonly headed?: boolean;
}

/** SHA-256 of all that verdicts depend on: the tree, what the vault judges by, and how. The gate's policy is not part of it. */
export function judgingKey(
  candidate: Candidate,
  vault: Vault,
  isolation: Isolation,
  { repeats, purpose }: PlanChoices,
): string {
  const facts = { tree: candidate.tree, vault: vault.judgedDigest, isolation, repeats, purpose };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The Run's seed: the same tree, vault and purpose draw the same data, and no one without the vault's key can foretell it. */
export function runSeed(key: string, vaultKey: string, { purpose, seed }: PlanChoices): string {
  return seed ?? createHmac('sha256', vaultKey).update(`${purpose}\0${key}`).digest('hex');
}

/** Multiplies scenarios, example rows and repeats into Trials, in an order drawn from the seed, so that none is told by its place. */
export function plan(vault: Vault, seed: string, { repeats, only }: PlanChoices): readonly PlannedTrial[] {
  const wanted = vault.scenarios.filter((scenario) => isWanted(scenario, only));
  const trials = wanted.flatMap((scenario) =>
    scenario.rows.flatMap((_, row) =>
      Array.from({ length: repeats }, (__, repeat) => ({
        id: { scenario: scenario.id, row, repeat },
        scenario,
        seed: trialSeed(seed, { scenario: scenario.id, row, repeat }),
      })),
    ),
  );
  const place = ({ seed: own }: PlannedTrial): string => createHash('sha256').update(`order\0${own}`).digest('hex');
  return trials
    .map((trial) => ({ trial, at: place(trial) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ trial }) => trial);
}

/** The start of a Trial's own random stream. */
export const trialSeed = (seed: string, { scenario, row, repeat }: TrialId): string =>
  createHash('sha256').update([seed, scenario, row, repeat].join('\0')).digest('hex');

/** Whether `only` names the scenario, by its id or as `tag:name`. Nothing named means all. */
export function isWanted(scenario: Scenario, only: readonly string[]): boolean {
  return (
    only.length === 0 ||
    only.some((name) => name === scenario.id || (name.startsWith('tag:') && scenario.tags.includes(name.slice(4))))
  );
}
