import type { RunSummary } from '../model/store.ts';

/** What lists show of a Run: as columns of `run`, in this order. */
const columns = [
  ['id', 'started_at', 'label', 'repo', 'tree', 'commit_id', 'vault', 'judging_key'],
  ['purpose', 'isolation', 'again', 'planned', 'state', 'pass', 'total', 'ms', 'decision', 'base_run'],
].flat();

export const summaryColumns = columns.map((name) => `run.${name}`).join(', ');

/** How many columns it reads; others may stand behind them. */
export const summaryWidth = columns.length;

/** A row by its columns' order: a list may have ten thousand, for which destructuring and spreading take three times as long. */
export function summaryOf(row: readonly unknown[]): RunSummary {
  const state = row[12];
  const decision = row[16];
  const summary: { -readonly [name in keyof RunSummary]: RunSummary[name] } = {
    id: String(row[0]),
    startedAt: String(row[1]),
    label: String(row[2]),
    repo: String(row[3]),
    tree: String(row[4]),
    vault: String(row[6]),
    judgingKey: String(row[7]),
    purpose: row[8] as RunSummary['purpose'],
    isolation: row[9] as RunSummary['isolation'],
    again: row[10] === 1,
    planned: Number(row[11]),
    state: state === 'finished' || state === 'abandoned' ? state : 'running',
    pass: Number(row[13]),
    total: Number(row[14]),
    ms: Number(row[15]),
  };
  if (typeof row[5] === 'string') summary.commit = row[5];
  if (decision === 'allow' || decision === 'deny' || decision === 'hold') summary.decision = decision;
  if (typeof row[17] === 'string') summary.base = row[17];
  return summary;
}
