import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../harness/history/store.ts';
import { exitCodes } from '../../harness/model/gate.ts';
import type { RunSummary, Store, StoredRun } from '../../harness/model/store.ts';
import type { TrialId } from '../../harness/model/trial.ts';
import { candidateFiles, crashVault, type Fresh } from '../rig/crash.ts';
import { prove } from '../rig/prove.ts';
import { finished, type Workbench, workbench } from '../rig/workbench.ts';

/** What is to be judged, and the Run that comes of it when nobody disturbs the judge. */
interface Stage extends Disposable {
  readonly bench: Workbench;
  /** The command line that judges it into a history. */
  readonly command: (history: string) => readonly string[];
  /** A folder for a history in which the same data is drawn. */
  readonly newHistory: (name: string) => string;
  readonly undisturbed: StoredRun;
  /** Milliseconds of judging it, and until the first Trial has ended. */
  readonly ms: { readonly whole: number; readonly first: number };
}

async function stage(fresh: Fresh, size: 'whole' | 'few'): Promise<Stage> {
  const bench = workbench();
  const repo = bench.repo(candidateFiles);
  const vault = bench.vault(crashVault(fresh, size));
  const command = (history: string) => ['run', repo, '--ref', 'main', '--vault', vault, '--store', history];
  const first = join(bench.dir, 'undisturbed');
  const started = performance.now();
  const judge = bench.start(...command(first));
  const answer = finished(judge);
  await said(judge, aTrial);
  const ms = { first: performance.now() - started, whole: 0 };
  expect(await answer).toMatchObject({ code: exitCodes.allow });
  ms.whole = performance.now() - started;
  using kept = openStore(first);
  return {
    bench,
    command,
    newHistory(name) {
      const dir = join(bench.dir, name);
      mkdirSync(dir, { mode: 0o700 });
      copyFileSync(join(first, 'key'), join(dir, 'key'));
      return dir;
    },
    undisturbed: whole(kept),
    ms,
    [Symbol.dispose]: () => bench[Symbol.dispose](),
  };
}

function whole(kept: Store): StoredRun {
  const found = kept.find('latest');
  if (typeof found === 'string') throw new Error(`no finished run: ${found}`);
  return found;
}

describe('a judge that is killed', () => {
  // A sample of instants in `npm test`; 200 in `npm run prove`, of which those that need a build's start for each
  // scenario take most of the time.
  const killings: readonly (readonly [number, Fresh])[] = prove
    ? [
        [160, 'lane'],
        [40, 'scenario'],
      ]
    : [[3, 'lane']];
  it.for(killings)(
    '%d times, whenever it is, comes to the same Run in the end, and leaves nothing (fresh: %s)',
    { timeout: prove ? 10_800_000 : 600_000 },
    async ([kills, fresh]) => {
      using staged = await stage(fresh, 'whole');
      const mounted = mounts();
      const seed = process.env['CRASH_SEED'] ?? String(Date.now());
      const instants: When[] = [];
      for (let run = 0; instants.length < kills; run++) {
        // The last Run is judged to its end.
        const chance = (attempt: number): number | undefined =>
          instants.length < kills
            ? createHash('sha256').update(`${seed} ${run} ${attempt}`).digest().readUInt32BE() / 2 ** 32
            : undefined;
        await killedTillDone(staged, `killed-${run}`, chance, instants).catch((error: unknown) => {
          throw new Error(`with CRASH_SEED=${seed}, in run ${run}, after ${instants.join(', ')}`, { cause: error });
        });
      }
      expect(mounts()).toBe(mounted);
      if (prove) expect([...new Set(instants)]).toEqual(expect.arrayContaining([...everywhere]));
    },
  );
});

/** Where a Run stood when its judge was killed. */
type When = (typeof everywhere)[number] | 'when all was recorded' | 'when it was finished';

/** What takes long enough to be hit for certain. */
const everywhere = ['before it was begun', 'before its first trial', 'in its trials', 'in its confirmations'] as const;

/** Judges one Run, with its judge killed again and again. */
async function killedTillDone(
  { bench, command, newHistory, undisturbed, ms }: Stage,
  name: string,
  chance: (attempt: number) => number | undefined,
  instants: When[],
): Promise<void> {
  const dir = newHistory(name);
  rmSync(join(bench.dir, 'cache/holdout/builds'), { recursive: true });
  const trials = undisturbed.record.trials.length;
  let seen = look(dir);
  // Attempts that came to nothing: the machine is slower than it was.
  let stuck = 0;
  for (let attempt = 0; seen.run?.state !== 'finished'; attempt++) {
    const left = ms.first + ((ms.whole - ms.first) * (trials - seen.outcomes.length)) / trials;
    const share = chance(attempt);
    const longest = 1.1 * left * (1 + stuck / 4);
    const resumes = seen.run !== undefined && attempt % 2 === 1;
    const child = bench.start(...(resumes ? ['resume', 'latest', '--store', dir] : command(dir)));
    const timer = share === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), share * longest);
    const { code, stderr } = await finished(child);
    clearTimeout(timer);
    await until(() => traces(bench).length === 0);
    const before = seen;
    seen = look(dir);
    stuck = seen.outcomes.length > before.outcomes.length ? 0 : stuck + 1;
    expect(seen.troubles).toEqual([]);
    expect(seen.runs).toBeLessThanOrEqual(1);
    expect(seen.outcomes.length < before.outcomes.length ? 'a verdict was lost' : '').toBe('');
    expect(seen.outcomes).toEqual(expect.arrayContaining([...before.outcomes]));
    if (before.run !== undefined) expect(seen.run?.id).toBe(before.run.id);
    if (code === null) instants.push(whenOf(seen, undisturbed));
    else expect(`${code} ${stderr}`).toMatch(/^0 /);
  }
  // The same again finds it, and what the last judge left in temporary folders.
  expect(await bench.holdout(...command(dir))).toMatchObject({ code: exitCodes.allow });
  expect(leftovers(bench, dir)).toEqual([]);
  using kept = openStore(dir);
  const stored = whole(kept);
  expect(stored.value).toEqual(undisturbed.value);
  expect(stored.decision).toBe(undisturbed.decision);
  expect(keys(stored)).toEqual(keys(undisturbed));
  expect(kept.outcomes(stored.record.id)).toHaveLength(trials);
  expect(kept.list({ limit: 9 })).toHaveLength(1);
}

describe('two judges of the same at once', () => {
  let staged: Stage;
  beforeAll(async () => {
    staged = await stage('scenario', 'few');
  });
  afterAll(() => staged[Symbol.dispose]());

  it('are one that judges and one that waits for it: the same Run, and the same exit code', async () => {
    const { bench, command, newHistory, undisturbed } = staged;
    const dir = newHistory('both');
    const answers = await Promise.all([1, 2].map(() => bench.holdout(...command(dir), '--json')));
    expect(answers.map(({ code }) => code)).toEqual([exitCodes.allow, exitCodes.allow]);
    const [one, other] = answers.map(({ stdout }) => JSON.parse(stdout).reports[0]);
    expect(one.run).toEqual(other.run);
    expect([one.reused, other.reused].filter((reused) => reused === true)).toHaveLength(1);
    using kept = openStore(dir);
    expect(kept.list({ limit: 9 })).toHaveLength(1);
    expect(whole(kept).value).toEqual(undisturbed.value);
  });

  it('are one that takes over what the other had done, when that one is killed', async () => {
    const { bench, command, newHistory, undisturbed } = staged;
    const dir = newHistory('first-killed');
    const first = bench.start(...command(dir));
    const ended = finished(first);
    await said(first, aTrial);
    // It is there, and does nothing.
    first.kill('SIGSTOP');
    const second = bench.start(...command(dir));
    const answer = finished(second);
    await said(second, /waiting for it/);
    first.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    const { code, stderr } = await answer;
    expect(stderr).toMatch(/going on with run \S+, [1-9]\d* of 10 trials are done/);
    expect(code).toBe(exitCodes.allow);
    expect(leftovers(bench, dir)).toHaveLength(1);
    using kept = openStore(dir);
    expect(kept.list({ limit: 9 })).toHaveLength(1);
    expect(whole(kept).value).toEqual(undisturbed.value);
    expect(whole(kept).record.resumed).toBe(1);
  });

  it.for(['run', 'resume'] as const)('go on after Ctrl-C, by %s', async (how) => {
    const { bench, command, newHistory, undisturbed } = staged;
    const dir = newHistory(`interrupted-${how}`);
    const first = bench.start(...command(dir));
    const ended = finished(first);
    await said(first, aTrial);
    first.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const done = look(dir);
    expect(done.run?.state).toBe('abandoned');
    const again = how === 'run' ? command(dir) : ['resume', 'latest', '--store', dir];
    const { code, stderr } = await bench.holdout(...again);
    expect(code).toBe(exitCodes.allow);
    expect(stderr).toContain(`going on with run ${done.run?.id}, ${done.outcomes.length} of 10 trials are done`);
    expect(leftovers(bench, dir)).toEqual([]);
    using kept = openStore(dir);
    expect(whole(kept).value).toEqual(undisturbed.value);
    expect(kept.outcomes(whole(kept).record.id)).toEqual(expect.arrayContaining([...done.outcomes]));
  });
});

interface Seen {
  /** What is wrong with the database. */
  readonly troubles: readonly unknown[];
  readonly runs: number;
  readonly run: RunSummary | undefined;
  readonly outcomes: ReturnType<Store['outcomes']>;
}

/** What is in a history that a judge was killed over: in a copy, so that the next judge finds it as it was left. */
function look(dir: string): Seen {
  const copy = `${dir}-copy`;
  cpSync(dir, copy, { recursive: true });
  try {
    using kept = openStore(copy);
    using db = new DatabaseSync(join(copy, 'history.db'), { readOnly: true });
    const troubles = [
      ...db.prepare('pragma integrity_check').all(),
      ...db.prepare('pragma foreign_key_check').all(),
    ].filter((row) => row['integrity_check'] !== 'ok');
    const runs = kept.list({ limit: 9 });
    const [run] = runs;
    return { troubles, runs: runs.length, run, outcomes: run === undefined ? [] : kept.outcomes(run.id) };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function whenOf({ run, outcomes }: Seen, undisturbed: StoredRun): When {
  if (run === undefined) return 'before it was begun';
  if (run.state === 'finished') return 'when it was finished';
  if (outcomes.length === 0) return 'before its first trial';
  if (outcomes.length < run.planned) return 'in its trials';
  return outcomes.length < undisturbed.record.trials.length ? 'in its confirmations' : 'when all was recorded';
}

const keys = ({ record }: StoredRun): readonly string[] => record.trials.map(({ trial }) => keyOf(trial)).toSorted();
const keyOf = ({ scenario, row, repeat, confirm = 0 }: TrialId): string => [scenario, row, repeat, confirm].join(' ');

/** Processes of a workbench, also such as know nothing of it but the files they were given. */
function traces({ dir }: Workbench): readonly string[] {
  const files = ['cmdline', 'environ', 'mountinfo'];
  return readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && files.some((file) => read(`/proc/${pid}/${file}`).includes(basename(dir))),
  );
}

/** What should be gone with a judge, or with the one that comes after it. */
function leftovers(bench: Workbench, history: string): readonly string[] {
  const cache = join(bench.dir, 'cache/holdout');
  const unfinished = ['builds', 'lanes', 'services'].flatMap((kind) =>
    readdirSync(join(cache, kind)).filter((name) => name.includes('.partial')),
  );
  const files = join(history, 'files');
  const drafts = existsSync(files) ? readdirSync(files, { recursive: true, encoding: 'utf8' }) : [];
  return [
    ...traces(bench),
    ...readdirSync(join(bench.dir, 'tmp')),
    ...unfinished,
    ...drafts,
    ...readdirSync(history).filter((name) => /^key./.test(name)),
  ];
}

/** How a judge tells of one that has ended. */
const aTrial = /^ {2}(pass|fail) /m;

/** Until a process has printed such on standard error. */
function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended, having said: ${text}`)));
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It has ended, or was never ours to look at.
    return '';
  }
}

const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8');

/** Looks again as soon as the machine lets us; the test's own timeout is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
