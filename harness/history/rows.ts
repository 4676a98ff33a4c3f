import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Run, RunRecord, ScenarioRef, Verdict, VerdictWord } from '../model/run.ts';
import { verdictWords } from '../model/run.ts';
import type { StartedRun, StoredRun } from '../model/store.ts';
import type { Outcome, TrialId } from '../model/trial.ts';

// How values are laid out in rows. What is usual takes no room: a passed Outcome that hides nothing has no detail.

export type Row = Readonly<Record<string, unknown>>;

export const codeOf = (word: VerdictWord): number => verdictWords.indexOf(word);

/** What is not there, or not known, is no pass. */
export const wordOf = (code: unknown): VerdictWord =>
  (typeof code === 'number' ? verdictWords[code] : undefined) ?? 'error';

/** `detail` is what the row's own one says, unpacked. */
export function outcomeOf(row: Row, detail: string | undefined): Outcome {
  const confirm = Number(row['confirm']);
  const trial: TrialId = {
    scenario: String(row['name']),
    row: Number(row['row']),
    repeat: Number(row['repeat']),
    ...(confirm === 0 ? {} : { confirm }),
  };
  const is = wordOf(row['word']);
  const more: Partial<Outcome> = detail === undefined ? {} : (JSON.parse(detail) as Partial<Outcome>);
  // `flaky` is a word of Verdicts alone.
  return {
    trial,
    is: is === 'flaky' ? 'error' : is,
    reason: { word: 'met' },
    failures: [],
    afterFailures: [],
    secrets: [],
    ...more,
  };
}

/** A finished Run without what has rows of its own. */
interface Head {
  readonly value: Omit<Run, 'verdicts'>;
  readonly record: Omit<RunRecord, 'trials'>;
  readonly rest: Omit<StoredRun, 'value' | 'record'>;
}

export function headOf({ value, record, ...rest }: StoredRun): Uint8Array {
  const { verdicts: _verdicts, ...run } = value;
  const { trials: _trials, ...times } = record;
  return deflateRawSync(JSON.stringify({ value: run, record: times, rest } satisfies Head));
}

interface Recorded {
  readonly outcome: Outcome;
  readonly ms: number;
}

/** Puts a finished Run together again. `recorded` in plan order of each scenario: by row, repeat, confirmation. */
export function storedOf(head: Uint8Array, verdicts: readonly Row[], recorded: readonly Recorded[]): StoredRun {
  const { value, record, rest } = JSON.parse(String(inflateRawSync(head))) as Head;
  const byScenario = Map.groupBy(recorded, ({ outcome }) => outcome.trial.scenario);
  return {
    value: { ...value, verdicts: verdicts.map((row) => verdictOf(row, byScenario)) },
    record: { ...record, trials: recorded.map(({ outcome, ms }) => ({ trial: outcome.trial, ms })) },
    ...rest,
  };
}

function verdictOf(row: Row, recorded: ReadonlyMap<string, readonly Recorded[]>): Verdict {
  const scenario = JSON.parse(String(row['ref'])) as ScenarioRef;
  const all = (recorded.get(scenario.id) ?? []).map(({ outcome }) => outcome);
  const confirmations = all.filter(({ trial }) => trial.confirm !== undefined);
  const is = wordOf(row['word']);
  const reason = typeof row['reason'] === 'string' ? (JSON.parse(row['reason']) as Verdict['reason']) : usualReason(is);
  return {
    scenario,
    is,
    reason,
    outcomes: is === 'skip' && all.length === 0 ? [skipped(scenario.id, reason)] : all.filter(isFirst),
    ...(confirmations.length === 0 ? {} : { confirmations }),
  };
}

const isFirst = ({ trial }: Outcome): boolean => trial.confirm === undefined;

/** One that was not asked for was never recorded. */
const skipped = (scenario: string, reason: Outcome['reason']): Outcome => ({
  trial: { scenario, row: 0, repeat: 0 },
  is: 'skip',
  reason,
  failures: [],
  afterFailures: [],
  secrets: [],
});

export function reasonColumn({ is, reason }: Verdict): string | null {
  return reason.detail === undefined && reason.word === usualReason(is).word ? null : JSON.stringify(reason);
}

const usualReason = (is: VerdictWord): Verdict['reason'] => ({
  word: is === 'pass' ? 'met' : is === 'skip' ? 'filtered' : is === 'error' ? 'harness' : 'mismatch',
});

export function startedOf(row: Row): StartedRun {
  return {
    id: String(row['id']),
    startedAt: String(row['started_at']),
    label: String(row['label']),
    repo: String(row['repo']),
    tree: String(row['tree']),
    ...(typeof row['commit_id'] === 'string' ? { commit: row['commit_id'] } : {}),
    vault: String(row['vault']),
    judgingKey: String(row['judging_key']),
    purpose: row['purpose'] as StartedRun['purpose'],
    isolation: row['isolation'] as StartedRun['isolation'],
    owner: String(row['owner']),
    planned: Number(row['planned']),
    reusable: row['reusable'] === 1,
    again: row['again'] === 1,
    ...(typeof row['request'] === 'string'
      ? { request: JSON.parse(row['request']) as NonNullable<StartedRun['request']> }
      : {}),
  };
}
