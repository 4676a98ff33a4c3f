import { count } from '../../reports/terminal/text.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { RunSummary, Store } from '../model/store.ts';
import { bytes } from '../vault/units.ts';
import { store } from '../wiring.ts';
import { age } from './moment.ts';
import { storeDir } from './places.ts';
import { isAlive } from './process-name.ts';
import { stop } from './say.ts';

interface PruneFlags {
  readonly olderThan?: string;
  readonly maxSize?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly store?: string;
}

/** All Runs of a history: more than anybody keeps. */
const ALL = 10_000_000;

/** Milliseconds after which nobody goes on with a qualification. */
const TRIED_MS = 30 * 24 * 60 * 60_000;

/** `holdout prune`: removes old Runs with their evidence. @returns the exit code. */
export async function prune(flags: PruneFlags): Promise<number> {
  const owner = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const limits = limitsOf(flags);
  if (!limits.ok) return stop(limits.problems, owner);
  using history = await store(storeDir(flags.store));
  history.abandonLost(isAlive);
  if (flags.dryRun !== true) history.sweepTried(new Date(Date.now() - TRIED_MS).toISOString());
  const before = sizeOf(history);
  const gone = chosen(history, limits.value, Date.now());
  if (flags.dryRun !== true && gone.length > 0) history.remove(gone.map(({ id }) => id));
  const after = flags.dryRun === true ? before : sizeOf(history);
  if (flags.json === true) {
    const document = { version: 1, removed: gone.map(({ id }) => id), dryRun: flags.dryRun === true, before, after };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.allow;
  }
  const what = gone.length === 0 ? 'nothing to remove' : `${count(gone.length, 'run')}${spanOf(gone)}`;
  const did = gone.length === 0 ? what : flags.dryRun === true ? `would remove ${what}` : `removed ${what}`;
  process.stdout.write(`${did}; the history takes ${megabytes(after)}\n`);
  return exitCodes.allow;
}

interface Limits {
  /** Milliseconds. */
  readonly age?: number;
  /** Bytes. */
  readonly size?: number;
}

function limitsOf({ olderThan, maxSize }: PruneFlags): Result<Limits> {
  const old = olderThan === undefined ? undefined : age(olderThan);
  const size = maxSize === undefined ? undefined : bytes(maxSize);
  if (olderThan !== undefined && old === undefined)
    return fail(problem('usage', `--older-than ${olderThan} is no age`, { fix: 'write 12h, 90d or 8w' }));
  if (maxSize !== undefined && size === undefined)
    return fail(problem('usage', `--max-size ${maxSize} is no size`, { fix: 'write 500MB or 2GiB' }));
  if (old === undefined && size === undefined)
    return fail(
      problem('usage', 'prune is told what to remove', { fix: '--older-than 90d, --max-size 2GiB, or both' }),
    );
  return ok({ ...(old === undefined ? {} : { age: old }), ...(size === undefined ? {} : { size }) });
}

/**
 * The Runs that go, oldest first: what is too old, then what is in the way of the size. What is being judged stays, and so
 * do the newest finished Run of each ref of a vault and what the others were compared with.
 */
function chosen(history: Store, limits: Limits, now: number): readonly RunSummary[] {
  const runs = history.list({ limit: ALL });
  const kept = new Set<string>();
  const newest = new Set<string>();
  for (const run of runs) {
    const ref = JSON.stringify([run.vault, run.repo, run.label, run.purpose]);
    if (run.state === 'running' || (run.state === 'finished' && !newest.has(ref))) kept.add(run.id);
    if (run.state === 'finished') newest.add(ref);
  }
  const free = runs.filter(({ id }) => !kept.has(id)).toReversed();
  const old = free.filter(({ startedAt }) => limits.age !== undefined && now - Date.parse(startedAt) > limits.age);
  if (limits.size === undefined) return withoutBases(old, runs);
  const { database } = history.size();
  const files = history.fileBytes();
  const share = database / Math.max(1, runs.length);
  const gone = new Set(old);
  let size = sizeOf(history) - old.reduce((sum, { id }) => sum + share + (files.get(id) ?? 0), 0);
  for (const run of free) {
    if (size <= limits.size) break;
    if (gone.has(run)) continue;
    gone.add(run);
    size -= share + (files.get(run.id) ?? 0);
  }
  return withoutBases(
    free.filter((run) => gone.has(run)),
    runs,
  );
}

/** Without those that what stays was compared with: a decision can be made again only beside them. */
function withoutBases(gone: readonly RunSummary[], runs: readonly RunSummary[]): readonly RunSummary[] {
  const going = new Set(gone);
  const needed = new Set(runs.filter((run) => !going.has(run)).flatMap(({ base }) => base ?? []));
  return gone.filter(({ id }) => !needed.has(id));
}

function sizeOf(history: Store): number {
  const { database, files } = history.size();
  return database + files;
}

const megabytes = (size: number): string => `${(size / 1e6).toFixed(1)} MB`;

function spanOf(gone: readonly RunSummary[]): string {
  const [first, last] = [gone[0], gone.at(-1)].map((run) => run?.startedAt.slice(0, 10) ?? '');
  return first === last ? ` of ${first}` : ` of ${first} to ${last}`;
}
