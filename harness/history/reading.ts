import type { DatabaseSync } from 'node:sqlite';
import type { ScenarioRef } from '../model/run.ts';
import type { Store, StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import { outcomeOf, type Row, startedOf, storedOf, summaryOf, wordOf } from './rows.ts';
import { where } from './where.ts';

// What looks into the history and changes nothing.

/** What was recorded of a Run so far: by scenario, row, repeat and confirmation. */
export function recorded(db: DatabaseSync, seq: number): readonly { readonly outcome: Outcome; readonly ms: number }[] {
  return db
    .prepare(
      `select name.id as name, row, repeat, confirm, word, ms, detail from outcome join name on name.seq = outcome.name
       where run = ? order by name.id, row, repeat, confirm`,
    )
    .all(seq)
    .map((row) => ({ outcome: outcomeOf(row), ms: Number(row['ms']) }));
}

/** A finished Run, whole. */
export function load(db: DatabaseSync, seq: number): StoredRun {
  const head = String(db.prepare('select head from run where seq = ?').get(seq)?.['head']);
  const verdicts = db
    .prepare(
      'select ref, word, reason from verdict join scenario on scenario.seq = verdict.scenario where run = ? order by at',
    )
    .all(seq);
  return storedOf(head, verdicts, recorded(db, seq));
}

export function readers(
  db: DatabaseSync,
): Pick<Store, 'find' | 'findUnfinished' | 'latest' | 'list' | 'count' | 'scenarioRuns'> {
  const newest = 'order by started_at desc, id desc limit ?';
  const named = (ref: string, finished: boolean): readonly Row[] => {
    const among = `select * from run where state ${finished ? '=' : '<>'} 'finished'`;
    return ref === 'latest'
      ? db.prepare(`${among} ${newest}`).all(1)
      : db.prepare(`${among} and substr(id, 1, length(?1)) = ?1 order by id = ?1 desc limit 2`).all(ref);
  };
  return {
    find: (ref) => one(named(ref, true), ref, (row) => load(db, Number(row['seq']))),
    findUnfinished: (ref) => one(named(ref, false), ref, startedOf),
    latest(filter) {
      const { text, values } = where(filter, `state = 'finished' and reusable = 1`);
      const row = db.prepare(`select seq from run where ${text} ${newest}`).get(...values, 1);
      return row === undefined ? undefined : load(db, Number(row['seq']));
    },
    list({ limit, ...filter }) {
      const { text, values } = where(filter);
      return db
        .prepare(`select * from run where ${text} ${newest}`)
        .all(...values, limit)
        .map(summaryOf);
    },
    count(filter) {
      const { text, values } = where(filter);
      return Number(db.prepare(`select count(*) as n from run where ${text}`).get(...values)?.['n']);
    },
    scenarioRuns({ scenario, limit, ...filter }) {
      const { text, values } = where(filter, `state = 'finished'`);
      return db
        .prepare(
          `select run.*, verdict.word as word, scenario.digest as digest, scenario.ref as ref from name
           join scenario on scenario.name = name.seq join verdict on verdict.scenario = scenario.seq
           join run on run.seq = verdict.run where name.id = ? and ${text} ${newest.replace('id desc', 'run.id desc')}`,
        )
        .all(scenario, ...values, limit)
        .map((row) => ({
          run: summaryOf(row),
          verdict: wordOf(row['word']),
          digest: String(row['digest']),
          name: (JSON.parse(String(row['ref'])) as ScenarioRef).name,
        }));
    },
  };
}

/** The one row that an id, or its beginning, means. */
function one<T>(rows: readonly Row[], ref: string, read: (row: Row) => T): T | 'none' | 'ambiguous' {
  const [first, second] = rows;
  if (first === undefined) return 'none';
  return second !== undefined && first['id'] !== ref ? 'ambiguous' : read(first);
}
