import type { DatabaseSync } from 'node:sqlite';
import type { Claim, IsAlive, StartedRun } from '../model/store.ts';
import { load, recorded } from './reading.ts';
import { codeOf } from './rows.ts';
import { seqOf, transaction } from './writing.ts';

/** See `Store.claim`. One transaction: of two judges that want the same Run, one begins it. */
export function claim(db: DatabaseSync, started: StartedRun, isAlive: IsAlive): Claim {
  return transaction(db, () => {
    const found = started.reusable ? existing(db, started, isAlive) : undefined;
    if (found !== undefined) return found;
    insert(db, started);
    return (started.reusable && !started.again ? carried(db, started) : undefined) ?? { is: 'new' };
  });
}

/**
 * What is known of that judging key from a Run that an error kept from being final: every Trial but those that ended in one.
 * Otherwise a candidate that can bring an error about would have its fails judged again until they pass.
 */
function carried(db: DatabaseSync, { id, startedAt, judgingKey }: StartedRun): Claim | undefined {
  const from = db
    .prepare(
      `select seq from run where judging_key = ? and state = 'finished' and errors > 0 and reusable = 1
       order by started_at desc, id desc limit 1`,
    )
    .get(judgingKey)?.['seq'];
  if (from === undefined) return undefined;
  const seq = seqOf(db, id);
  db.prepare(
    `insert into outcome (run, name, row, repeat, confirm, word, ms, detail)
     select ?, name, row, repeat, confirm, word, ms, detail from outcome as own where run = ? and word <> ? and not exists (
       select 1 from outcome as first where first.run = own.run and first.name = own.name and first.row = own.row
         and first.repeat = own.repeat and first.confirm = 0 and first.word = ?)`,
  ).run(seq, from, codeOf('error'), codeOf('error'));
  const outcomes = recorded(db, seq);
  if (outcomes.length === 0) return undefined;
  // Those of a Trial that is judged again are replaced with it.
  db.prepare('insert into file (run, name, digest, size) select ?, name, digest, size from file where run = ?').run(
    seq,
    from,
  );
  return { is: 'resumed', run: id, startedAt, times: 0, outcomes, fileBytes: bytesOf(db, seq) };
}

function existing(db: DatabaseSync, { judgingKey, owner, again }: StartedRun, isAlive: IsAlive): Claim | undefined {
  const newest = 'and reusable = 1 order by started_at desc, id desc limit 1';
  // What could not be judged is judged again: an error is ours, and may have gone.
  const finished = again
    ? undefined
    : db
        .prepare(`select seq from run where judging_key = ? and state = 'finished' and errors = 0 ${newest}`)
        .get(judgingKey);
  if (finished !== undefined) return { is: 'stored', stored: load(db, Number(finished['seq'])) };
  const begun = db
    .prepare(`select * from run where judging_key = ? and again = ? and state <> 'finished' ${newest}`)
    .get(judgingKey, Number(again));
  if (begun === undefined) return undefined;
  const [run, by, seq] = [String(begun['id']), String(begun['owner']), Number(begun['seq'])];
  const busy = begun['state'] === 'running' && by !== owner && (isAlive(by) ?? isRecent(begun['touched_at']));
  // Who wants a new one has no use for that of another.
  if (busy) return again ? undefined : { is: 'busy', run, owner: by };
  db.prepare(`update run set state = 'running', owner = ?, touched_at = ?, resumed = resumed + 1 where seq = ?`).run(
    owner,
    Date.now(),
    seq,
  );
  const outcomes = recorded(db, seq);
  return {
    is: 'resumed',
    run,
    startedAt: String(begun['started_at']),
    times: Number(begun['resumed']) + 1,
    outcomes,
    fileBytes: bytesOf(db, seq),
  };
}

/** Of the files that a Run has kept. */
const bytesOf = (db: DatabaseSync, seq: number): number =>
  Number(db.prepare('select coalesce(sum(size), 0) as size from file where run = ?').get(seq)?.['size']);

/** Milliseconds in which a judge that can't be looked at, in another container, has to record something. */
const SILENCE_MS = 15 * 60_000;

const isRecent = (touchedAt: unknown): boolean => Date.now() - Number(touchedAt) < SILENCE_MS;

/** A Run that is begun now. @throws when there is one of that id. */
export function insert(db: DatabaseSync, started: StartedRun): void {
  db.prepare(
    `insert into run (id, started_at, label, repo, tree, commit_id, vault, judging_key, purpose, isolation, owner, state,
       reusable, again, planned, request, touched_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?)`,
  ).run(
    started.id,
    started.startedAt,
    started.label,
    started.repo,
    started.tree,
    started.commit ?? null,
    started.vault,
    started.judgingKey,
    started.purpose,
    started.isolation,
    started.owner,
    Number(started.reusable),
    Number(started.again),
    started.planned,
    started.request === undefined ? null : JSON.stringify(started.request),
    Date.now(),
  );
}
