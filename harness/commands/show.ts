import { decided } from '../judge/decided.ts';
import { exitCodes } from '../model/gate.ts';
import type { Audience } from '../model/report.ts';
import { store } from '../wiring.ts';
import { findOutputs, type OutputFlags, readFiles, tell } from './outputs.ts';
import { storedRun } from './find-run.ts';
import { storeDir } from './places.ts';
import { reportOf } from './report-of.ts';
import { stop } from './say.ts';

interface ShowFlags extends OutputFlags {
  readonly audience: Audience;
  readonly store?: string;
}

/** `holdout show`: a stored Run again, decided by the policy it was judged under. @returns the exit code of showing. */
export async function show(ref: string, flags: ShowFlags): Promise<number> {
  const outputs = await findOutputs(flags, 'render');
  if (!outputs.ok) return stop(outputs.problems, flags);
  using history = await store(storeDir(flags.store));
  const found = storedRun(ref, history);
  if (!found.ok) return stop(found.problems, flags);
  const again = decided(found.value, history);
  const unwritten = tell(outputs.value, ({ render, showsSteps = false }, style) => {
    const report = reportOf(again, { audience: flags.audience, store: history, warnings: [], steps: showsSteps });
    return render([report], style, readFiles());
  });
  return unwritten.length === 0 ? exitCodes.allow : stop(unwritten, { audience: flags.audience });
}
