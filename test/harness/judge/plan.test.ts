import { describe, expect, it } from 'vitest';
import { judgingKey, plan, type PlanChoices, runSeed } from '../../../harness/judge/plan.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Vault } from '../../../harness/model/vault.ts';

const scenario = (id: string, rows = 1, tags: readonly string[] = []): Scenario =>
  ({ id, tags, rows: Array.from({ length: rows }, () => []) }) as unknown as Scenario;
const vaultOf = (...scenarios: readonly Scenario[]): Vault => ({ scenarios, judgedDigest: 'd' }) as unknown as Vault;
const all: PlanChoices = { repeats: 1, confirm: 1, purpose: 'gate', only: [] };
const candidate = { label: 'main', repo: '/r', tree: 't', commit: 'c' };

describe('a plan', () => {
  it('has a Trial for each scenario, example row and repeat', () => {
    const trials = plan(vaultOf(scenario('a', 2), scenario('b')), 'seed', { ...all, repeats: 3 });
    expect(trials).toHaveLength(9);
    expect(new Set(trials.map(({ id }) => JSON.stringify(id))).size).toBe(9);
    expect(new Set(trials.map(({ seed }) => seed)).size).toBe(9);
  });

  it('is the same for the same seed, and in another order for another one', () => {
    const vault = vaultOf(...Array.from({ length: 12 }, (_, n) => scenario(`s${n}`)));
    const order = (seed: string) =>
      plan(vault, seed, all)
        .map(({ id }) => id.scenario)
        .join();
    expect(order('one')).toBe(order('one'));
    expect(order('one')).not.toBe(order('two'));
  });

  it('has only what was asked for, by id or by tag', () => {
    const vault = vaultOf(scenario('a'), scenario('b', 1, ['auth']), scenario('c'));
    const ids = (only: readonly string[]) =>
      plan(vault, 's', { ...all, only })
        .map(({ id }) => id.scenario)
        .toSorted();
    expect(ids(['a', 'tag:auth'])).toEqual(['a', 'b']);
    expect(ids(['tag:none'])).toEqual([]);
  });
});

describe('what makes a Run the same again', () => {
  it('is the tree, the vault’s judged part, the isolation, the repeats and the purpose; not the name or the commit', () => {
    const key = judgingKey(candidate, vaultOf(), 'sealed', all);
    expect(judgingKey({ ...candidate, label: 'other', commit: 'x' }, vaultOf(), 'sealed', all)).toBe(key);
    const others = [
      judgingKey({ ...candidate, tree: 'u' }, vaultOf(), 'sealed', all),
      judgingKey(candidate, { ...vaultOf(), judgedDigest: 'e' }, 'sealed', all),
      judgingKey(candidate, vaultOf(), 'same-user', all),
      judgingKey(candidate, vaultOf(), 'sealed', { ...all, repeats: 2 }),
      judgingKey(candidate, vaultOf(), 'sealed', { ...all, purpose: 'feedback' }),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
  });

  it('draws data that needs the vault’s key to foretell, unless the owner gives a seed', () => {
    expect(runSeed('k', 'secret', all)).toBe(runSeed('k', 'secret', all));
    expect(runSeed('k', 'secret', all)).not.toBe(runSeed('k', 'other', all));
    expect(runSeed('k', 'secret', all)).not.toBe(runSeed('k', 'secret', { ...all, purpose: 'feedback' }));
    expect(runSeed('k', 'secret', { ...all, seed: '7' })).toBe('7');
  });
});
