import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Policy } from '../model/gate.ts';
import type { StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import { insert } from './claim.ts';
import { contentIn } from './content.ts';
import { addFile, addOutcome, addVerdicts } from './writing.ts';

/** As format 1 kept it: one text for each Run, and files in a folder of the Run's. */
interface FirstStored extends Omit<StoredRun, 'policy' | 'basis' | 'value'> {
  readonly value: Omit<StoredRun['value'], 'tally'> & {
    readonly tally: Omit<StoredRun['value']['tally'], 'quarantined'>;
  };
  readonly policy: Omit<Policy, 'require'> & {
    readonly require: Omit<Policy['require'], 'valid'> & { readonly valid: number };
  };
}

/** Where format 1 kept files. */
export const firstEvidence = (dir: string): string => join(dir, 'evidence');

/** Brings format 1 to this one, in the caller's transaction. Files are copied. */
export function migrateFirst(db: DatabaseSync, schema: string, dir: string): void {
  db.exec('alter table run rename to old_run; alter table outcome rename to old_outcome; drop index run_by_start;');
  db.exec(schema);
  for (const row of db.prepare('select * from old_run order by started_at, id').all()) {
    const id = String(row['id']);
    const stored = typeof row['stored'] === 'string' ? upgraded(JSON.parse(row['stored']) as FirstStored) : undefined;
    insert(db, {
      id,
      startedAt: String(row['started_at']),
      label: String(row['label']),
      repo: String(row['repo']),
      tree: String(row['tree']),
      ...(typeof row['commit_id'] === 'string' ? { commit: row['commit_id'] } : {}),
      vault: String(row['vault']),
      judgingKey: String(row['judging_key']),
      purpose: 'gate',
      isolation: stored?.value.isolation ?? 'same-user',
      owner: String(row['owner']),
      planned: (JSON.parse(String(row['trials'])) as readonly unknown[]).length,
      reusable: stored?.value.notForGate.length === 0,
      again: false,
    });
    const outcomes = db.prepare('select outcome, ms from old_outcome where run = ?').all(id);
    for (const { outcome, ms } of outcomes) addOutcome(db, id, JSON.parse(String(outcome)) as Outcome, Number(ms));
    keepFiles(db, dir, join(firstEvidence(dir), id), id);
    if (stored !== undefined) addVerdicts(db, stored);
    else db.prepare(`update run set state = 'abandoned' where id = ?`).run(id);
  }
  db.exec('drop table old_outcome; drop table old_run;');
}

function upgraded({ value, policy, record, ...rest }: FirstStored): StoredRun {
  const { valid, ...require } = policy.require;
  return {
    ...rest,
    value: { ...value, tally: { ...value.tally, quarantined: 0 } },
    policy: { ...policy, require: { ...require, valid: { is: 'percent', atLeast: valid * 100 } } },
    record,
    basis: { flakes: {}, at: record.startedAt },
  };
}

function keepFiles(db: DatabaseSync, dir: string, folder: string, run: string): void {
  if (!existsSync(folder)) return;
  const content = contentIn(join(dir, 'files'));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) addFile(db, content, run, { name: entry.name, bytes: readFileSync(join(folder, entry.name)) });
  }
}
