import type { DatabaseSync } from 'node:sqlite';
import type { ScenarioRef } from '../model/run.ts';
import type { Store, StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import { unpackDetail } from './detail.ts';
import { outcomeOf, type Row, startedOf, storedOf, wordOf } from './rows.ts';
import { summaryColumns, summaryOf, summaryWidth } from './summary.ts';
import { where } from './where.ts';

// What looks into the history and changes nothing.

/** What was recorded of a Run so far: by scenario, row, repeat and confirmation. */
export function recorded(db: DatabaseSync, seq: number): readonly { readonly outcome: Outcome; readonly ms: number }[] {
  // Of the Trial that those after it did over.
  let first: string | undefined;
  return db
    .prepare(
      `select name.id as name, row, repeat, confirm, word, ms, detail from outcome join name on name.seq = outcome.name
       where run = ? order by name.id, row, repeat, confirm`,
    )
    .all(seq)
    .map((row) => {
      const detail = row['detail'] instanceof Uint8Array ? unpackDetail(row['detail'], first) : undefined;
      if (row['confirm'] === 0) first = detail;
      return { outcome: outcomeOf(row, detail), ms: Number(row['ms']) };
    });
}

/** A finished Run, whole. */
export function load(db: DatabaseSync, seq: number): StoredRun {
  const head = db.prepare('select head from head where run = ?').get(seq)?.['head'];
  if (!(head instanceof Uint8Array)) throw new Error('a finished run is not whole');
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
  // The same twice: what an index can find, and what it means.
  const beginning = 'id >= ?1 and id < ?1 || char(0x10ffff) and substr(id, 1, length(?1)) = ?1';
  const newest = 'order by started_at desc, id desc limit ?';
  const named = (ref: string, finished: boolean): readonly Row[] => {
    const among = `select * from run where state ${finished ? '=' : '<>'} 'finished'`;
    return ref === 'latest'
      ? db.prepare(`${among} ${newest}`).all(1)
      : db.prepare(`${among} and ${beginning} order by id = ?1 desc limit 2`).all(ref);
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
      const rows = rowsOf(db, `select ${summaryColumns} from run where ${text} ${newest}`, ...values, limit);
      return Array.from(rows, summaryOf);
    },
    count(filter) {
      const { text, values } = where(filter);
      return Number(db.prepare(`select count(*) as n from run where ${text}`).get(...values)?.['n']);
    },
    scenarioRuns({ scenario, limit, ...filter }) {
      const { text, values } = where(filter, `state = 'finished'`);
      const rows = rowsOf(
        db,
        `select ${summaryColumns}, verdict.word, scenario.digest, scenario.ref from name
         join scenario on scenario.name = name.seq join verdict on verdict.scenario = scenario.seq
         join run on run.seq = verdict.run where name.id = ? and ${text} ${newest.replace('id desc', 'run.id desc')}`,
        scenario,
        ...values,
        limit,
      );
      return Array.from(rows, (row) => {
        const [word, digest, ref] = row.slice(summaryWidth);
        const { name } = JSON.parse(String(ref)) as ScenarioRef;
        return { run: summaryOf(row), verdict: wordOf(word), digest: String(digest), name };
      });
    },
  };
}

/** The one row that an id, or its beginning, means. */
function one<T>(rows: readonly Row[], ref: string, read: (row: Row) => T): T | 'none' | 'ambiguous' {
  const [first, second] = rows;
  if (first === undefined) return 'none';
  return second !== undefined && first['id'] !== ref ? 'ambiguous' : read(first);
}

/** As lists, in the order of the columns, one after another: of ten thousand none has to be kept. */
function rowsOf(db: DatabaseSync, text: string, ...values: readonly (string | number)[]): Iterable<readonly unknown[]> {
  const statement = db.prepare(text);
  statement.setReturnArrays(true);
  // Its type tells of objects alone.
  return statement.iterate(...values) as Iterable<unknown> as Iterable<readonly unknown[]>;
}
