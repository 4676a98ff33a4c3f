import type { RunFilter } from '../model/store.ts';

const columns = {
  vault: 'run.vault = ?',
  label: 'run.label = ?',
  repo: 'run.repo = ?',
  tree: 'run.tree = ?',
  commit: 'run.commit_id = ?',
  judgingKey: 'run.judging_key = ?',
  purpose: 'run.purpose = ?',
  since: 'run.started_at >= ?',
  before: 'run.started_at < ?',
} as const satisfies { readonly [key in keyof RunFilter]-?: string };

/** A filter as an SQL condition, with the values for its placeholders. */
export function where(filter: RunFilter, also = '1'): { readonly text: string; readonly values: readonly string[] } {
  const given = (Object.keys(columns) as (keyof RunFilter)[]).flatMap((key) => {
    const value = filter[key];
    return value === undefined ? [] : [{ condition: columns[key], value }];
  });
  return {
    text: [also, ...given.map(({ condition }) => condition)].join(' and '),
    values: given.map(({ value }) => value),
  };
}
