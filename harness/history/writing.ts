import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { KeptFile, StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import { type Content, digestOf } from './content.ts';
import { codeOf, detailOf, headOf, reasonColumn } from './rows.ts';

// What changes the history: each function all at once, or not at all.

/** Does all of it or nothing. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('begin immediate');
  try {
    const result = work();
    db.exec('commit');
    return result;
  } catch (error) {
    db.exec('rollback');
    throw error;
  }
}

export function record(
  db: DatabaseSync,
  content: Content,
  run: string,
  outcome: Outcome,
  ms: number,
  files: readonly KeptFile[],
): void {
  transaction(db, () => {
    addOutcome(db, run, outcome, ms);
    for (const file of files) addFile(db, content, run, file);
  });
}

export function finish(db: DatabaseSync, stored: StoredRun): void {
  transaction(db, () => addVerdicts(db, stored));
}

export function addOutcome(db: DatabaseSync, run: string, outcome: Outcome, ms: number): void {
  const { scenario, row, repeat, confirm = 0 } = outcome.trial;
  db.prepare(
    'insert into outcome (run, name, row, repeat, confirm, word, ms, detail) values (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(seqOf(db, run), nameSeq(db, scenario), row, repeat, confirm, codeOf(outcome.is), ms, detailOf(outcome));
}

/** What programs read stands in the database; what people open, in a file of its own. */
export function addFile(db: DatabaseSync, content: Content, run: string, { name, bytes, internal }: KeptFile): void {
  const plain = basename(name);
  const digest = digestOf(bytes);
  if (internal === true) {
    db.prepare('insert into content (digest, bytes) values (?, ?) on conflict do nothing').run(digest, bytes);
  } else content.put(digest, plain, bytes);
  const insert = 'insert into file (run, name, digest, size) values (?, ?, ?, ?)';
  db.prepare(insert).run(seqOf(db, run), plain, digest, bytes.length);
}

export function addVerdicts(db: DatabaseSync, stored: StoredRun): void {
  const { record: times, value, decision = null } = stored;
  const { pass, total, error } = value.tally;
  const seq = seqOf(db, times.id);
  const add = db.prepare('insert into verdict (run, at, scenario, word, reason) values (?, ?, ?, ?, ?)');
  const intern = db.prepare('insert into scenario (name, digest, ref) values (?, ?, ?) on conflict do nothing');
  const known = db.prepare('select seq from scenario where ref = ?');
  value.verdicts.forEach((verdict, at) => {
    const ref = JSON.stringify(verdict.scenario);
    intern.run(nameSeq(db, verdict.scenario.id), verdict.scenario.digest, ref);
    add.run(seq, at, Number(known.get(ref)?.['seq']), codeOf(verdict.is), reasonColumn(verdict));
  });
  db.prepare(
    `update run set state = 'finished', pass = ?, total = ?, errors = ?, ms = ?, decision = ?, head = ? where seq = ?`,
  ).run(pass, total, error, times.ms, decision, headOf(stored), seq);
}

export function redecide(db: DatabaseSync, stored: StoredRun): void {
  const { decision = null, record: times, value } = stored;
  db.prepare('update run set pass = ?, decision = ?, head = ? where id = ? and state = ?').run(
    value.tally.pass,
    decision,
    headOf(stored),
    times.id,
    'finished',
  );
}

export function abandon(db: DatabaseSync, run: string): void {
  db.prepare(`update run set state = 'abandoned' where id = ? and state = 'running'`).run(run);
}

export function remove(db: DatabaseSync, content: Content, runs: readonly string[]): void {
  transaction(db, () => {
    const find = db.prepare(`select seq from run where id = ? and state <> 'running'`);
    for (const id of runs) {
      const seq = find.get(id)?.['seq'];
      if (typeof seq !== 'number') continue;
      for (const table of ['file', 'outcome', 'verdict']) db.prepare(`delete from ${table} where run = ?`).run(seq);
      db.prepare('delete from run where seq = ?').run(seq);
    }
    db.exec('delete from content where not exists (select 1 from file where file.digest = content.digest)');
    db.exec('delete from scenario where not exists (select 1 from verdict where verdict.scenario = scenario.seq)');
  });
  db.exec('vacuum; pragma wal_checkpoint(truncate)');
  const wanted = new Set(
    db
      .prepare('select distinct digest from file')
      .all()
      .map(({ digest }) => String(digest)),
  );
  content.sweep((digest) => wanted.has(digest));
}

/** @throws when there is no such Run. */
export function seqOf(db: DatabaseSync, run: string): number {
  const seq = db.prepare('select seq from run where id = ?').get(run)?.['seq'];
  if (typeof seq !== 'number') throw new Error(`there is no run ${run}`);
  return seq;
}

/** The number that stands for a scenario's id. */
function nameSeq(db: DatabaseSync, id: string): number {
  const known = db.prepare('select seq from name where id = ?').get(id)?.['seq'];
  if (typeof known === 'number') return known;
  return Number(db.prepare('insert into name (id) values (?)').run(id).lastInsertRowid);
}
