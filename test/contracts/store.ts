import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StartedRun, Store, StoredRun } from '../../harness/model/store.ts';
import type { Outcome } from '../../harness/model/trial.ts';
import { outcome as outcomeOf, policy, recordOf, runOf, verdict } from '../rig/runs.ts';

/** What every store must do. `open` may be called again for the same folder, as by another process. */
export function storeContract(name: string, open: (dir: string) => Store): void {
  describe(name, () => {
    it('remembers an Outcome before its run is finished, and after it was closed', () => {
      using place = folder();
      {
        using store = open(place.dir);
        store.begin(started('r1'));
        store.record('r1', outcome('a', 0), 12);
      }
      using again = open(place.dir);
      expect(again.outcomes('r1')).toEqual([{ outcome: outcome('a', 0), ms: 12 }]);
    });

    it('records a Trial once: a second Outcome is refused and replaces nothing', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin(started('r1'));
      store.record('r1', outcome('a', 0), 12);
      expect(() => store.record('r1', { ...outcome('a', 0), is: 'pass' }, 1)).toThrow();
      expect(store.outcomes('r1')).toHaveLength(1);
    });

    it('refuses a run id that is taken, and an Outcome of a run that was never begun', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin(started('r1'));
      expect(() => store.begin(started('r1'))).toThrow();
      expect(() => store.record('r9', outcome('a', 0), 1)).toThrow();
    });

    it('gives a finished run back as it was, by its id, its beginning, or as the latest', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin(started('rabc', '2026-01-01T00:00:00.000Z'));
      store.begin(started('rabd', '2026-01-02T00:00:00.000Z'));
      store.finish(stored('rabc'));
      store.finish(stored('rabd'));
      expect(store.find('rabc')).toEqual(stored('rabc'));
      expect(store.find('rabd')).toEqual(stored('rabd'));
      expect(store.find('latest')).toEqual(stored('rabd'));
      expect(store.find('rab')).toBe('ambiguous');
      expect(store.find('x')).toBe('none');
      expect(store.find('%')).toBe('none');
    });

    it('shows a run by its own id even when another begins with it', () => {
      using place = folder();
      using store = open(place.dir);
      for (const id of ['r1', 'r12']) {
        store.begin(started(id));
        store.finish(stored(id));
      }
      expect(store.find('r1')).toEqual(stored('r1'));
    });

    it('does not show a run that is not finished', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin(started('r1'));
      expect(store.find('r1')).toBe('none');
      expect(store.find('latest')).toBe('none');
    });

    it('lists runs, newest first, by label and vault, and says how far each came', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin({ ...started('r1', '2026-01-01T00:00:00.000Z'), label: 'main' });
      store.begin({ ...started('r2', '2026-01-02T00:00:00.000Z'), label: 'other' });
      store.begin({ ...started('r3', '2026-01-03T00:00:00.000Z'), label: 'main', vault: 'B' });
      store.finish(stored('r1'));
      store.abandon('r2');
      const ids = (filter: Parameters<Store['list']>[0]) => store.list(filter).map(({ id, state }) => `${id} ${state}`);
      expect(ids({ limit: 10 })).toEqual(['r3 running', 'r2 abandoned', 'r1 finished']);
      expect(ids({ limit: 1 })).toEqual(['r3 running']);
      expect(ids({ limit: 10, label: 'main' })).toEqual(['r3 running', 'r1 finished']);
      expect(ids({ limit: 10, vault: 'B' })).toEqual(['r3 running']);
    });

    it('gives up the runs whose process is gone, and no others', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin({ ...started('r1'), owner: 'gone' });
      store.begin({ ...started('r2'), owner: 'alive' });
      expect(store.abandonLost((owner) => owner === 'alive')).toHaveLength(1);
      expect(
        store
          .list({ limit: 9 })
          .map(({ id, state }) => `${id} ${state}`)
          .toSorted(),
      ).toEqual(['r1 abandoned', 'r2 running']);
      expect(store.abandonLost(() => true)).toEqual([]);
    });

    it('keeps any text as it is', () => {
      using place = folder();
      using store = open(place.dir);
      const odd = `"'; drop table run; -- \u0000 \ud83d\ude00 \n`;
      store.begin({ ...started('r1'), label: odd });
      store.record('r1', { ...outcome('a', 0), reason: { word: 'mismatch', detail: odd } }, 1);
      expect(store.list({ limit: 1 })[0]?.label).toBe(odd);
      expect(store.outcomes('r1')[0]?.outcome.reason.detail).toBe(odd);
    });

    it('keeps files of a run where nobody else can read them, whatever they are called', () => {
      using place = folder();
      using store = open(place.dir);
      store.begin(started('r1'));
      store.keep('r1', '../../a.png', new Uint8Array([1, 2]));
      const kept = join(store.keptIn('r1'), 'a.png');
      expect([...readFileSync(kept)]).toEqual([1, 2]);
      expect(statSync(kept).mode & 0o077).toBe(0);
      expect(kept.startsWith(place.dir)).toBe(true);
    });

    it('serves two at once', () => {
      using place = folder();
      using one = open(place.dir);
      using two = open(place.dir);
      one.begin(started('r1'));
      two.begin(started('r2'));
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

const started = (id: string, startedAt = '2026-01-01T00:00:00.000Z'): StartedRun => ({
  id,
  startedAt,
  label: 'main',
  repo: '/repo',
  tree: 'a'.repeat(40),
  vault: 'A',
  judgingKey: 'k',
  owner: '1 1',
  trials: [{ scenario: 'a', row: 0, repeat: 0 }],
});

const outcome = (scenario: string, row: number): Outcome =>
  outcomeOf('fail', { trial: { scenario, row, repeat: 0 }, secrets: ['s3cret'] });

const stored = (id: string): StoredRun => ({
  value: runOf([verdict('a', 'pass')]),
  record: recordOf({ id }),
  policy: policy(),
  feedback: 'counts',
});
