import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillHistory } from '../../bench/fill-history.ts';
import { bytesOf, questions, SIZE_TARGET, size, TIME_TARGET } from '../../bench/history.ts';
import { holdout, timeOf } from '../../bench/holdout.ts';
import { inTurn, median } from '../../bench/rounds.ts';
import { type SeededRun, seededRuns } from '../../bench/seeded-runs.ts';
import { openStore } from '../../harness/history/store.ts';
import type { RunFilter, Store } from '../../harness/model/store.ts';
import { prove } from '../rig/prove.ts';

const runs = [...seededRuns(50, 200)];
const finished = runs.flatMap(({ started, stored }) => (stored === undefined ? [] : [{ started, stored }]));

describe('a seeded history', () => {
  it('is the same each time, and as large and as mixed as was asked for', () => {
    expect(digestOf(seededRuns(50, 200))).toBe(digestOf(runs));
    const verdicts = finished.flatMap(({ stored }) => stored.value.verdicts);
    expect(runs).toHaveLength(50);
    expect(new Set(finished.map(({ stored }) => stored.value.tally.total))).toEqual(new Set([200]));
    expect(verdicts.filter(({ is }) => is === 'pass').length / verdicts.length).toBeCloseTo(0.92, 1);
    expect(new Set(verdicts.map(({ is }) => is))).toEqual(new Set(['pass', 'fail', 'flaky', 'error']));
    expect(new Set(runs.map(({ started }) => started.vault)).size).toBe(3);
    expect(new Set(runs.map(({ started }) => started.purpose))).toEqual(new Set(['gate', 'reference']));
    expect(verdicts.some(({ confirmations = [] }) => confirmations.length > 0)).toBe(true);
  });
});

describe('a store of a seeded history', () => {
  let dir = '';
  let store: Store;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'holdout-bench-'));
    fillHistory(dir, runs);
    store = openStore(dir);
  });
  afterAll(() => {
    store[Symbol.dispose]();
    rmSync(dir, { recursive: true });
  });

  const first = runs[10]?.started;
  const filters: readonly RunFilter[] = [
    {},
    { label: 'main' },
    { vault: 'Linkshelf accounts' },
    { purpose: 'reference' },
    { label: 'main', vault: 'Linkshelf accounts', purpose: 'gate' },
    { ...(first === undefined ? {} : { since: first.startedAt }) },
    { ...(first === undefined ? {} : { before: first.startedAt }) },
    { ...(first === undefined ? {} : { tree: first.tree, judgingKey: first.judgingKey }) },
    { label: 'never judged' },
  ];

  it.for(filters)('lists and counts what %j lets pass', (filter) => {
    const expected = runs.filter(({ started }) => fits(started, filter)).toReversed();
    expect(store.count(filter)).toBe(expected.length);
    expect(store.list({ ...filter, limit: 99 })).toMatchObject(
      expected.map(({ started: { id, label, startedAt }, stored }) => ({
        ...{ id, label, startedAt, planned: 200 },
        state: stored === undefined ? 'abandoned' : 'finished',
        pass: stored?.value.tally.pass ?? 0,
      })),
    );
    expect(store.list({ ...filter, limit: 3 }).map(({ id }) => id)).toEqual(
      expected.slice(0, 3).map(({ started }) => started.id),
    );
  });

  it.for(filters)('tells of each scenario what came of it in what %j lets pass', (filter) => {
    const expected = finished.filter(({ started }) => fits(started, filter)).toReversed();
    for (const scenario of ['sign-up/one-account-for-each-address-0', 'search/finds-what-was-just-written-6', 'none']) {
      const verdicts = expected.flatMap(({ started, stored }) => {
        const verdict = stored.value.verdicts.find((one) => one.scenario.id === scenario);
        const { name = '', digest } = verdict?.scenario ?? {};
        return verdict === undefined ? [] : [{ run: { id: started.id }, verdict: verdict.is, name, digest }];
      });
      expect(store.scenarioRuns({ ...filter, scenario, limit: 99 })).toMatchObject(verdicts);
      expect(store.scenarioRuns({ ...filter, scenario, limit: 2 })).toHaveLength(Math.min(2, verdicts.length));
    }
  });

  it.for(filters)('gives back the newest whole Run that %j lets pass', (filter) => {
    const newest = finished.findLast(({ started }) => fits(started, filter))?.stored;
    const found = store.latest(filter);
    expect(found?.value).toEqual(newest?.value);
    expect(found?.basis).toEqual(newest?.basis);
    expect(found?.decision).toBe(newest?.decision);
  });
});

describe.runIf(prove)('a history of two million verdicts', () => {
  it('takes no more room than it may, and answers at once', { timeout: 1_800_000 }, async () => {
    const years = mkdtempSync(join(tmpdir(), 'holdout-bench-'));
    try {
      fillHistory(years, seededRuns(size.runs, size.scenarios));
      expect(bytesOf(years)).toBeLessThan(SIZE_TARGET);
      const env = { XDG_CACHE_HOME: join(years, 'cache') };
      const asked = Object.entries({ help: ['--help'], ...questions(years, join(years, 'history.html')) });
      const measures = asked.map(([name, args]) => [name, async () => timeOf(holdout(...args), env)] as const);
      const { help = [], ...answers } = await inTurn('', Object.fromEntries(measures), { rounds: 5, uncounted: 1 });
      // Three times what it may take: other things go on here, and how long it takes is what the bench is for.
      for (const [name, samples] of Object.entries(answers))
        expect(median(samples) - median(help), name).toBeLessThan(3 * TIME_TARGET);
    } finally {
      rmSync(years, { recursive: true });
    }
  });
});

const digestOf = (all: Iterable<SeededRun>): string =>
  createHash('sha256')
    .update(JSON.stringify([...all]))
    .digest('hex');

function fits(started: SeededRun['started'], filter: RunFilter): boolean {
  const { vault, label, tree, commit, judgingKey, purpose, since, before } = filter;
  return [
    vault === undefined || started.vault === vault,
    label === undefined || started.label === label,
    tree === undefined || started.tree === tree,
    commit === undefined || started.commit === commit,
    judgingKey === undefined || started.judgingKey === judgingKey,
    purpose === undefined || started.purpose === purpose,
    since === undefined || started.startedAt >= since,
    before === undefined || started.startedAt < before,
  ].every(Boolean);
}
