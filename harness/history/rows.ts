import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Run, RunRecord, ScenarioRef, Verdict, VerdictWord } from '../model/run.ts';
import { verdictWords } from '../model/run.ts';
import type { RunSummary, StartedRun, StoredRun } from '../model/store.ts';
import type { Outcome, TrialId } from '../model/trial.ts';

// How values are laid out in rows. What is usual takes no room: a passed Outcome that hides nothing has no detail.

export type Row = Readonly<Record<string, unknown>>;

export const codeOf = (word: VerdictWord): number => verdictWords.indexOf(word);

export const wordOf = (code: unknown): VerdictWord => verdictWords[Number(code)] ?? 'error';

/** Bytes above which a detail is compressed; the first byte of one that isn't is `{`. */
const worthCompressing = 256;

export function detailOf({ reason, failures, afterFailures, secrets }: Outcome): Uint8Array | null {
  const detail = {
    ...(reason.word === 'met' && reason.detail === undefined ? {} : { reason }),
    ...(failures.length === 0 ? {} : { failures }),
    ...(afterFailures.length === 0 ? {} : { afterFailures }),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
  if (Object.keys(detail).length === 0) return null;
  const bytes = Buffer.from(JSON.stringify(detail));
  return bytes.length < worthCompressing ? bytes : deflateRawSync(bytes);
}

export function outcomeOf(row: Row): Outcome {
  const confirm = Number(row['confirm']);
  const trial: TrialId = {
    scenario: String(row['name']),
    row: Number(row['row']),
    repeat: Number(row['repeat']),
    ...(confirm === 0 ? {} : { confirm }),
  };
  const is = wordOf(row['word']);
  const { detail } = row;
  const more: Partial<Outcome> =
    detail instanceof Uint8Array
      ? (JSON.parse(String(detail[0] === brace ? Buffer.from(detail) : inflateRawSync(detail))) as Partial<Outcome>)
      : {};
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

const brace = '{'.charCodeAt(0);

/** A finished Run without what has rows of its own. */
interface Head {
  readonly value: Omit<Run, 'verdicts'>;
  readonly record: Omit<RunRecord, 'trials'>;
  readonly rest: Omit<StoredRun, 'value' | 'record'>;
}

export function headOf({ value, record, ...rest }: StoredRun): string {
  const { verdicts: _verdicts, ...run } = value;
  const { trials: _trials, ...times } = record;
  return JSON.stringify({ value: run, record: times, rest } satisfies Head);
}

interface Recorded {
  readonly outcome: Outcome;
  readonly ms: number;
}

/** Puts a finished Run together again. `recorded` in plan order of each scenario: by row, repeat, confirmation. */
export function storedOf(head: string, verdicts: readonly Row[], recorded: readonly Recorded[]): StoredRun {
  const { value, record, rest } = JSON.parse(head) as Head;
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

export function summaryOf(row: Row): RunSummary {
  const { state, decision } = row;
  return {
    ...common(row),
    state: state === 'finished' || state === 'abandoned' ? state : 'running',
    planned: Number(row['planned']),
    pass: Number(row['pass']),
    total: Number(row['total']),
    ms: Number(row['ms']),
    ...(decision === 'allow' || decision === 'deny' || decision === 'hold' ? { decision } : {}),
  };
}

export function startedOf(row: Row): StartedRun {
  return {
    ...common(row),
    owner: String(row['owner']),
    planned: Number(row['planned']),
    reusable: row['reusable'] === 1,
    ...(typeof row['request'] === 'string'
      ? { request: JSON.parse(row['request']) as NonNullable<StartedRun['request']> }
      : {}),
  };
}

function common(row: Row): Omit<StartedRun, 'owner' | 'planned' | 'reusable' | 'request'> {
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
    again: row['again'] === 1,
  };
}
