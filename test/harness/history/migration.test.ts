import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../harness/history/store.ts';
import { decided } from '../../../harness/judge/decided.ts';
import type { Run } from '../../../harness/model/run.ts';
import { type Store, type StoredRun, StoreTrouble } from '../../../harness/model/store.ts';

/*
 * Each format has a store here that a Holdout of that format wrote; whoever makes a new format adds one of it.
 *
 * Of both: `holdout run` judged the branches attempt-1 (denied) and attempt-3 (allowed) of the demo's repository by the demo's
 * vault, and attempt-4 until its judge was ended by SIGKILL after the first Trials. `vacuum into` made one file of it.
 */
const first = join(import.meta.dirname, 'stores/v1.db');
const [denied, allowed, unfinished] = ['rmx0hpj8fch9', 'rmx0hpql7oo0', 'rmx0hpzs3rkc'] as const;

describe('a history of format 1', () => {
  it('is listed, newest first, and what was being judged has been given up', () => {
    using place = stage();
    using store = openStore(place.dir);
    expect(store.list({ limit: 9 })).toMatchObject([
      { id: unfinished, label: 'attempt-4', state: 'abandoned', planned: 20, purpose: 'gate' },
      { id: allowed, label: 'attempt-3', state: 'finished', pass: 17, total: 17, planned: 20 },
      { id: denied, label: 'attempt-1', state: 'finished', pass: 14, total: 17, planned: 20 },
    ]);
    expect(store.abandonLost(() => true)).toEqual([]);
    expect(store.findUnfinished('latest')).toMatchObject({ id: unfinished, reusable: false });
    expect(store.outcomes(unfinished)).toHaveLength(1);
  });

  it('holds the same Runs, and they are decided as they were then', () => {
    using place = stage();
    const before = [denied, allowed].map((id) => asWritten(place.dir, id));
    using store = openStore(place.dir);
    const after = [denied, allowed].map((id) => storedRun(store, id));
    expect(after.map(({ value }) => value.verdicts)).toEqual(before.map(({ value }) => value.verdicts));
    expect(after.map(({ value }) => value.tally)).toEqual(
      before.map(({ value }) => ({ ...value.tally, quarantined: 0 })),
    );
    expect(after.map(times)).toEqual(before.map(times));
    expect(after.map((stored) => decided(stored, store).decision.is)).toEqual(['deny', 'allow']);
  });

  it('has its files by content now, and no folder of each Run', () => {
    using place = stage();
    using store = openStore(place.dir);
    const path = store.pathOf(denied, 'x.png') ?? '';
    expect(readFileSync(path, 'utf8')).toBe('a picture');
    expect(store.pathOf(allowed, 'x.png')).toBeUndefined();
    expect(store.fileBytes()).toEqual(new Map([[denied, 9]]));
    expect(existsSync(join(place.dir, 'evidence'))).toBe(false);
  });

  it('is as it is after it was opened once', () => {
    using place = stage();
    openStore(place.dir)[Symbol.dispose]();
    const once = dump(place.dir);
    openStore(place.dir)[Symbol.dispose]();
    expect(dump(place.dir)).toEqual(once);
  });

  it('loses the old folder in the end, also when whoever migrated it was ended before that', () => {
    using place = stage();
    openStore(place.dir)[Symbol.dispose]();
    mkdirSync(join(place.dir, 'evidence', denied), { recursive: true });
    openStore(place.dir)[Symbol.dispose]();
    expect(existsSync(join(place.dir, 'evidence'))).toBe(false);
  });

  it('is left as it was when it can not be migrated whole, and migrated once it can', () => {
    using place = stage();
    const whole = asWritten(place.dir, allowed);
    change(place.dir, 'update run set stored = substr(stored, 1, 99) where id = ?', allowed);
    const before = dump(place.dir);
    expect(() => openStore(place.dir)).toThrow(StoreTrouble);
    expect(dump(place.dir)).toEqual(before);
    expect(readFileSync(join(place.dir, 'evidence', denied, 'x.png'), 'utf8')).toBe('a picture');
    change(place.dir, 'update run set stored = ? where id = ?', JSON.stringify(whole), allowed);
    using store = openStore(place.dir);
    expect(storedRun(store, allowed).value.verdicts).toEqual(whole.value.verdicts);
    expect(store.pathOf(denied, 'x.png')).toBeDefined();
  });
});

describe('a history of format 2', () => {
  const second = { denied: 'rmx1aoihrh03', allowed: 'rmx1aomd15dp', unfinished: 'rmx1aoqz7j6t' } as const;

  it('holds the same Runs, and what was being judged can go on', () => {
    using place = stageSecond();
    using store = openStore(place.dir);
    expect(store.list({ limit: 9 })).toMatchObject([
      { id: second.unfinished, label: 'attempt-4', state: 'running', planned: 20 },
      { id: second.allowed, label: 'attempt-3', state: 'finished', pass: 17, total: 17 },
      { id: second.denied, label: 'attempt-1', state: 'finished', pass: 14, total: 17 },
    ]);
    const stored = [second.denied, second.allowed].map((id) => storedRun(store, id));
    expect(stored.map(({ decision }) => decision)).toEqual(['deny', 'allow']);
    expect(stored.map((one) => decided(one, store).decision.is)).toEqual(['deny', 'allow']);
    expect(stored.map(({ value }) => value.verdicts.length)).toEqual([17, 17]);
    expect(store.abandonLost(() => false)).toEqual([second.unfinished]);
    expect(store.outcomes(second.unfinished)).toHaveLength(1);
  });

  it('has every row that it had, and room for qualifications', () => {
    using place = stageSecond();
    const before = rowsOf(place.dir);
    {
      using store = openStore(place.dir);
      expect(store.tried('k')).toEqual([]);
      store.qualify('V', [{ scenario: 'd', at: '2026-03-01T00:00:00.000Z', findings: [] }]);
    }
    const { tried, qualified, ...after } = rowsOf(place.dir);
    expect(after).toEqual(before);
    expect([tried, qualified?.length]).toEqual([[], 1]);
  });
});

/** The store of format 2 in a folder of its own. */
function stageSecond(): { readonly dir: string } & Disposable {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-store-'));
  cpSync(join(import.meta.dirname, 'stores/v2.db'), join(dir, 'history.db'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
}

/** The store of format 1 in a folder of its own, with a file that shows a failure. */
function stage(): { readonly dir: string } & Disposable {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-store-'));
  cpSync(first, join(dir, 'history.db'));
  mkdirSync(join(dir, 'evidence', denied), { recursive: true });
  writeFileSync(join(dir, 'evidence', denied, 'x.png'), 'a picture');
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
}

function storedRun(store: Store, id: string): StoredRun {
  const found = store.find(id);
  if (typeof found === 'string') throw new Error(`${id}: ${found}`);
  return found;
}

/** Trials stand in no order of their own. */
const times = ({ record }: Pick<StoredRun, 'record'>) => ({ ...record, trials: new Set(record.trials) });

/** What format 1 has in its column. */
function asWritten(dir: string, id: string): { readonly value: Run; readonly record: StoredRun['record'] } {
  using db = new DatabaseSync(join(dir, 'history.db'));
  return JSON.parse(String(db.prepare('select stored from run where id = ?').get(id)?.['stored']));
}

function change(dir: string, text: string, ...values: readonly string[]): void {
  using db = new DatabaseSync(join(dir, 'history.db'));
  db.prepare(text).run(...values);
}

/** By table. */
function rowsOf(dir: string): { readonly [table: string]: readonly unknown[] } {
  using db = new DatabaseSync(join(dir, 'history.db'));
  const tables = db.prepare(`select name from sqlite_schema where type = 'table'`).all();
  return Object.fromEntries(
    tables.map(({ name }) => [String(name), db.prepare(`select * from ${String(name)}`).all()]),
  );
}

/** Every table with all its rows, and the format. */
function dump(dir: string): unknown {
  using db = new DatabaseSync(join(dir, 'history.db'));
  const tables = db.prepare(`select name, sql from sqlite_schema where type = 'table' order by name`).all();
  return [
    db.prepare('pragma user_version').get(),
    ...tables.map(({ name, sql }) => [sql, db.prepare(`select * from ${String(name)}`).all()]),
  ];
}
