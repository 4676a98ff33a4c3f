import { basisOf, decided } from '../judge/decided.ts';
import { exitCodes } from '../model/gate.ts';
import type { Policy } from '../model/gate.ts';
import type { Store, StoredRun } from '../model/store.ts';
import { loadVault } from '../vault/load.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { storedRun } from './find-run.ts';
import { findOutputs, type OutputFlags, readFiles, tell } from './outputs.ts';
import { storeDir } from './places.ts';
import { reportOf } from './report-of.ts';
import { stop } from './say.ts';

interface GateFlags extends OutputFlags {
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
  const loaded = flags.vault === undefined ? undefined : loadVault(flags.vault);
  if (loaded !== undefined && loaded.vault === undefined) return stop(loaded.problems, flags, formatProblems);
  using history = await store(storeDir(flags.store));
  const found = storedRun(ref, history);
  if (!found.ok) return stop(found.problems, flags);
  const { policy, feedback } = loaded?.vault ?? found.value;
  const again = decided(underPolicy({ ...found.value, feedback }, policy, history), history);
  const unwritten = tell(outputs.value, ({ render, showsSteps = false }, style) => {
    const report = reportOf(again, { audience: flags.audience, store: history, warnings: [], steps: showsSteps });
    return render([report], style, readFiles());
  });
  const code = exitCodes[again.decision.is];
  return unwritten.length === 0 ? code : Math.max(code, stop(unwritten, { audience: flags.audience }));
}

/** A stored Run as it is decided on now: by that policy, with what reference runs and the base say by now. */
export function underPolicy(stored: StoredRun, policy: Policy, history: Store): StoredRun {
  return { ...stored, policy, basis: basisOf(stored.value, policy, history, baseRunOf(stored, policy, history)) };
}

/** The Run it was compared with then, if it was of the same ref; else the newest of that ref. */
function baseRunOf({ basis, value, record }: StoredRun, { base }: Policy, history: Store): string | undefined {
  if (base === undefined) return undefined;
  if (basis.base?.ref === base) return basis.base.run;
  if (value.candidate.label === base) return record.id;
  return history.latest({ label: base, vault: value.vault.name, purpose: 'gate' })?.record.id;
}
