import { describe, expect, it } from 'vitest';
import { basisOf, decided } from '../../../harness/judge/decided.ts';
import type { Basis } from '../../../harness/model/gate.ts';
import type { Store, StoredRun } from '../../../harness/model/store.ts';
import { policy, recordOf, runOf, verdict } from '../../rig/runs.ts';

const flaky = { pass: 20, fail: 2, cleanSince: 1, lastFail: '2026-01-01T00:00:00.000Z' };
const run = runOf([verdict('a', 'fail'), verdict('b', 'pass'), verdict('c', 'pass')]);
const rules = policy({ quarantine: { cap: 40, expires: 30 * 24 * 3_600_000 } });

const undecided = (basis: Partial<Basis>): Omit<StoredRun, 'decision'> => ({
  value: run,
  record: recordOf({ id: 'r1', startedAt: '2026-01-02T00:00:00.000Z' }),
  policy: rules,
  feedback: 'counts',
  basis: { flakes: {}, at: '2026-01-02T00:00:00.000Z', ...basis },
});
const nothing: Pick<Store, 'find'> = { find: () => 'none' };

describe('a Run that is decided on', () => {
  it('is counted without what is in quarantine then, and not without what was in it once', () => {
    const then = decided(undecided({ flakes: { a: flaky } }), nothing);
    expect(then.stored).toMatchObject({ decision: 'allow', value: { tally: { pass: 2, fail: 0, quarantined: 1 } } });
    const later = decided(undecided({ flakes: { a: flaky }, at: '2026-06-01T00:00:00.000Z' }), nothing);
    expect(later.stored).toMatchObject({ decision: 'deny', value: { tally: { pass: 2, fail: 1, quarantined: 0 } } });
  });

  it('is compared with the Run that its basis names, which may be itself, and with no other', () => {
    const other: StoredRun = { ...undecided({}), record: recordOf({ id: 'r22' }) };
    const store: Pick<Store, 'find'> = { find: (ref) => ('r22'.startsWith(ref) ? other : 'none') };
    const idOf = (id: string): string | undefined =>
      decided(undecided({ base: { run: id, ref: 'main' } }), store).base?.record.id;
    expect([idOf('r22'), idOf('r1'), idOf('r2'), idOf('r3')]).toEqual(['r22', 'r1', undefined, undefined]);
  });
});

it('the basis of a decision is what the vault’s reference runs say of what failed, here or there', () => {
  const asked: unknown[] = [];
  const clean = { pass: 20, fail: 0, cleanSince: 20 };
  const store: Pick<Store, 'flakeEvidence' | 'qualified'> = {
    qualified: () => new Map(),
    flakeEvidence: (vault, digests) => {
      asked.push(vault, digests);
      return new Map([
        ['a', clean],
        ['b', flaky],
        ['c', clean],
      ]);
    },
  };
  const at = '2026-03-01T10:00:00.000Z';
  expect(basisOf(run, policy({ base: 'main' }), store, { base: 'r9', at })).toEqual({
    flakes: { a: clean, b: flaky },
    base: { run: 'r9', ref: 'main' },
    at,
  });
  expect(asked).toEqual([run.vault.name, ['a', 'b', 'c']]);
});

const entry = (digest: string, ...findings: readonly string[]) =>
  [digest, { scenario: digest, at: '2026-03-01T10:00:00.000Z', findings }] as const;

describe('where the policy requires qualified scenarios', () => {
  const qualified = policy({ require: { qualified: true, valid: { is: 'all' } } });
  const store: Pick<Store, 'flakeEvidence' | 'qualified'> = {
    flakeEvidence: () => new Map(),
    qualified: (vault, digests) =>
      new Map(
        vault === run.vault.name ? [entry('b'), entry('c', 'vacuous')].filter(([of]) => digests.includes(of)) : [],
      ),
  };
  const about = { base: undefined, at: '2026-03-01T10:00:00.000Z' };

  it('the basis has those that have not qualified: never, or with findings', () => {
    expect(basisOf(run, qualified, store, about).unqualified).toEqual({ a: [], c: ['vacuous'] });
    expect(basisOf(run, policy(), store, about)).not.toHaveProperty('unqualified');
  });

  it('the Run is counted without them', () => {
    const basis = basisOf(run, qualified, store, about);
    const { stored, apart } = decided({ ...undecided(basis), policy: qualified }, nothing);
    expect(stored).toMatchObject({ decision: 'allow', value: { tally: { total: 3, pass: 1, fail: 0, advisory: 2 } } });
    expect([...apart]).toEqual([
      ['a', { is: 'advisory', why: 'it has not been qualified as it reads now' }],
      ['c', { is: 'advisory', why: 'it is vacuous' }],
    ]);
  });
});
