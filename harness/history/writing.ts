import { basename } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { cameTo } from '../model/impossible.ts';
import type { Verdict } from '../model/run.ts';
import type { KeptFile, StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import { type Content, digestOf } from './content.ts';
import { detailOf, packDetail, unpackDetail } from './detail.ts';
import { codeOf, headOf, reasonColumn } from './rows.ts';

// What changes the history: each function all at once, or not at all.

/** Does all of it or nothing. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('begin immediate');
  try {
    const result = work();
    db.exec('commit');
    return result;
  } catch (error) {
    // On some errors, such as a full disk, SQLite has done it.
    if (db.isTransaction) db.exec('rollback');
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
  unhurried(db, () => {
    addOutcome(db, run, outcome, ms);
    prepared(db, 'update run set touched_at = ? where id = ?').run(Date.now(), run);
    for (const file of files) addFile(db, content, run, file);
  });
}

/**
 * Does all of it or nothing, and doesn't wait for the disk: that takes longer than many a Trial. What a machine loses that
 * loses its power is judged again; a Run that is finished, and all that was recorded of it, is waited for.
 */
export function unhurried(db: DatabaseSync, work: () => void): void {
  db.exec('pragma synchronous = normal');
  try {
    transaction(db, work);
  } finally {
    db.exec('pragma synchronous = full');
  }
}

export function finish(db: DatabaseSync, stored: StoredRun): void {
  transaction(db, () => addVerdicts(db, stored));
}

export function addOutcome(db: DatabaseSync, run: string, outcome: Outcome, ms: number): void {
  const { scenario, row, repeat, confirm = 0 } = outcome.trial;
  const trial = [seqOf(db, run), nameSeq(db, scenario), row, repeat] as const;
  const detail = detailOf(outcome);
  const bytes =
    detail === undefined ? null : packDetail(detail, confirm === 0 ? undefined : storedDetail(db, ...trial));
  prepared(
    db,
    'insert into outcome (run, name, row, repeat, confirm, word, ms, detail) values (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(...trial, confirm, codeOf(outcome.is), ms, bytes);
}

/** Of the Trial that is done over. */
function storedDetail(db: DatabaseSync, ...trial: readonly number[]): string | undefined {
  const select = 'select detail from outcome where run = ? and name = ? and row = ? and repeat = ? and confirm = 0';
  const detail = prepared(db, select).get(...trial)?.['detail'];
  return detail instanceof Uint8Array ? unpackDetail(detail, undefined) : undefined;
}

/** What programs read stands in the database; what people open, in a file of its own. */
export function addFile(db: DatabaseSync, content: Content, run: string, { name, bytes, internal }: KeptFile): void {
  const plain = basename(name);
  const digest = digestOf(bytes);
  if (internal === true) {
    db.prepare('insert into content (digest, bytes) values (?, ?) on conflict do nothing').run(digest, bytes);
  } else content.put(digest, plain, bytes);
  const insert = 'insert or replace into file (run, name, digest, size) values (?, ?, ?, ?)';
  db.prepare(insert).run(seqOf(db, run), plain, digest, bytes.length);
}

export function addVerdicts(db: DatabaseSync, stored: StoredRun): void {
  const { record: times, value, decision = null } = stored;
  const { pass, total } = value.tally;
  // Those in quarantine, too: what could not be judged is judged again.
  const errors = value.verdicts.filter(isError).length;
  const evidence = value.purpose === 'reference' && value.trouble === undefined && times.regradedFrom === undefined;
  const seq = seqOf(db, times.id);
  const add = prepared(db, 'insert into verdict (run, at, scenario, word, reason) values (?, ?, ?, ?, ?)');
  const intern = prepared(db, 'insert into scenario (name, digest, ref) values (?, ?, ?)');
  const known = prepared(db, 'select seq from scenario where ref = ?');
  value.verdicts.forEach((verdict, at) => {
    const ref = JSON.stringify(verdict.scenario);
    const scenario =
      known.get(ref)?.['seq'] ??
      intern.run(nameSeq(db, verdict.scenario.id), verdict.scenario.digest, ref).lastInsertRowid;
    add.run(seq, at, Number(scenario), codeOf(verdict.is), reasonColumn(verdict));
  });
  db.prepare('insert into head (run, head) values (?, ?)').run(seq, headOf(stored));
  db.prepare(
    `update run set state = 'finished', pass = ?, total = ?, errors = ?, ms = ?, decision = ?, base_run = ?, evidence = ?
     where seq = ?`,
  ).run(pass, total, errors, times.ms, decision, stored.basis.base?.run ?? null, Number(evidence), seq);
}

const isError = (verdict: Verdict): boolean =>
  (verdict.scenario.impossible === true ? cameTo(verdict) : verdict.is) === 'error';

/** Of one that is not finished there is nothing to decide. */
export function redecide(db: DatabaseSync, stored: StoredRun): void {
  const { decision = null, record: times, value } = stored;
  transaction(db, () => {
    const seq = seqOf(db, times.id);
    const { changes } = db.prepare('update head set head = ? where run = ?').run(headOf(stored), seq);
    if (changes === 0) return;
    const { label, commit = null } = value.candidate;
    db.prepare('update run set pass = ?, decision = ?, base_run = ?, label = ?, commit_id = ? where seq = ?').run(
      value.tally.pass,
      decision,
      stored.basis.base?.run ?? null,
      label,
      commit,
      seq,
    );
  });
}

export function abandon(db: DatabaseSync, run: string): void {
  db.prepare(`update run set state = 'abandoned' where id = ? and state = 'running'`).run(run);
}

/** What has Outcomes was begun, and is given up. */
export function forget(db: DatabaseSync, run: string): void {
  const nothing = 'not exists (select 1 from outcome where outcome.run = run.seq)';
  db.prepare(`delete from run where id = ? and state = 'running' and ${nothing}`).run(run);
  abandon(db, run);
}

export function remove(db: DatabaseSync, content: Content, runs: readonly string[]): void {
  transaction(db, () => {
    const find = db.prepare(`select seq from run where id = ? and state <> 'running'`);
    for (const id of runs) {
      const seq = find.get(id)?.['seq'];
      if (typeof seq !== 'number') continue;
      for (const table of ['file', 'outcome', 'verdict', 'head'])
        db.prepare(`delete from ${table} where run = ?`).run(seq);
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
  const seq = prepared(db, 'select seq from run where id = ?').get(run)?.['seq'];
  if (typeof seq !== 'number') throw new Error(`there is no run ${run}`);
  return seq;
}

/** The number that stands for a scenario's id. */
export function nameSeq(db: DatabaseSync, id: string): number {
  const known = prepared(db, 'select seq from name where id = ?').get(id)?.['seq'];
  if (typeof known === 'number') return known;
  return Number(prepared(db, 'insert into name (id) values (?)').run(id).lastInsertRowid);
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** The same text is prepared once: a Run is written in hundreds of rows. */
export function prepared(db: DatabaseSync, text: string): StatementSync {
  const own = statements.get(db) ?? new Map<string, StatementSync>();
  const statement = own.get(text) ?? db.prepare(text);
  statements.set(db, own.set(text, statement));
  return statement;
}
