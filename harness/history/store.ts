import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Store, StoreTrouble } from '../model/store.ts';
import { claim } from './claim.ts';
import { contentIn } from './content.ts';
import { flakeEvidence } from './flake-evidence.ts';
import { keepTried, qualified, qualify, sweepTried, tried } from './qualifying.ts';
import { readers, recorded } from './reading.ts';
import { migrate } from './schema.ts';
import { usefulness } from './usefulness.ts';
import { abandon, finish, forget, record, redecide, remove, seqOf } from './writing.ts';

/**
 * The embedded store: one SQLite file in a private folder, in WAL mode, so that what was recorded survives the judge, and a
 * finished Run the machine too, and beside it the files that people open. @throws StoreTrouble here and in every method; a
 * newer Holdout's history counts as such.
 */
export function openStore(dir: string): Store {
  const guarded = <A extends readonly unknown[], T>(work: (...args: A) => T): ((...args: A) => T) => {
    return (...args) => {
      try {
        return work(...args);
      } catch (error) {
        throw error instanceof StoreTrouble ? error : new StoreTrouble(dir, error);
      }
    };
  };
  const db = guarded(open)(dir);
  const content = contentIn(join(dir, 'files'));
  const { list, count, scenarioRuns, latest, find, findUnfinished } = readers(db);
  return {
    claim: guarded((started, isAlive) => claim(db, started, isAlive)),
    record: guarded((run, outcome, ms, files = []) => record(db, content, run, outcome, ms, files)),
    finish: guarded((stored) => finish(db, stored)),
    redecide: guarded((stored) => redecide(db, stored)),
    abandon: guarded((run) => abandon(db, run)),
    forget: guarded((run) => forget(db, run)),
    abandonLost: guarded((isAlive) => {
      const running = db.prepare(`select id, owner from run where state = 'running'`).all();
      const lost = running.filter(({ owner }) => isAlive(String(owner)) === false).map(({ id }) => String(id));
      for (const id of lost) abandon(db, id);
      content.sweepDrafts();
      return lost;
    }),
    find: guarded(find),
    findUnfinished: guarded(findUnfinished),
    latest: guarded(latest),
    list: guarded(list),
    count: guarded(count),
    scenarioRuns: guarded(scenarioRuns),
    outcomes: guarded((run) => recorded(db, seqOf(db, run))),
    pathOf: guarded((run, name) => {
      const digest = fileOf(db, run, name);
      const path = digest === undefined ? undefined : content.pathOf(digest, name);
      return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() === true ? path : undefined;
    }),
    read: guarded((run, name) => {
      const digest = fileOf(db, run, name);
      if (digest === undefined) return undefined;
      const bytes = db.prepare('select bytes from content where digest = ?').get(digest)?.['bytes'];
      if (bytes instanceof Uint8Array) return bytes;
      const path = content.pathOf(digest, name);
      return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
    }),
    flakeEvidence: guarded((vault, digests) => flakeEvidence(db, vault, digests)),
    keepTried: guarded((key, one) => keepTried(db, key, one)),
    tried: guarded((key) => tried(db, key)),
    sweepTried: guarded((before) => sweepTried(db, before)),
    qualify: guarded((vault, entries) => qualify(db, vault, entries)),
    qualified: guarded((vault, digests) => qualified(db, vault, digests)),
    usefulness: guarded((filter) => usefulness(db, filter)),
    remove: guarded((runs) => remove(db, content, runs)),
    size: guarded(() => ({ database: statSync(join(dir, 'history.db')).size, files: content.size() })),
    fileBytes: guarded(() => {
      const rows = db
        .prepare(
          `select run.id as id, sum(file.size) as size from file join run on run.seq = file.run
           where (select count(distinct run) from file as other where other.digest = file.digest) = 1 group by run.seq`,
        )
        .all();
      return new Map(rows.map(({ id, size }) => [String(id), Number(size)]));
    }),
    [Symbol.dispose]: () => db.close(),
  };
}

function open(dir: string): DatabaseSync {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'history.db');
  // SQLite would make it readable for everyone, and its companions like it.
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  migrate(db, dir);
  return db;
}

function fileOf(db: DatabaseSync, run: string, name: string): string | undefined {
  const digest = db.prepare('select digest from file where run = ? and name = ?').get(seqOf(db, run), name)?.['digest'];
  return typeof digest === 'string' ? digest : undefined;
}
