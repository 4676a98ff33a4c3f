import { tally } from '../gate/tally.ts';
import type { Recording } from '../model/recording.ts';
import type { Regraded } from '../model/regraded.ts';
import type { Run, ScenarioRef, Verdict } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { KeptFile, StoredRun } from '../model/store.ts';
import type { Outcome, ReasonWord } from '../model/trial.ts';
import type { Vault } from '../model/vault.ts';
import { judgedDigest } from '../vault/digest.ts';
import { recordingName } from './evidence.ts';
import { judgingKey } from './plan.ts';
import { decodeRecording, encodeRecording } from './recording-codec.ts';
import { regradeTrial } from './replay.ts';
import { scenarioRef } from './run-value.ts';
import { withConfigured } from './secrets.ts';
import { foldVerdict } from './verdict.ts';

/** Reads a file that was kept with the Run, by its name; nothing when it is not there. */
export type ReadKept = (name: string) => Uint8Array | undefined;

/**
 * Holds a stored Run against the vault as it reads now: what says the same keeps its Verdict, what says something else is
 * judged by what was recorded. Reads nothing but the Run's own files, and never asks the candidate.
 */
export async function regrade({ value }: Pick<StoredRun, 'value'>, vault: Vault, read: ReadKept): Promise<Regraded> {
  const before = new Map(value.verdicts.map((verdict) => [verdict.scenario.id, verdict]));
  const otherwise =
    judgedDigest(
      value.verdicts.map(({ scenario }) => scenario),
      vault,
    ) !== value.vault.judgedDigest;
  const graded: Graded[] = [];
  for (const scenario of vault.scenarios) {
    const then = before.get(scenario.id);
    if (then === undefined) graded.push(toJudge(scenario, 'it is new'));
    else if (otherwise)
      graded.push(toJudge(scenario, 'vault.yaml starts the candidate otherwise now, or limits it so'));
    else graded.push(await gradeScenario(scenario, then, { vault, read }));
  }
  const verdicts = graded.flatMap((one) => (one.is === 'graded' ? one.verdict : []));
  const left = graded.filter((one) => one.is === 'to-judge');
  const ids = new Set(vault.scenarios.map(({ id }) => id));
  return {
    changed: graded.flatMap((one) =>
      one.is === 'graded' && one.before ? { before: one.before, after: one.verdict } : [],
    ),
    toJudge: left.map(({ scenario, why }) => ({ scenario, why })),
    removed: value.verdicts.map(({ scenario }) => scenario).filter(({ id }) => !ids.has(id)),
    ...(left.length === 0 ? { value: runOf(value, vault, verdicts) } : {}),
    recordings: graded.flatMap((one) => (one.is === 'graded' ? one.recordings : [])),
  };
}

type Graded =
  /** `before` when it says something else now. */
  | {
      readonly is: 'graded';
      readonly verdict: Verdict;
      readonly before?: Verdict;
      readonly recordings: readonly KeptFile[];
    }
  | { readonly is: 'to-judge'; readonly scenario: ScenarioRef; readonly why: string };

const toJudge = (scenario: Scenario, why: string): Graded => ({ is: 'to-judge', scenario: scenarioRef(scenario), why });

function runOf(value: Run, vault: Vault, verdicts: readonly Verdict[]): Run {
  const { candidate, isolation, repeats, purpose } = value;
  return {
    ...value,
    vault: { name: vault.name, judgedDigest: vault.judgedDigest },
    judgingKey: judgingKey(candidate, vault, isolation, { repeats, purpose, confirm: 0, only: [] }),
    verdicts,
    tally: tally(verdicts),
  };
}

interface Kept {
  readonly vault: Vault;
  readonly read: ReadKept;
}

async function gradeScenario(scenario: Scenario, then: Verdict, kept: Kept): Promise<Graded> {
  const ref = scenarioRef(scenario);
  if (scenario.digest === then.scenario.digest)
    return { is: 'graded', verdict: { ...then, scenario: ref }, recordings: [] };
  const rows = new Set(then.outcomes.map(({ trial }) => trial.row));
  if (then.is !== 'skip' && scenario.rows.length > rows.size) return toJudge(scenario, 'it has more example rows now');
  const first = await gradeAll(
    then.outcomes.filter(({ trial }) => trial.row < scenario.rows.length),
    scenario,
    kept,
  );
  if ('cannot' in first) return toJudge(scenario, first.cannot);
  // What passes now has no fail that could be confirmed.
  const failed = first.outcomes.filter(({ is }) => is === 'fail').map(({ trial }) => `${trial.row} ${trial.repeat}`);
  const again = (then.confirmations ?? []).filter(({ trial }) => failed.includes(`${trial.row} ${trial.repeat}`));
  const confirmed = await gradeAll(again, scenario, kept);
  if ('cannot' in confirmed) return toJudge(scenario, confirmed.cannot);
  return {
    is: 'graded',
    verdict: foldVerdict(ref, first.outcomes, confirmed.outcomes),
    before: then,
    recordings: [...first.recordings, ...confirmed.recordings],
  };
}

type Outcomes =
  | { readonly outcomes: readonly Outcome[]; readonly recordings: readonly KeptFile[] }
  | { readonly cannot: string };

async function gradeAll(then: readonly Outcome[], scenario: Scenario, { vault, read }: Kept): Promise<Outcomes> {
  const outcomes: Outcome[] = [];
  const recordings: KeptFile[] = [];
  for (const outcome of then) {
    if (untouched.has(outcome.reason.word)) {
      outcomes.push(outcome);
      continue;
    }
    const recording = readRecording(outcome, read);
    if (typeof recording === 'string') return { cannot: inRow(recording, outcome, scenario) };
    const { recipe, limits } = vault;
    const now = await regradeTrial(recording, scenario, { outcome, env: recipe.env, limits });
    if ('cannot' in now) return { cannot: inRow(now.cannot, outcome, scenario) };
    outcomes.push(withConfigured(now.outcome, recipe));
    recordings.push({ name: recordingName(outcome.trial), bytes: encodeRecording(now.recording), internal: true });
  }
  return { outcomes, recordings };
}

/** No scenario was asked: whatever it says, it comes to the same. */
const untouched: ReadonlySet<ReasonWord> = new Set(['refused', 'install', 'build', 'start', 'filtered']);

function readRecording({ trial }: Outcome, read: ReadKept): Recording | string {
  const bytes = read(recordingName(trial));
  if (bytes === undefined) return 'nothing was recorded of it, or it is not kept any more';
  return decodeRecording(bytes) ?? 'what was recorded of it can’t be read';
}

const inRow = (why: string, { trial }: Outcome, { rows }: Scenario): string =>
  rows.length > 1 ? `example row ${trial.row + 1}: ${why}` : why;
