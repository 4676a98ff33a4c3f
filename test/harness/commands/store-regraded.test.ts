import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { regradedRun, storeRegraded } from '../../../harness/commands/store-regraded.ts';
import { openStore } from '../../../harness/history/store.ts';
import { recordingName } from '../../../harness/judge/evidence.ts';
import type { KeptFile, Store, StoredRun } from '../../../harness/model/store.ts';
import type { Outcome, TrialId } from '../../../harness/model/trial.ts';
import type { Vault } from '../../../harness/model/vault.ts';
import { failure, outcome, policy, recordOf, runOf, verdict } from '../../rig/runs.ts';

const vault = { policy: policy({ digest: 'new' }), feedback: 'counts' } as Vault;
const bytes = (text: string) => new TextEncoder().encode(text);
const trial = (scenario: string, more: Partial<TrialId> = {}): TrialId => ({ scenario, row: 0, repeat: 0, ...more });

const attached = [{ what: 'screenshot', name: 'b.png' }] as const;
const passed = outcome('pass', { trial: trial('a') });
const failed = outcome('fail', { trial: trial('b'), failures: [failure({ attached })] });
const again = outcome('fail', { trial: trial('b', { confirm: 1 }) });
const then: StoredRun = {
  value: runOf([
    verdict('a', 'pass', { outcomes: [passed] }),
    verdict('b', 'fail', { outcomes: [failed], confirmations: [again] }),
  ]),
  record: recordOf({
    id: 'rthen',
    again: true,
    walls: ['network'],
    limits: 'watched',
    trials: [passed, failed, again].map((one, index) => ({ trial: one.trial, ms: index + 1 })),
  }),
  policy: policy(),
  feedback: 'gate',
  basis: { flakes: {}, at: '2026-03-01T10:00:00.000Z' },
};
const now = { id: 'rnow', startedAt: '2026-03-02T10:00:00.000Z' };
/** `a` fails now, and `b` says what it said. */
const value = {
  ...then.value,
  judgingKey: 'other'.repeat(12),
  verdicts: [verdict('a', 'fail', { outcomes: [{ ...passed, is: 'fail' }] }), ...then.value.verdicts.slice(1)],
};

let dir: string;
let history: Store;

function begin(stored: StoredRun, files: (one: Outcome) => readonly KeptFile[]): void {
  const { value: run, record } = stored;
  const { label, repo, tree } = run.candidate;
  const started = { id: record.id, startedAt: record.startedAt, label, repo, tree, vault: run.vault.name };
  const { judgingKey, purpose, isolation } = run;
  const more = { judgingKey, purpose, isolation, owner: 'me', planned: 3, reusable: true, again: false };
  history.claim({ ...started, ...more }, () => true);
  for (const one of [passed, failed, again]) history.record(record.id, one, 1, files(one));
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdout-test-'));
  history = openStore(dir);
  begin(then, (one) => [
    { name: recordingName(one.trial), bytes: bytes(`recording of ${one.trial.scenario}`), internal: true },
    ...(one === failed ? [{ name: 'b.png', bytes: bytes('picture') }] : []),
  ]);
  history.finish(then);
});
afterEach(() => {
  history[Symbol.dispose]();
  rmSync(dir, { recursive: true, force: true });
});

describe('a regraded Run', () => {
  it('says where it comes from, and is decided as the vault says now', () => {
    const { record, policy: rules, feedback } = regradedRun(then, value, { vault, history, ...now });
    expect(record).toEqual({
      ...recordOf(now),
      walls: ['network'],
      limits: 'watched',
      trials: then.record.trials,
      regradedFrom: 'rthen',
    });
    expect([rules.digest, feedback]).toEqual(['new', 'counts']);
  });

  it('is compared with itself, when it was', () => {
    const own = { ...then, basis: { flakes: {}, at: '2026-03-01T10:00:00.000Z', base: { run: 'rthen', ref: 'main' } } };
    const compared = { vault: { ...vault, policy: policy({ base: 'main' }) }, history, ...now };
    expect(regradedRun(own, value, compared).basis.base).toEqual({ run: 'rnow', ref: 'main' });
  });

  it('is stored with every Outcome and its files, those that changed as they are now', () => {
    const stored = regradedRun(then, value, { vault, history, ...now });
    const changed = [{ name: recordingName(passed.trial), bytes: bytes('as it reads now'), internal: true }];
    const means = { history, owner: 'me', isAlive: () => true };
    expect(storeRegraded(stored, changed, means)).toEqual({ is: 'stored', run: 'rnow' });
    expect(history.find('rnow')).toMatchObject({
      record: { regradedFrom: 'rthen' },
      value: { verdicts: value.verdicts },
    });
    const kept = (of: Outcome) => String(Buffer.from(history.read('rnow', recordingName(of.trial)) ?? []));
    expect([passed, failed, again].map(kept)).toEqual(['as it reads now', 'recording of b', 'recording of b']);
    expect(readFileSync(history.pathOf('rnow', 'b.png') ?? '', 'utf8')).toBe('picture');
    expect(history.latest({ judgingKey: value.judgingKey })?.record.id).toBe('rnow');
    expect(history.outcomes('rnow').map(({ ms }) => ms)).toEqual(expect.arrayContaining([1, 2, 3]));
  });

  it('is not stored when there is one of the same already, or one that is being judged', () => {
    const stored = regradedRun(then, value, { vault, history, ...now });
    const means = { history, owner: 'me', isAlive: () => true };
    const other: StoredRun = { ...stored, record: { ...stored.record, id: 'rother' } };
    begin(other, () => []);
    expect(storeRegraded(stored, [], means)).toEqual({ is: 'begun', run: 'rother' });
    expect(storeRegraded(stored, [], { ...means, isAlive: () => false })).toEqual({ is: 'begun', run: 'rother' });
    history.finish(other);
    expect(storeRegraded(stored, [], means)).toEqual({ is: 'there', run: 'rother' });
    expect(history.find('rnow')).toBe('none');
  });
});
