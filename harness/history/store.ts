import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type RunSummary, type StartedRun, type Store, type StoredRun, StoreTrouble } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';

/** Raised when what is stored changes shape; an older store is migrated, a newer one refused. */
const SCHEMA_VERSION = 1;

const schema = `
  create table run (
    id text primary key,
    started_at text not null,
    label text not null,
    repo text not null,
    tree text not null,
    commit_id text,
    vault text not null,
    judging_key text not null,
    owner text not null,
    state text not null check (state in ('running', 'finished', 'abandoned')),
    pass integer not null default 0,
    total integer not null default 0,
    ms real not null default 0,
    trials text not null,
    stored text
  ) strict;
  create index run_by_start on run (started_at desc, id desc);
  create table outcome (
    run text not null references run (id),
    scenario text not null,
    row integer not null,
    repeat integer not null,
    outcome text not null,
    ms real not null,
    primary key (run, scenario, row, repeat)
  ) strict, without rowid;
`;

/**
 * The embedded store: one SQLite file in a private folder, in WAL mode with full syncs, so that what was recorded survives
 * the judge and the machine. @throws StoreTrouble here and in every method; a newer Holdout's history counts as such.
 */
export function openStore(dir: string): Store {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new StoreTrouble(dir, error);
    }
  };
  const store = guarded(() => storeOn(open(dir), join(dir, 'evidence')));
  return {
    begin: (started) => guarded(() => store.begin(started)),
    record: (run, outcome, ms) => guarded(() => store.record(run, outcome, ms)),
    keep: (run, name, bytes) => guarded(() => store.keep(run, name, bytes)),
    keptIn: (run) => store.keptIn(run),
    finish: (stored) => guarded(() => store.finish(stored)),
    abandon: (run) => guarded(() => store.abandon(run)),
    abandonLost: (isAlive) => guarded(() => store.abandonLost(isAlive)),
    find: (ref) => guarded(() => store.find(ref)),
    list: (filter) => guarded(() => store.list(filter)),
    outcomes: (run) => guarded(() => store.outcomes(run)),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  };
}

function open(dir: string): DatabaseSync {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'history.db');
  // SQLite would make it readable for everyone, and its companions like it.
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  migrate(db);
  return db;
}

function storeOn(db: DatabaseSync, evidence: string): Store {
  return {
    begin(started: StartedRun) {
      db.prepare(
        `insert into run (id, started_at, label, repo, tree, commit_id, vault, judging_key, owner, state, trials)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?)`,
      ).run(
        started.id,
        started.startedAt,
        started.label,
        started.repo,
        started.tree,
        started.commit ?? null,
        started.vault,
        started.judgingKey,
        started.owner,
        JSON.stringify(started.trials),
      );
    },
    record(run: string, outcome: Outcome, ms: number) {
      const { scenario, row, repeat } = outcome.trial;
      db.prepare('insert into outcome (run, scenario, row, repeat, outcome, ms) values (?, ?, ?, ?, ?, ?)').run(
        run,
        scenario,
        row,
        repeat,
        JSON.stringify(outcome),
        ms,
      );
    },
    keep(run, name, bytes) {
      const folder = join(evidence, run);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, basename(name)), bytes, { mode: 0o600 });
    },
    keptIn: (run) => join(evidence, run),
    finish(stored: StoredRun) {
      const { pass, total } = stored.value.tally;
      db.prepare(`update run set state = 'finished', pass = ?, total = ?, ms = ?, stored = ? where id = ?`).run(
        pass,
        total,
        stored.record.ms,
        JSON.stringify(stored),
        stored.record.id,
      );
    },
    abandon(run: string) {
      db.prepare(`update run set state = 'abandoned' where id = ? and state = 'running'`).run(run);
    },
    abandonLost(isAlive) {
      const running = db.prepare(`select id, owner from run where state = 'running'`).all();
      const lost = running.filter(({ owner }) => !isAlive(String(owner))).map(({ id }) => String(id));
      for (const id of lost) this.abandon(id);
      return lost.map((id) => `the run ${id}, which was not finished`);
    },
    find(ref: string) {
      return find(db, ref);
    },
    list({ limit, vault, label }) {
      const rows = db
        .prepare(
          'select * from run where (?1 is null or vault = ?1) and (?2 is null or label = ?2) order by started_at desc, id desc limit ?3',
        )
        .all(vault ?? null, label ?? null, limit);
      return rows.map(summary);
    },
    outcomes(run: string) {
      return db
        .prepare('select outcome, ms from outcome where run = ? order by scenario, row, repeat')
        .all(run)
        .map(({ outcome, ms }) => ({ outcome: JSON.parse(String(outcome)) as Outcome, ms: Number(ms) }));
    },
    [Symbol.dispose]() {
      db.close();
    },
  };
}

function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('pragma user_version').get()?.['user_version']);
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `this history was written by a newer Holdout (format ${version}, this one reads up to ${SCHEMA_VERSION})`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  db.exec('begin immediate');
  // Another process may have made the tables while this one waited for the lock.
  if (Number(db.prepare('pragma user_version').get()?.['user_version']) === 0)
    db.exec(`${schema} pragma user_version = ${SCHEMA_VERSION};`);
  db.exec('commit');
}

function find(db: DatabaseSync, ref: string): StoredRun | 'none' | 'ambiguous' {
  const finished = `select stored from run where state = 'finished'`;
  const rows =
    ref === 'latest'
      ? db.prepare(`${finished} order by started_at desc, id desc limit 1`).all()
      : db.prepare(`${finished} and substr(id, 1, length(?1)) = ?1 order by id = ?1 desc limit 2`).all(ref);
  const [first, second] = rows;
  if (first === undefined) return 'none';
  const stored = JSON.parse(String(first['stored'])) as StoredRun;
  return second !== undefined && stored.record.id !== ref ? 'ambiguous' : stored;
}

function summary(row: Record<string, unknown>): RunSummary {
  return {
    id: String(row['id']),
    startedAt: String(row['started_at']),
    label: String(row['label']),
    repo: String(row['repo']),
    tree: String(row['tree']),
    ...(typeof row['commit_id'] === 'string' ? { commit: row['commit_id'] } : {}),
    vault: String(row['vault']),
    judgingKey: String(row['judging_key']),
    state: row['state'] === 'finished' ? 'finished' : row['state'] === 'abandoned' ? 'abandoned' : 'running',
    pass: Number(row['pass']),
    total: Number(row['total']),
    ms: Number(row['ms']),
  };
}
