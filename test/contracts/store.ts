import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tally } from '../../harness/gate/tally.ts';
import type { Tried } from '../../harness/model/qualification.ts';
import type { Run, RunRecord, Verdict } from '../../harness/model/run.ts';
import type { KeptFile, StartedRun, Store, StoredRun } from '../../harness/model/store.ts';
import type { Outcome } from '../../harness/model/trial.ts';
import { outcome as outcomeOf, policy, recordOf, runOf, scenario, verdict } from '../rig/runs.ts';

/** What every store must do. `open` may be called again for the same folder, as by another process. */
export function storeContract(of: string, open: (dir: string) => Store): void {
  describe(of, () => {
    it('remembers an Outcome before its run is finished, and after it was closed', () => {
      using place = folder();
      {
        using store = open(place.dir);
        store.claim(started('r1'), alive);
        store.record('r1', outcome('a', 0), 12);
      }
      using again = open(place.dir);
      expect(again.outcomes('r1')).toEqual([{ outcome: outcome('a', 0), ms: 12 }]);
    });

    it('records a Trial once: a second Outcome is refused and replaces nothing, its confirmation is another', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim(started('r1'), alive);
      store.record('r1', outcome('a', 0), 12, [file('a.png', 'one')]);
      expect(() => store.record('r1', { ...outcome('a', 0), is: 'pass' }, 1, [file('b.png', 'two')])).toThrow();
      expect(store.outcomes('r1')).toHaveLength(1);
      expect(store.pathOf('r1', 'b.png')).toBeUndefined();
      store.record('r1', confirmed(outcome('a', 0)), 1);
      expect(store.outcomes('r1').map((one) => one.outcome.trial.confirm)).toEqual([undefined, 1]);
    });

    it('refuses a run id that is taken, and an Outcome of a run that was never begun', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim(started('r1'), alive);
      expect(() => store.claim({ ...started('r1'), again: true }, alive)).toThrow();
      expect(() => store.record('r9', outcome('a', 0), 1)).toThrow();
    });

    it('gives a finished run back as it was, by its id, its beginning, or as the latest', () => {
      using place = folder();
      using store = open(place.dir);
      const first = judged(store, 'rabc', { startedAt: '2026-01-01T00:00:00.000Z', judgingKey: 'k1' });
      const second = judged(store, 'rabd', { startedAt: '2026-01-02T00:00:00.000Z', judgingKey: 'k2' });
      expect(store.find('rabc')).toEqual(first);
      expect(store.find('rabd')).toEqual(second);
      expect(store.find('latest')).toEqual(second);
      expect(store.find('rab')).toBe('ambiguous');
      expect(store.find('x')).toBe('none');
      expect(store.find('%')).toBe('none');
    });

    it('shows a run by its own id even when another begins with it', () => {
      using place = folder();
      using store = open(place.dir);
      for (const id of ['r1', 'r12']) judged(store, id, { judgingKey: id });
      const found = store.find('r1');
      expect(typeof found === 'object' && found.record.id).toBe('r1');
    });

    it('shows a run that is not finished as what was asked for, and not as a Run', () => {
      using place = folder();
      using store = open(place.dir);
      const request = {
        repo: '/repo',
        vault: '/vault',
        ref: 'c'.repeat(40),
        cell: 'bubblewrap',
        repeats: 1,
        confirm: 1,
      } as const;
      store.claim({ ...started('r1'), request }, alive);
      expect(store.find('r1')).toBe('none');
      expect(store.find('latest')).toBe('none');
      expect(store.findUnfinished('r1')).toEqual({ ...started('r1'), request });
      expect(store.findUnfinished('latest')).toEqual({ ...started('r1'), request });
      expect(store.findUnfinished('r2')).toBe('none');
    });

    it('gives the finished run of a judging key back, instead of beginning another', () => {
      using place = folder();
      using store = open(place.dir);
      const first = judged(store, 'r1');
      expect(store.claim(started('r2'), alive)).toEqual({ is: 'stored', stored: first });
      expect(store.claim({ ...started('r3'), judgingKey: 'other' }, alive)).toEqual({ is: 'new' });
    });

    it('begins another run of a judging key when its owner wants that, and gives back the newest from then on', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', { startedAt: '2026-01-01T00:00:00.000Z' });
      const second = judged(store, 'r2', { startedAt: '2026-01-02T00:00:00.000Z', again: true });
      expect(store.claim(started('r3'), alive)).toEqual({ is: 'stored', stored: second });
    });

    it('never gives back a run that holds an error, or one of which only a part was judged', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', {}, [verdict('a', 'error', { outcomes: [] })]);
      expect(store.claim(started('r2'), alive)).toEqual({ is: 'new' });
      store.abandon('r2');
      judged(store, 'r3', { judgingKey: 'part', reusable: false });
      expect(store.claim({ ...started('r4'), judgingKey: 'part' }, alive)).toEqual({ is: 'new' });
    });

    it('keeps no trace of a run that could not begin, and all of one that another judge had begun', () => {
      using place = folder();
      using store = open(place.dir);
      expect(store.claim(started('r1'), alive)).toEqual({ is: 'new' });
      store.forget('r1');
      expect(store.list({ limit: 10 })).toEqual([]);
      expect(store.claim(started('r2'), alive)).toEqual({ is: 'new' });
      store.record('r2', outcome('a', 0), 5);
      store.forget('r2');
      expect(store.list({ limit: 10 })).toMatchObject([{ id: 'r2', state: 'abandoned' }]);
      expect(store.claim(started('r3'), alive)).toMatchObject({ is: 'resumed', run: 'r2' });
    });

    it('judges only the errors of a finished run again: what failed or passed is known', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', {}, [ran('a', 'fail'), ran('b', 'pass'), ran('c', 'error')]);
      const claimed = store.claim(started('r2'), alive);
      expect(claimed).toMatchObject({ is: 'resumed', run: 'r2', times: 0 });
      expect(claimed.is === 'resumed' && claimed.outcomes.map(({ outcome: { is } }) => is)).toEqual(['fail', 'pass']);
      store.record('r2', outcomeOf('pass', { trial: { scenario: 'c', row: 0, repeat: 0 } }), 1);
      expect(['r1', 'r2'].map((run) => store.outcomes(run).length)).toEqual([3, 3]);
      // Who wants a new one wants all of it new.
      expect(store.claim({ ...started('r3'), again: true }, alive)).toEqual({ is: 'new' });
    });

    it('lets a run go on whose judge is gone, with all that it recorded', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim({ ...started('r1'), owner: 'gone' }, alive);
      store.record('r1', outcome('a', 0), 12, [file('a.png', 'four')]);
      const claim = store.claim({ ...started('r2'), owner: 'me' }, (owner) => owner !== 'gone');
      expect(claim).toEqual({
        is: 'resumed',
        run: 'r1',
        startedAt: started('r1').startedAt,
        times: 1,
        outcomes: [{ outcome: outcome('a', 0), ms: 12 }],
        fileBytes: 4,
      });
      expect(store.list({ limit: 9 }).map(({ id, state }) => `${id} ${state}`)).toEqual(['r1 running']);
      store.abandon('r1');
      expect(store.claim({ ...started('r3'), owner: 'me' }, alive)).toMatchObject({ is: 'resumed', times: 2 });
    });

    it('says by whom a run is being judged, to all but that one judge', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim({ ...started('r1'), owner: 'first' }, alive);
      using other = open(place.dir);
      expect(other.claim({ ...started('r2'), owner: 'second' }, alive)).toEqual({
        is: 'busy',
        run: 'r1',
        owner: 'first',
      });
    });

    it('takes a judge that can’t be looked at for alive as long as it records something', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim({ ...started('r1'), owner: 'elsewhere' }, alive);
      expect(store.claim(started('r2'), unknown)).toMatchObject({ is: 'busy', run: 'r1' });
      expect(store.abandonLost(unknown)).toEqual([]);
    });

    it('gives back no run in which a scenario in quarantine could not be judged', () => {
      using place = folder();
      using store = open(place.dir);
      const verdicts = [ran('a', 'pass'), verdict('b', 'error', { outcomes: [] })];
      judged(store, 'r1', {}, verdicts, {
        value: { tally: tally(verdicts, new Map([['b', { is: 'quarantined', why: 'it is flaky' }]])) },
      });
      expect(store.claim(started('r2'), alive)).toMatchObject({ is: 'resumed', run: 'r2', times: 0 });
    });

    it('gives back no run in which any of an impossible scenario could not be judged, and counts none of it', () => {
      using place = folder();
      using store = open(place.dir);
      const apart = { ...ran('b', 'fail'), scenario: scenario('b', { impossible: true }) };
      const broken = outcomeOf('error', { trial: { scenario: 'b', row: 1, repeat: 0 } });
      judged(store, 'r1', {}, [ran('a', 'pass'), { ...apart, outcomes: [...apart.outcomes, broken] }]);
      expect(store.list({ limit: 9 })).toMatchObject([{ pass: 1, total: 1 }]);
      const claimed = store.claim(started('r2'), alive);
      expect(claimed.is === 'resumed' && claimed.outcomes.map(({ outcome: { is } }) => is)).toEqual(['pass', 'fail']);
      store.abandon('r2');
      const first = judged(store, 'r3', { judgingKey: 'k2' }, [ran('a', 'pass'), apart]);
      expect(store.claim({ ...started('r4'), judgingKey: 'k2' }, alive)).toEqual({ is: 'stored', stored: first });
    });

    it('lists runs, newest first, by what they are of, and says how far each came', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', { startedAt: '2026-01-01T00:00:00.000Z', label: 'main' });
      store.claim({ ...started('r2', '2026-01-02T00:00:00.000Z'), label: 'other', judgingKey: 'k2' }, alive);
      store.claim({ ...started('r3', '2026-01-03T00:00:00.000Z'), label: 'main', vault: 'B', judgingKey: 'k3' }, alive);
      store.abandon('r2');
      const ids = (filter: Parameters<Store['list']>[0]) => store.list(filter).map(({ id, state }) => `${id} ${state}`);
      expect(ids({ limit: 10 })).toEqual(['r3 running', 'r2 abandoned', 'r1 finished']);
      expect(ids({ limit: 1 })).toEqual(['r3 running']);
      expect(ids({ limit: 10, label: 'main' })).toEqual(['r3 running', 'r1 finished']);
      expect(ids({ limit: 10, vault: 'B' })).toEqual(['r3 running']);
      expect(ids({ limit: 10, since: '2026-01-02T00:00:00.000Z' })).toEqual(['r3 running', 'r2 abandoned']);
      expect(ids({ limit: 10, before: '2026-01-02T00:00:00.000Z' })).toEqual(['r1 finished']);
      expect(store.count({ label: 'main' })).toBe(2);
      expect(store.list({ limit: 1, label: 'main', vault: 'A' })[0]).toMatchObject({
        decision: 'allow',
        pass: 1,
        total: 1,
      });
    });

    it('finds the newest finished run of a tree or a ref', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', { startedAt: '2026-01-01T00:00:00.000Z', judgingKey: 'k1' });
      judged(store, 'r2', { startedAt: '2026-01-02T00:00:00.000Z', judgingKey: 'k2', reusable: false });
      store.claim({ ...started('r3', '2026-01-03T00:00:00.000Z'), judgingKey: 'k3' }, alive);
      expect(store.latest({ tree: 'a'.repeat(40) })?.record.id).toBe('r1');
      expect(store.latest({ label: 'main' })?.record.id).toBe('r1');
      expect(store.latest({ label: 'elsewhere' })).toBeUndefined();
    });

    it('tells what came of one scenario, run by run', () => {
      using place = folder();
      using store = open(place.dir);
      judged(store, 'r1', { startedAt: '2026-01-01T00:00:00.000Z', judgingKey: 'k1' }, [
        ran('a', 'fail'),
        ran('b', 'pass'),
      ]);
      const changed = { ...ran('a', 'pass'), scenario: scenario('a', { digest: 'changed' }) };
      judged(store, 'r2', { startedAt: '2026-01-02T00:00:00.000Z', judgingKey: 'k2' }, [changed]);
      const told = store.scenarioRuns({ scenario: 'a', limit: 9 });
      expect(told.map(({ run, verdict: is, digest }) => [run.id, is, digest])).toEqual([
        ['r2', 'pass', 'changed'],
        ['r1', 'fail', 'a'],
      ]);
      expect(store.scenarioRuns({ scenario: 'a', limit: 1 })).toHaveLength(1);
      expect(store.scenarioRuns({ scenario: 'c', limit: 9 })).toEqual([]);
    });

    it('counts what reference builds say of a scenario, and nothing that a worker can bring about', () => {
      using place = folder();
      using store = open(place.dir);
      const reference = { purpose: 'reference', reusable: true } as const;
      const days = ['01', '02', '03'].map((day) => `2026-01-${day}T00:00:00.000Z`);
      const [first = '', second = '', third = ''] = days;
      judged(store, 'r1', { ...reference, startedAt: first, judgingKey: 'k1' }, [ran('a', 'pass'), ran('b', 'pass')]);
      judged(store, 'r2', { ...reference, startedAt: second, judgingKey: 'k2' }, [ran('a', 'fail')]);
      judged(store, 'r3', { ...reference, startedAt: third, judgingKey: 'k3' }, [ran('a', 'pass', 3)]);
      judged(store, 'r4', { startedAt: third, judgingKey: 'k4' }, [ran('a', 'fail'), ran('b', 'fail')]);
      judged(store, 'r5', { ...reference, startedAt: third, judgingKey: 'k5' }, [ran('b', 'error')]);
      expect([...store.flakeEvidence('A', ['a', 'b', 'c'])]).toEqual([
        ['a', { pass: 4, fail: 1, cleanSince: 3, lastFail: second }],
        ['b', { pass: 1, fail: 0, cleanSince: 1 }],
      ]);
      expect([...store.flakeEvidence('B', ['a', 'b'])]).toEqual([]);
    });

    it('takes neither a build that could not be judged nor a regraded run for evidence', () => {
      using place = folder();
      using store = open(place.dir);
      const reference = { purpose: 'reference' } as const;
      const broken = { trouble: { reason: { word: 'build' } } } as const;
      judged(store, 'r1', { ...reference, judgingKey: 'k1' }, [ran('a', 'fail')], { value: broken });
      judged(store, 'r2', { ...reference, judgingKey: 'k2' }, [ran('a', 'pass')], { record: { regradedFrom: 'r1' } });
      judged(store, 'r3', { ...reference, judgingKey: 'k3' }, [ran('a', 'pass')]);
      expect([...store.flakeEvidence('A', ['a'])]).toEqual([['a', { pass: 1, fail: 0, cleanSince: 1 }]]);
    });

    it('tells what candidates made of scenarios, each tree once, by what the scenarios say', () => {
      using place = folder();
      using store = open(place.dir);
      const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(40));
      const days = ['01', '02', '03', '04', '05'].map((day) => `2026-01-${day}T00:00:00.000Z`);
      const run = (day: number, tree = '', label = 'main') => ({
        ...{ tree, label, judgingKey: `k${day}` },
        ...{ startedAt: days[day - 1] ?? '' },
      });
      judged(store, 'r1', run(1, one), [ran('a', 'pass'), ran('b', 'fail'), ran('c', 'pass')]);
      judged(store, 'r2', run(2, two, 'feature'), [ran('a', 'fail'), ran('b', 'pass'), ran('c', 'pass')]);
      // The same tree again: what failed then passes now.
      judged(store, 'r3', run(3, one), [ran('a', 'pass'), ran('b', 'pass'), ran('c', 'error')]);
      judged(store, 'r4', run(4, three), [ran('a', 'pass'), verdict('b', 'flaky'), verdict('c', 'skip')]);
      const edited = { ...ran('a', 'fail'), scenario: scenario('a', { digest: 'edited' }) };
      judged(store, 'r5', run(5, three), [edited]);
      const asked = { vault: 'A', digests: ['c', 'b', 'a', 'edited', 'unknown'], limit: 9 };
      const { scenarios, ...counted } = store.usefulness(asked);
      expect(counted).toEqual({ runs: 5, more: 0, candidates: 3 });
      const caught = { run: 'r2', label: 'feature', startedAt: days[1] };
      const cost = { trial: 3, run: 3 };
      expect(Object.fromEntries(scenarios)).toEqual({
        a: { passed: 2, failed: 1, mixed: 0, caught, cost },
        b: { passed: 1, failed: 0, mixed: 2, cost },
        c: { passed: 2, failed: 0, mixed: 0, cost },
        edited: { passed: 0, failed: 1, mixed: 0, caught: { run: 'r5', label: 'main', startedAt: days[4] }, cost },
      });
      const { scenarios: newest, ...few } = store.usefulness({ ...asked, limit: 2 });
      expect(few).toEqual({ runs: 2, more: 3, candidates: 1 });
      expect(newest.get('a')).toEqual({ passed: 1, failed: 0, mixed: 0, cost });
      expect(store.usefulness({ ...asked, since: days[3] ?? '' })).toEqual({ ...few, more: 0, scenarios: newest });
      const nothing = { runs: 0, more: 0, candidates: 0, scenarios: new Map() };
      expect(store.usefulness({ ...asked, vault: 'B' })).toEqual(nothing);
    });

    it('takes nothing for a scenario’s doing that was not: builds, starts, reference runs, parts of a vault', () => {
      using place = folder();
      using store = open(place.dir);
      const words = ['build', 'install', 'start', 'refused'] as const;
      for (const word of words) judged(store, word, { judgingKey: word }, [because({ word })]);
      const late = because({ word: 'limit', detail: 'limit "run": more than 3600s' });
      judged(store, 'late', { judgingKey: 'late' }, [late]);
      judged(store, 'reference', { judgingKey: 'k1', purpose: 'reference' }, [ran('a', 'fail')]);
      judged(store, 'part', { judgingKey: 'k2', reusable: false }, [ran('a', 'fail')]);
      store.claim({ ...started('begun'), judgingKey: 'k3' }, alive);
      const asked = { vault: 'A', digests: ['a'], limit: 9 };
      expect(store.usefulness(asked)).toMatchObject({ runs: 5, candidates: 1, scenarios: new Map() });
      judged(store, 'slow', { judgingKey: 'k4' }, [because({ word: 'limit', detail: 'limit "trial": more than 60s' })]);
      expect(store.usefulness(asked).scenarios.get('a')).toMatchObject({ passed: 0, failed: 1, mixed: 0 });
    });

    it('tells what a scenario costs: one Trial in the middle, and all its rows, repeats and confirmations in a run', () => {
      using place = folder();
      using store = open(place.dir);
      const outcomes = [0, 1].flatMap((row) =>
        [0, 1].map((repeat) => outcomeOf('pass', { trial: { scenario: 'a', row, repeat } })),
      );
      const confirmations = [confirmed(outcome('a', 1))];
      judged(store, 'r1', { judgingKey: 'k1' }, [verdict('a', 'pass', { outcomes, confirmations })]);
      judged(store, 'r2', { judgingKey: 'k2' }, [verdict('a', 'pass', { outcomes })]);
      // Nothing was built, so nothing took any time.
      judged(store, 'r3', { judgingKey: 'k3' }, [verdict('a', 'fail', { outcomes: [] })]);
      const { scenarios } = store.usefulness({ vault: 'A', digests: ['a'], limit: 9 });
      expect(scenarios.get('a')?.cost).toEqual({ trial: 3, run: 13.5 });
    });

    it('gives up the runs whose process is gone, and no others', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim({ ...started('r1'), owner: 'gone', judgingKey: 'k1' }, alive);
      store.claim({ ...started('r2'), owner: 'alive', judgingKey: 'k2' }, alive);
      expect(store.abandonLost((owner) => owner === 'alive')).toEqual(['r1']);
      const states = store.list({ limit: 9 }).map(({ id, state }) => `${id} ${state}`);
      expect(states.toSorted()).toEqual(['r1 abandoned', 'r2 running']);
      expect(store.abandonLost(() => true)).toEqual([]);
    });

    it('keeps any text as it is', () => {
      using place = folder();
      using store = open(place.dir);
      const odd = `"'; drop table run; -- \u0000 \ud83d\ude00 \n`;
      store.claim({ ...started('r1'), label: odd }, alive);
      store.record('r1', { ...outcome('a', 0), reason: { word: 'mismatch', detail: odd.repeat(100) } }, 1);
      expect(store.list({ limit: 1 })[0]?.label).toBe(odd);
      expect(store.outcomes('r1')[0]?.outcome.reason.detail).toBe(odd.repeat(100));
    });

    it('keeps files of a run where nobody else can read them, whatever they are called, and equal ones once', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim(started('r1'), alive);
      store.record('r1', outcome('a', 0), 1, [file('../../a.png', 'same'), file('b.png', 'same')]);
      const kept = store.pathOf('r1', 'a.png') ?? '';
      expect(readFileSync(kept, 'utf8')).toBe('same');
      expect(store.pathOf('r1', 'b.png')).toBe(kept);
      expect(kept).toMatch(/\.png$/);
      expect(statSync(kept).mode & 0o077).toBe(0);
      expect(kept.startsWith(place.dir)).toBe(true);
      expect(store.size().files).toBe(4);
    });

    it('gives back what is in a file, also of one that has no path', () => {
      using place = folder();
      using store = open(place.dir);
      store.claim(started('r1'), alive);
      store.record('r1', outcome('a', 0), 1, [file('a.png', 'seen'), { ...file('a.bin', 'inner'), internal: true }]);
      const text = (name: string) => Buffer.from(store.read('r1', name) ?? []).toString();
      expect([text('a.png'), text('a.bin'), text('none')]).toEqual(['seen', 'inner', '']);
      expect(store.pathOf('r1', 'a.bin')).toBeUndefined();
    });

    it('removes a run with what only it has, and leaves what another one shares or is being judged', () => {
      using place = folder();
      using store = open(place.dir);
      for (const id of ['r1', 'r2', 'r3']) {
        store.claim({ ...started(id), judgingKey: id }, alive);
        const files = [file('own.png', id), file('shared.png', 'shared'), { ...file('in.bin', id), internal: true }];
        store.record(id, outcome('a', 0), 1, files);
      }
      expect([...store.fileBytes()].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
        ['r1', 4],
        ['r2', 4],
        ['r3', 4],
      ]);
      store.abandon('r1');
      const [own = '', shared = ''] = ['own.png', 'shared.png'].map((name) => store.pathOf('r1', name) ?? '');
      for (const path of [own, shared]) utimesSync(path, 0, 0);
      store.remove(['r1', 'r2']);
      expect(
        store
          .list({ limit: 9 })
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(['r2', 'r3']);
      expect(statSync(own, { throwIfNoEntry: false })).toBeUndefined();
      expect(readFileSync(shared, 'utf8')).toBe('shared');
      expect(store.read('r2', 'in.bin')).toBeDefined();
      expect(store.outcomes('r2')).toHaveLength(1);
    });

    it('remembers Trials on controls in the order in which they were kept, and the newest of the same one', () => {
      using place = folder();
      {
        using store = open(place.dir);
        store.keepTried('q1', triedOn('good', outcome('b', 0)));
        store.keepTried('q1', triedOn('bad', outcome('b', 0)));
        store.keepTried('q1', triedOn('good', confirmed(outcome('b', 0))));
        store.keepTried('q1', { ...triedOn('good', outcome('a', 1)), note: 'what else there was' });
        store.keepTried('q2', triedOn('good', outcome('c', 0)));
        store.keepTried('q1', triedOn('bad', { ...outcome('b', 0), is: 'pass' }));
      }
      using again = open(place.dir);
      expect(again.tried('q1')).toEqual([
        triedOn('good', outcome('b', 0)),
        triedOn('good', confirmed(outcome('b', 0))),
        { ...triedOn('good', outcome('a', 1)), note: 'what else there was' },
        triedOn('bad', { ...outcome('b', 0), is: 'pass' }),
      ]);
      expect(again.tried('q2')).toHaveLength(1);
    });

    it('forgets Trials on controls with which nobody went on since then', () => {
      using place = folder();
      using store = open(place.dir);
      store.keepTried('q1', triedOn('good', outcome('a', 0)));
      store.sweepTried('2000-01-01T00:00:00.000Z');
      expect(store.tried('q1')).toHaveLength(1);
      store.sweepTried('9999-01-01T00:00:00.000Z');
      expect(store.tried('q1')).toEqual([]);
    });

    it('knows what came of qualifying a scenario last, by vault and digest', () => {
      using place = folder();
      const found = (digest: string, ...findings: readonly string[]) => ({ scenario: digest, at: day(1), findings });
      {
        using store = open(place.dir);
        store.qualify('A', [found('d1', 'vacuous', 'brittle'), found('d2')]);
        store.qualify('B', [found('d1')]);
        store.qualify('A', [{ ...found('d1', 'flaky'), at: day(2) }]);
      }
      using again = open(place.dir);
      const known = again.qualified('A', ['d2', 'd1', 'd3']);
      expect(known.get('d1')).toEqual({ scenario: 'd1', at: day(2), findings: ['flaky'] });
      expect(known.get('d2')).toEqual(found('d2'));
      expect(known.size).toBe(2);
      expect([...again.qualified('B', ['d1'])]).toEqual([['d1', found('d1')]]);
      expect(again.qualified('C', ['d1']).size).toBe(0);
      expect(again.qualified('A', []).size).toBe(0);
    });

    it('serves two at once', () => {
      using place = folder();
      using one = open(place.dir);
      using two = open(place.dir);
      one.claim({ ...started('r1'), judgingKey: 'k1' }, alive);
      two.claim({ ...started('r2'), judgingKey: 'k2' }, alive);
      for (let row = 0; row < 20; row += 1) {
        one.record('r1', outcome('a', row), 1);
        two.record('r2', outcome('a', row), 1);
      }
      expect(one.outcomes('r2')).toHaveLength(20);
    });
  });
}

function folder(): { readonly dir: string } & Disposable {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-store-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

const alive = (): boolean => true;
const unknown = (): undefined => undefined;

const file = (name: string, text: string): KeptFile => ({ name, bytes: Buffer.from(text) });

const started = (id: string, startedAt = '2026-01-01T00:00:00.000Z'): StartedRun => ({
  id,
  startedAt,
  label: 'main',
  repo: '/repo',
  tree: 'a'.repeat(40),
  vault: 'A',
  judgingKey: 'k',
  purpose: 'gate',
  isolation: 'sealed',
  owner: '1 1',
  planned: 1,
  reusable: true,
  again: false,
});

const outcome = (of: string, row: number): Outcome =>
  outcomeOf('fail', { trial: { scenario: of, row, repeat: 0 }, secrets: ['s3cret'] });

const triedOn = (control: string, of: Outcome): Tried => ({ control, outcome: of, ms: 7 });

const day = (of: number): string => `2026-01-0${of}T00:00:00.000Z`;

const confirmed = (one: Outcome): Outcome => ({ ...one, trial: { ...one.trial, confirm: 1 } });

/** One that failed for that reason. */
const because = (reason: Verdict['reason']): Verdict => verdict('a', 'fail', { reason });

/** A scenario whose every repeat came to the same. */
const ran = (of: string, is: 'pass' | 'fail' | 'error', repeats = 1): Verdict =>
  verdict(of, is, {
    outcomes: Array.from({ length: repeats }, (_, repeat) =>
      outcomeOf(is, { trial: { scenario: of, row: 0, repeat } }),
    ),
  });

/** Judges: begins, records what the verdicts were folded from, finishes. */
function judged(
  store: Store,
  id: string,
  more: Partial<StartedRun> = {},
  verdicts: readonly Verdict[] = [ran('a', 'pass')],
  { value = {}, record = {} }: { readonly value?: Partial<Run>; readonly record?: Partial<RunRecord> } = {},
): StoredRun {
  store.claim({ ...started(id), ...more }, alive);
  const outcomes = verdicts.flatMap((one) => [...one.outcomes, ...(one.confirmations ?? [])]);
  for (const one of outcomes) store.record(id, one, 3);
  const stored: StoredRun = {
    value: runOf(verdicts, { purpose: more.purpose ?? 'gate', ...value }),
    record: recordOf({ id, trials: outcomes.map(({ trial }) => ({ trial, ms: 3 })), ...record }),
    policy: policy(),
    feedback: 'counts',
    basis: { flakes: {}, at: '2026-03-01T10:00:00.000Z' },
    decision: 'allow',
  };
  store.finish(stored);
  return stored;
}
