import type { RunSummary } from '../model/store.ts';

/** What lists show of a Run: as columns of `run`, in this order. */
const columns = [
  ['id', 'started_at', 'label', 'repo', 'tree', 'commit_id', 'vault', 'judging_key'],
  ['purpose', 'isolation', 'again', 'planned', 'state', 'pass', 'total', 'ms', 'decision', 'base_run'],
].flat();

export const summaryColumns = columns.map((name) => `run.${name}`).join(', ');

/** How many columns it reads; others may stand behind them. */
export const summaryWidth = columns.length;

/** A row by its columns' order: a list may have ten thousand, and as objects with names they take twice as long. */
export function summaryOf(row: readonly unknown[]): RunSummary {
  const [id, startedAt, label, repo, tree, commit, vault, judgingKey] = row;
  const [purpose, isolation, again, planned, state, pass, total, ms, decision, base] = row.slice(8);
  return {
    id: String(id),
    startedAt: String(startedAt),
    label: String(label),
    repo: String(repo),
    tree: String(tree),
    ...(typeof commit === 'string' ? { commit } : {}),
    vault: String(vault),
    judgingKey: String(judgingKey),
    purpose: purpose as RunSummary['purpose'],
    isolation: isolation as RunSummary['isolation'],
    again: again === 1,
    planned: Number(planned),
    state: state === 'finished' || state === 'abandoned' ? state : 'running',
    pass: Number(pass),
    total: Number(total),
    ms: Number(ms),
    ...(typeof base === 'string' ? { base } : {}),
    ...(decision === 'allow' || decision === 'deny' || decision === 'hold' ? { decision } : {}),
  };
}
