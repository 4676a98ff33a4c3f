import type { DatabaseSync } from 'node:sqlite';
import type { Qualified, Tried } from '../model/qualification.ts';
import { detailOf, packDetail, unpackDetail } from './detail.ts';
import { codeOf, outcomeOf } from './rows.ts';
import { nameSeq, prepared, transaction, unhurried } from './writing.ts';

// What qualifying a vault remembers: Trials on controls, and what came of each scenario.

/** Format 3 added these. */
export const qualifyingSchema = `
  create table tried (
    seq integer primary key,
    key text not null,
    control text not null,
    name integer not null references name (seq),
    row integer not null,
    repeat integer not null,
    confirm integer not null,
    word integer not null,
    ms real not null,
    detail blob,
    note text,
    kept_at text not null,
    unique (key, control, name, row, repeat, confirm)
  ) strict;
  create table qualified (
    vault text not null,
    scenario text not null,
    at text not null,
    findings text not null,
    primary key (vault, scenario)
  ) strict, without rowid;
`;

export function keepTried(db: DatabaseSync, key: string, { control, outcome, ms, note }: Tried): void {
  const { scenario, row, repeat, confirm = 0 } = outcome.trial;
  const detail = detailOf(outcome);
  const bytes = detail === undefined ? null : packDetail(detail, undefined);
  unhurried(db, () =>
    prepared(
      db,
      `insert or replace into tried (key, control, name, row, repeat, confirm, word, ms, detail, note, kept_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      key,
      control,
      nameSeq(db, scenario),
      row,
      repeat,
      confirm,
      codeOf(outcome.is),
      ms,
      bytes,
      note ?? null,
      new Date().toISOString(),
    ),
  );
}

export function tried(db: DatabaseSync, key: string): readonly Tried[] {
  return db
    .prepare(
      `select control, name.id as name, row, repeat, confirm, word, ms, detail, note from tried
       join name on name.seq = tried.name where key = ? order by tried.seq`,
    )
    .all(key)
    .map((row) => {
      const detail = row['detail'] instanceof Uint8Array ? unpackDetail(row['detail'], undefined) : undefined;
      return {
        control: String(row['control']),
        outcome: outcomeOf(row, detail),
        ms: Number(row['ms']),
        ...noteOf(row['note']),
      };
    });
}

const noteOf = (note: unknown): Pick<Tried, 'note'> => (typeof note === 'string' ? { note } : {});

export function sweepTried(db: DatabaseSync, before: string): void {
  db.prepare('delete from tried where key in (select key from tried group by key having max(kept_at) < ?)').run(before);
}

export function qualify(db: DatabaseSync, vault: string, entries: readonly Qualified[]): void {
  transaction(db, () => {
    const put = prepared(db, 'insert or replace into qualified (vault, scenario, at, findings) values (?, ?, ?, ?)');
    for (const { scenario, at, findings } of entries) put.run(vault, scenario, at, JSON.stringify(findings));
  });
}

export function qualified(db: DatabaseSync, vault: string, digests: readonly string[]): ReadonlyMap<string, Qualified> {
  const rows = db
    .prepare(
      `select scenario, at, findings from qualified
       where vault = ? and scenario in (select value from json_each(?))`,
    )
    .all(vault, JSON.stringify(digests));
  return new Map(
    rows.map((row) => {
      const scenario = String(row['scenario']);
      const findings = JSON.parse(String(row['findings'])) as readonly string[];
      return [scenario, { scenario, at: String(row['at']), findings }];
    }),
  );
}
