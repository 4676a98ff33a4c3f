import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { headOf, outcomeOf, storedOf, wordOf } from '../../../harness/history/rows.ts';
import { openStore } from '../../../harness/history/store.ts';
import { verdictWords } from '../../../harness/model/run.ts';
import type { StoredRun } from '../../../harness/model/store.ts';
import { verdicts } from '../../rig/arbitrary/runs.ts';
import { tries } from '../../rig/prove.ts';
import { policy, recordOf, runOf } from '../../rig/runs.ts';

const basis = {
  flakes: { a: { pass: 3, fail: 1, cleanSince: 2 } },
  at: '2026-03-01T10:00:00.000Z',
  base: { run: 'r0', ref: 'main' },
};

it('a Run that was judged is the same when it is read again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-store-'));
  try {
    using store = openStore(dir);
    let runs = 0;
    fc.assert(
      fc.property(verdicts, (judged) => {
        const id = `r${(runs += 1)}.`;
        const { startedAt } = recordOf();
        const value = runOf(judged);
        const { label, repo, tree } = value.candidate;
        const { judgingKey, purpose, isolation } = value;
        const of = { label, repo, tree, vault: value.vault.name, judgingKey, purpose, isolation };
        const how = { owner: 'me', planned: 1, reusable: false, again: false };
        store.claim({ id, startedAt, ...of, ...how }, () => true);
        const outcomes = judged.flatMap((verdict) => [...verdict.outcomes, ...(verdict.confirmations ?? [])]);
        const trials = outcomes.map(({ trial }, index) => ({ trial, ms: index }));
        for (const [index, outcome] of outcomes.entries()) store.record(id, outcome, index);
        const stored: StoredRun = {
          value,
          record: recordOf({ id, trials, resumed: 2 }),
          policy: policy(),
          feedback: 'hints',
          basis,
          decision: 'hold',
        };
        store.finish(stored);
        const found = store.find(id);
        if (typeof found === 'string') throw new Error(found);
        expect({ ...found, record: sorted(found) }).toEqual({ ...stored, record: sorted(stored) });
      }),
      { numRuns: tries(25) },
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it('a Run of no scenario is one, too', () => {
  const stored: StoredRun = { value: runOf([]), record: recordOf(), policy: policy(), feedback: 'gate', basis };
  expect(storedOf(headOf(stored), [], [])).toEqual(stored);
});

it('every word has a number, and what has none is an error', () => {
  expect(verdictWords.map((_, code) => wordOf(code))).toEqual(verdictWords);
  expect([wordOf(9), wordOf(null)]).toEqual(['error', 'error']);
  const row = { name: 'a', row: 0, repeat: 0, confirm: 0 };
  // A Trial is never flaky.
  expect(outcomeOf({ ...row, word: verdictWords.indexOf('flaky') }, undefined).is).toBe('error');
});

/** Trials stand in no order of their own. */
const sorted = ({ record }: StoredRun) => ({
  ...record,
  trials: record.trials.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});
