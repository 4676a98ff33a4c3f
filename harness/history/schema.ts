import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { firstEvidence, migrateFirst } from './first-version.ts';
import { qualifyingSchema } from './qualifying.ts';
import { transaction } from './writing.ts';

/** Raised when what is stored changes shape; an older store is migrated, a newer one refused. */
const SCHEMA_VERSION = 3;

/*
 * One row for each verdict, however many runs there are: what repeats (scenarios, their names) is stored once and
 * referred to by number, and an Outcome that says nothing but "passed" has no text at all.
 */
const schema = `
  create table run (
    seq integer primary key,
    id text not null unique,
    started_at text not null,
    label text not null,
    repo text not null,
    tree text not null,
    commit_id text,
    vault text not null,
    judging_key text not null,
    purpose text not null,
    isolation text not null,
    owner text not null,
    state text not null check (state in ('running', 'finished', 'abandoned')),
    reusable integer not null,
    again integer not null,
    resumed integer not null default 0,
    planned integer not null,
    request text,
    pass integer not null default 0,
    total integer not null default 0,
    errors integer not null default 0,
    ms real not null default 0,
    decision text,
    base_run text,
    evidence integer not null default 0,
    touched_at real not null
  ) strict;
  create table head (run integer primary key references run (seq), head blob not null) strict;
  create index run_by_start on run (started_at desc, id desc);
  create index run_by_key on run (judging_key, state);
  create index run_by_evidence on run (vault) where evidence = 1;
  create table name (seq integer primary key, id text not null unique) strict;
  create table scenario (
    seq integer primary key,
    name integer not null references name (seq),
    digest text not null,
    ref text not null unique
  ) strict;
  create index scenario_by_digest on scenario (digest);
  create index scenario_by_name on scenario (name);
  create table verdict (
    run integer not null references run (seq),
    at integer not null,
    scenario integer not null references scenario (seq),
    word integer not null,
    reason text,
    primary key (run, at)
  ) strict, without rowid;
  create index verdict_by_scenario on verdict (scenario, run, word);
  create table outcome (
    run integer not null references run (seq),
    name integer not null references name (seq),
    row integer not null,
    repeat integer not null,
    confirm integer not null,
    word integer not null,
    ms real not null,
    detail blob,
    primary key (run, name, row, repeat, confirm)
  ) strict, without rowid;
  create table file (
    run integer not null references run (seq),
    name text not null,
    digest text not null,
    size integer not null,
    primary key (run, name)
  ) strict, without rowid;
  create index file_by_digest on file (digest);
  create table content (digest text primary key, bytes blob not null) strict, without rowid;
  ${qualifyingSchema}
`;

/** Makes the tables, or brings those of an earlier version to this one. @throws when a newer one made them. */
export function migrate(db: DatabaseSync, dir: string): void {
  if (versionOf(db) !== SCHEMA_VERSION) transaction(db, () => make(db, dir));
  // Format 1's, which is read by now; a process that was ended right after that left it.
  rmSync(firstEvidence(dir), { recursive: true, force: true });
}

function make(db: DatabaseSync, dir: string): void {
  // Another process may have done it while this one waited for the lock.
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `this history was written by a newer Holdout (format ${version}, this one reads up to ${SCHEMA_VERSION})`,
    );
  }
  if (version === 0) db.exec(schema);
  if (version === 1) migrateFirst(db, schema, dir);
  if (version === 2) db.exec(qualifyingSchema);
  db.exec(`pragma user_version = ${SCHEMA_VERSION}`);
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('pragma user_version').get()?.['user_version']);
