import { tally } from '../gate/tally.ts';
import type { Candidate } from '../model/candidate.ts';
import type { Isolation, Run, ScenarioRef, Trouble } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Outcome } from '../model/trial.ts';
import type { Vault } from '../model/vault.ts';
import { isWanted, type PlanChoices } from './plan.ts';
import { foldVerdict } from './verdict.ts';

/** All that a Run is made of. */
interface Parts {
  readonly candidate: Candidate;
  readonly vault: Vault;
  readonly isolation: Isolation;
  readonly key: string;
  readonly seed: string;
  readonly choices: PlanChoices;
  readonly outcomes: readonly Outcome[];
  readonly confirmations: readonly Outcome[];
  readonly trouble?: Trouble;
}

/** Folds Outcomes to Verdicts, in the vault's order, and counts them. */
export function runValue(parts: Parts): Run {
  const { candidate, vault, isolation, key, seed, choices, trouble } = parts;
  const outcomes = byScenario(parts.outcomes);
  const confirmations = byScenario(parts.confirmations);
  const verdicts = vault.scenarios.map((scenario) => {
    if (!isWanted(scenario, choices.only)) return foldVerdict(scenarioRef(scenario), [skipped(scenario)]);
    return foldVerdict(scenarioRef(scenario), outcomes(scenario), confirmations(scenario));
  });
  return {
    version: 1,
    candidate,
    vault: { name: vault.name, judgedDigest: vault.judgedDigest },
    isolation,
    judgingKey: key,
    purpose: choices.purpose,
    seed,
    repeats: choices.repeats,
    verdicts,
    tally: tally(verdicts),
    notForGate: whyNotForGate(candidate, isolation, choices),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

function byScenario(outcomes: readonly Outcome[]): (scenario: Scenario) => readonly Outcome[] {
  const own = Map.groupBy(outcomes, ({ trial }) => trial.scenario);
  return ({ id }) => (own.get(id) ?? []).toSorted(byRowThenRepeat);
}

/** Why a Run of these can never gate; empty when it can. */
export function whyNotForGate(candidate: Candidate, isolation: Isolation, choices: PlanChoices): readonly string[] {
  return [
    ...(candidate.commit === undefined && candidate.merge === undefined ? ['uncommitted'] : []),
    ...(isolation === 'unconfined' ? ['unconfined'] : []),
    ...(choices.purpose === 'reference' ? ['a reference run'] : []),
    ...(choices.only.length > 0 ? ['only some scenarios'] : []),
    ...(choices.seed === undefined ? [] : ['seed given by hand']),
    ...(choices.headed === true ? ['shown in a window'] : []),
  ];
}

const byRowThenRepeat = ({ trial: a }: Outcome, { trial: b }: Outcome): number =>
  a.row - b.row || a.repeat - b.repeat || (a.confirm ?? 0) - (b.confirm ?? 0);

const skipped = (scenario: Scenario): Outcome => ({
  trial: { scenario: scenario.id, row: 0, repeat: 0 },
  is: 'skip',
  reason: { word: 'filtered' },
  failures: [],
  afterFailures: [],
  secrets: [],
});

/** What a Run keeps of a scenario. */
export function scenarioRef({ id, name, tags, weight, mustPass, impossible, hint, digest }: Scenario): ScenarioRef {
  return {
    id,
    name,
    tags,
    weight,
    mustPass,
    ...(impossible ? { impossible } : {}),
    ...(hint === undefined ? {} : { hint }),
    digest,
  };
}
