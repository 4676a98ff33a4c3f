import { grid } from '../../reports/terminal/grid.ts';
import { count } from '../../reports/terminal/text.ts';
import { type Decided, decided } from '../judge/decided.ts';
import { exitCodes, type GateDecision } from '../model/gate.ts';
import { score } from '../model/headline.ts';
import type { StoredRun } from '../model/store.ts';
import { findVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { underPolicy } from './gate.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { storeDir } from './places.ts';
import { printable, stop } from './say.ts';

interface TryFlags extends KeyFlags {
  readonly limit: number;
  readonly ref?: string;
  readonly json?: boolean;
  readonly store?: string;
}

/** One past Run under the policy it was decided by, and under the one that is tried. */
interface Tried {
  readonly stored: StoredRun;
  readonly was: GateDecision;
  readonly would: Decided;
}

/** `holdout policy try`: which past decisions a vault's gate, as it is now, would turn. Changes nothing. @returns the exit code. */
export async function tryPolicy(path: string, flags: TryFlags): Promise<number> {
  const owner = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const asked = findVault(path);
  if (!asked.ok) return stop(asked.problems, owner);
  const { vault, problems } = await openVault(asked.value.dir, flags);
  if (vault === undefined) return stop(problems, owner, formatProblems);
  using history = await store(storeDir(flags.store));
  const filter = {
    vault: vault.name,
    purpose: 'gate',
    ...(flags.ref === undefined ? {} : { label: flags.ref }),
  } as const;
  const listed = history.list({ ...filter, limit: flags.limit }).filter(({ state }) => state === 'finished');
  const tried = listed.flatMap(({ id }): readonly Tried[] => {
    const stored = history.find(id);
    if (typeof stored !== 'object' || stored.value.notForGate.length > 0) return [];
    const would = decided(underPolicy(stored, vault.policy, history, stored.basis.at), history);
    return [{ stored, was: decided(stored, history).decision, would }];
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify(document(tried), null, 2)}\n`);
  else process.stdout.write(`${told(tried, vault.name)}\n`);
  return exitCodes.allow;
}

const isTurned = ({ was, would }: Tried): boolean => was.is !== would.decision.is;

const reasonsOf = (decision: GateDecision): readonly string[] =>
  decision.is === 'allow' ? [] : decision.reasons.map(({ text }) => text);

function document(tried: readonly Tried[]) {
  return {
    version: 1,
    runs: tried.map(({ stored, was, would }) => ({
      id: stored.record.id,
      startedAt: stored.record.startedAt,
      label: stored.value.candidate.label,
      was: was.is,
      would: would.decision.is,
      reasons: reasonsOf(would.decision),
    })),
    turned: tried.filter(isTurned).length,
  };
}

function told(tried: readonly Tried[], name: string): string {
  if (tried.length === 0) return `the history has no run that ${printable(name)} could have gated`;
  const turned = tried.filter(isTurned);
  const all = `${count(tried.length, 'past decision')} of ${printable(name)}`;
  if (turned.length === 0) return `${all}: none would turn`;
  const rows = turned.map(({ stored, was, would }) => [
    stored.record.id,
    stored.record.startedAt.slice(0, 10),
    printable(stored.value.candidate.label),
    score(stored.value.tally),
    `${was.is} -> ${would.decision.is}`,
    printable(reasonsOf(would.decision)[0] ?? ''),
  ]);
  const head = ['run', 'date', 'ref', 'pass', 'decision', 'because'];
  const columns = head.map((title, i) => ({
    width: Math.min(60, Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0))),
  }));
  return [...grid(columns, [head, ...rows]), '', `${all}: ${turned.length} would turn`].join('\n');
}
