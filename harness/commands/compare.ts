import { discloseComparison, discloseMatrix } from '../gate/disclose-comparison.ts';
import { exitCodes } from '../model/gate.ts';
import { store } from '../wiring.ts';
import { meantRuns } from './find-run.ts';
import { findOutputs, type OutputFlags, tell } from './outputs.ts';
import { storeDir } from './places.ts';
import { printable, stop } from './say.ts';

interface CompareFlags extends OutputFlags {
  readonly repo: string;
  readonly store?: string;
}

/** `holdout compare`: two stored Runs by their flips, or more of them as a matrix. @returns the exit code. */
export async function compareRuns(names: readonly string[], flags: CompareFlags): Promise<number> {
  const owner = { ...flags, audience: 'owner' } as const;
  const outputs = await findOutputs(flags, names.length === 2 ? 'comparison' : 'matrix');
  if (!outputs.ok) return stop(outputs.problems, owner);
  using history = await store(storeDir(flags.store));
  const meant = await meantRuns(names, flags.repo, history);
  if (!meant.ok) return stop(meant.problems, owner);
  for (const { note } of meant.value) if (note !== undefined) process.stderr.write(`note: ${printable(note)}\n`);
  const runs = meant.value.map(({ stored }) => stored);
  const [before, after, ...others] = runs;
  const unwritten =
    before !== undefined && after !== undefined && others.length === 0
      ? tell(outputs.value, (reporter, style) => reporter.comparison?.(discloseComparison(before, after), style) ?? '')
      : tell(outputs.value, (reporter, style) => reporter.matrix?.(discloseMatrix(runs), style) ?? '');
  return unwritten.length === 0 ? exitCodes.allow : stop(unwritten, { audience: 'owner' });
}
