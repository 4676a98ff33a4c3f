import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { insert } from '../harness/history/claim.ts';
import { openStore } from '../harness/history/store.ts';
import { abandon, addOutcome, addVerdicts, transaction } from '../harness/history/writing.ts';
import type { SeededRun } from './seeded-runs.ts';

/** Runs that become durable at once. */
const BATCH = 100;

/**
 * Puts Runs into a new history as judging would, but many at once, and without waiting for the disk: a history of years
 * should be there in minutes.
 */
export function fillHistory(dir: string, runs: Iterable<SeededRun>): void {
  openStore(dir)[Symbol.dispose]();
  using db = new DatabaseSync(join(dir, 'history.db'));
  db.exec('pragma synchronous = off; pragma foreign_keys = on;');
  let batch: SeededRun[] = [];
  const write = (): void =>
    transaction(db, () => {
      for (const run of batch) add(db, run);
      batch = [];
    });
  for (const run of runs) {
    batch.push(run);
    if (batch.length === BATCH) write();
  }
  write();
  db.exec('pragma wal_checkpoint(truncate)');
}

function add(db: DatabaseSync, { started, recorded, stored }: SeededRun): void {
  insert(db, started);
  for (const { outcome, ms } of recorded) addOutcome(db, started.id, outcome, ms);
  if (stored === undefined) abandon(db, started.id);
  else addVerdicts(db, stored);
}
