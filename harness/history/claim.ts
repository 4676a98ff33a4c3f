import type { DatabaseSync } from 'node:sqlite';
import type { Claim, IsAlive, StartedRun } from '../model/store.ts';
import { load, recorded } from './reading.ts';
import { transaction } from './writing.ts';

/** See `Store.claim`. One transaction: of two judges that want the same Run, one begins it. */
export function claim(db: DatabaseSync, started: StartedRun, isAlive: IsAlive): Claim {
  return transaction(db, () => {
    const found = started.reusable ? existing(db, started, isAlive) : undefined;
    if (found === undefined) insert(db, started);
    return found ?? { is: 'new' };
  });
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
  const size = db.prepare('select coalesce(sum(size), 0) as size from file where run = ?').get(seq)?.['size'];
  return {
    is: 'resumed',
    run,
    startedAt: String(begun['started_at']),
    times: Number(begun['resumed']) + 1,
    outcomes,
    fileBytes: Number(size),
  };
}

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
