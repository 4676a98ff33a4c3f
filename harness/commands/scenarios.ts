import { usefulnessText } from '../../reports/terminal/usefulness.ts';
import { byAttention, usefulnessOf } from '../gate/usefulness.ts';
import { exitCodes } from '../model/gate.ts';
import { ok } from '../model/problem.ts';
import type { Store } from '../model/store.ts';
import type { UsefulnessReport } from '../model/usefulness.ts';
import type { Vault } from '../model/vault.ts';
import { findVault, usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { moment } from './moment.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { storeDir } from './places.ts';
import { stop, styleOf } from './say.ts';

interface ScenariosFlags extends KeyFlags {
  readonly limit: number;
  readonly since?: string;
  readonly json?: boolean;
  readonly store?: string;
}

/** `holdout scenarios`: what each scenario of a vault was good for, those first that need a look. @returns the exit code. */
export async function scenarios(path: string | undefined, flags: ScenariosFlags): Promise<number> {
  const owner = { ...flags, audience: 'owner' } as const;
  const from = flags.since === undefined ? ok(undefined) : moment(flags.since, '--since', new Date());
  if (!from.ok) return stop(from.problems, owner);
  const named = path === undefined ? usualVault('.') : ok(path);
  const asked = named.ok ? findVault(named.value) : named;
  if (!asked.ok) return stop(asked.problems, owner);
  const { vault, problems } = await openVault(asked.value.dir, flags);
  if (vault === undefined) return stop(problems, owner, formatProblems);
  using history = await store(storeDir(flags.store));
  const report = reportOf(vault, flags, from.value, history);
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ version: 1, ...report }, null, 2)}\n`);
  else process.stdout.write(usefulnessText(report, styleOf(process.stdout)));
  return exitCodes.allow;
}

/** @param from `since` as a moment. */
function reportOf(
  { name, scenarios: all }: Vault,
  { limit, since }: ScenariosFlags,
  from: string | undefined,
  history: Store,
): UsefulnessReport {
  const digests = all.map(({ digest }) => digest);
  const filter = { vault: name, digests, limit, ...(from === undefined ? {} : { since: from }) };
  const { runs, more, candidates, scenarios: uses } = history.usefulness(filter);
  const evidence = history.flakeEvidence(name, digests);
  const listed = all.map((one) => usefulnessOf(one, uses.get(one.digest), evidence.get(one.digest)));
  return {
    vault: name,
    ...{ runs, candidates, more },
    ...(since === undefined ? {} : { since }),
    scenarios: byAttention(listed),
  };
}
