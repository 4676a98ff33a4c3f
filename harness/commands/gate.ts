import { baseRunOf, basisOf, decided } from '../judge/decided.ts';
import { exitCodes } from '../model/gate.ts';
import type { Policy } from '../model/gate.ts';
import type { Store, StoredRun } from '../model/store.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { otherVault, storedRun } from './find-run.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { findOutputs, type OutputFlags, readFiles, tell } from './outputs.ts';
import { storeDir } from './places.ts';
import { reportOf } from './report-of.ts';
import { stop } from './say.ts';

interface GateFlags extends OutputFlags, KeyFlags {
  readonly vault?: string;
  readonly audience: 'owner' | 'worker';
  readonly store?: string;
}

/**
 * `holdout gate`: decides again on a stored Run, by the policy it was judged under or by a vault's as it is now. Judges
 * nothing. @returns the decision's exit code.
 */
export async function gate(ref: string, flags: GateFlags): Promise<number> {
  const outputs = await findOutputs(flags, 'render');
  if (!outputs.ok) return stop(outputs.problems, flags);
  const loaded = flags.vault === undefined ? undefined : await openVault(flags.vault, flags);
  if (loaded !== undefined && loaded.vault === undefined) return stop(loaded.problems, flags, formatProblems);
  using history = await store(storeDir(flags.store));
  const found = storedRun(ref, history);
  if (!found.ok) return stop(found.problems, flags);
  const { value } = found.value;
  const { vault } = loaded ?? {};
  if (vault !== undefined && vault.name !== value.vault.name) return stop([otherVault(found.value, vault.name)], flags);
  if (vault !== undefined && vault.judgedDigest !== value.vault.judgedDigest && flags.audience === 'owner')
    process.stderr.write('note: the vault says something else by now than what this run was judged by\n');
  const { policy, feedback } = vault ?? found.value;
  const again = decided(underPolicy({ ...found.value, feedback }, policy, history, new Date().toISOString()), history);
  const unwritten = tell(outputs.value, ({ render, showsSteps = false }, style) => {
    const report = reportOf(again, { audience: flags.audience, store: history, warnings: [], steps: showsSteps });
    return render([report], style, readFiles());
  });
  const code = exitCodes[again.decision.is];
  return unwritten.length === 0 ? code : Math.max(code, stop(unwritten, { audience: flags.audience }));
}

/** A stored Run as that policy decides on it, at that moment: with what reference runs say by now. */
export function underPolicy(stored: StoredRun, policy: Policy, history: Store, at: string): StoredRun {
  const base = baseRunOf(stored, policy, history);
  return { ...stored, policy, basis: basisOf(stored.value, policy, history, { base, at }) };
}
