import { expect, it } from 'vitest';
import { where } from '../../../harness/history/where.ts';

it('a filter that asks for nothing lets all pass', () => {
  expect(where({})).toEqual({ text: '1', values: [] });
});

it('every wish is a condition of its own, and its value is never part of the text', () => {
  const filter = {
    vault: "'; drop table run; --",
    label: 'main',
    tree: 't',
    commit: 'c',
    judgingKey: 'k',
    purpose: 'reference',
    since: '2026-01-01',
    before: '2026-02-01',
  } as const;
  const { text, values } = where(filter);
  expect(text.split(' and ')).toEqual([
    '1',
    'run.vault = ?',
    'run.label = ?',
    'run.tree = ?',
    'run.commit_id = ?',
    'run.judging_key = ?',
    'run.purpose = ?',
    'run.started_at >= ?',
    'run.started_at < ?',
  ]);
  expect(values).toEqual(Object.values(filter));
});

it('values stand in the order of their placeholders, whatever the order of the wishes', () => {
  const { text, values } = where({ before: 'b', label: 'l' }, `state = 'finished'`);
  expect(text).toBe(`state = 'finished' and run.label = ? and run.started_at < ?`);
  expect(values).toEqual(['l', 'b']);
});
