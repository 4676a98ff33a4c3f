import { resolve } from 'node:path';
import type { Control } from '../model/control.ts';
import type { Event } from '../model/event.ts';
import { exitCodes } from '../model/gate.ts';
import { ok } from '../model/problem.ts';
import type { Store } from '../model/store.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { openModes } from '../vault/modes.ts';
import { store } from '../wiring.ts';
import { chooseScenarios } from './choices.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { holdLanes } from './held-lanes.ts';
import { findInstruments } from './instruments.ts';
import { onInterrupt } from './interrupt.ts';
import { judgeAll, mayGate } from './judging.ts';
import { lookAround } from './looking-around.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { findOutputs, type OutputFlags, readFiles, tell } from './outputs.ts';
import { openRunDir, storeDir, sweep } from './places.ts';
import { isAlive } from './process-name.ts';
import { showProgress, silent } from './progress.ts';
import { reportOf } from './report-of.ts';
import { stop } from './say.ts';

/** What commander makes of `run`'s options. */
export interface RunFlags extends OutputFlags, KeyFlags {
  readonly vault?: string;
  readonly ref: readonly string[];
  readonly onto?: string;
  /** What the candidate is called, when that is not the ref. */
  readonly label?: string;
  /** Folders of further objects of a local repository: those of a push that nobody has taken yet. */
  readonly objects?: readonly string[];
  readonly lanes?: number;
  readonly runs: number;
  readonly confirm?: number;
  readonly only: readonly string[];
  readonly tag: readonly string[];
  readonly seed?: string;
  readonly reference?: boolean;
  readonly again?: boolean;
  readonly cell: 'bubblewrap' | 'unconfined';
  readonly audience: 'owner' | 'worker';
  readonly store?: string;
  readonly watch?: boolean;
  readonly keep?: boolean;
  readonly headed?: boolean;
}

/** `holdout run`: judges each ref, reports, and @returns the exit code: the worst of 3, 1 and 0, or 2. */
export async function run(repo: string, flags: RunFlags): Promise<number> {
  closeInheritedDescriptors();
  using interrupt = onInterrupt();
  const outputs = await findOutputs(flags, 'render');
  if (!outputs.ok) return stop(outputs.problems, flags);
  const place = flags.vault === undefined ? usualVault(repo, '.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, flags);
  const { vault, problems } = await openVault(place.value, flags);
  const advice = problems.filter(({ severity }) => severity === 'warning');
  if (vault === undefined || advice.length < problems.length) return stop(problems, flags, formatProblems);
  const warnings = [...advice, ...openModes(vault)];
  const choices = chooseScenarios(vault, flags);
  if (!choices.ok) return stop(choices.problems, flags);
  const refs = refsOf(flags, vault.controls.good);
  const afterwards = flags.keep === true ? 'keep' : 'next';

  using runDir = openRunDir();
  using progress = flags.audience === 'worker' ? silent : showProgress(process.stderr);
  using opened = new DisposableStack();
  const { signal } = interrupt;
  let begun: string | undefined;
  const emit = (event: Event): void => {
    if (event.is === 'run-started') begun = event.run;
    if (event.is === 'run-ended') begun = undefined;
    progress(event);
  };
  const history = async (): Promise<Store> => {
    const kept = opened.use(await store(storeDir(flags.store)));
    for (const what of sweep()) progress({ is: 'swept', what });
    kept.abandonLost(isAlive);
    return kept;
  };
  const ready = await findInstruments({
    ...flags,
    repo,
    refs: refs.flatMap((ref) => ref ?? []),
    vault,
    gates: !refs.includes(undefined) && mayGate({ choices: choices.value, afterwards }),
    history,
    runDir: runDir.dir,
    emit,
    signal,
  });
  if (signal.aborted) return interrupt.exitCode();
  if (!ready.ok) return stop(ready.problems, flags);
  const { source } = ready.value;
  await using held = holdLanes(flags.keep === true ? { ...ready.value.tools, lanes: 1 } : ready.value.tools);
  const tools = flags.keep === true ? held.tools : ready.value.tools;
  const { judged, trouble } = await judgeAll(
    {
      refs,
      ...(flags.onto === undefined ? {} : { onto: flags.onto }),
      request: {
        vault,
        source,
        choices: choices.value,
        again: flags.again === true,
        asked: { repo: source.local === undefined ? source.shown : resolve(repo), vault: vault.dir, cell: flags.cell },
        afterwards,
        ...(flags.label === undefined ? {} : { label: flags.label }),
      },
    },
    tools,
  );
  progress[Symbol.dispose]();
  if (signal.aborted) {
    // A part of a vault is not gone on with, and a worker is told nothing of how judging goes.
    if (begun !== undefined && flags.audience === 'owner' && flags.keep !== true && choices.value.only.length === 0)
      process.stderr.write(
        `what was judged is kept: the same command, or holdout resume ${begun}, goes on from there\n`,
      );
    return interrupt.exitCode();
  }
  const worst = Math.max(exitCodes.allow, ...judged.map(({ decision }) => exitCodes[decision.is]));
  // What was judged is told, also when what came after it could not be.
  const unwritten =
    judged.length === 0
      ? []
      : tell(outputs.value, ({ render, showsSteps = false }, style) => {
          const telling = { audience: flags.audience, store: tools.store, warnings, steps: showsSteps };
          return render(
            judged.map((one) => reportOf(one, { ...telling, reused: one.reused })),
            style,
            readFiles(),
          );
        });
  const lanes = held.lanes();
  if (lanes !== undefined) await lookAround(lanes, vault.recipe.port, signal);
  const left = [...trouble, ...unwritten];
  if (left.length === 0) return worst;
  return Math.max(worst, stop(left, judged.length > 0 ? { audience: flags.audience } : flags));
}

/** What is judged: what was named; of reference builds, those of the vault; else the folder as it stands. */
function refsOf({ ref, reference }: RunFlags, good: readonly Control[]): readonly (string | undefined)[] {
  if (ref.length > 0) return ref;
  const named = reference === true ? good.flatMap(({ source }) => (source.is === 'ref' ? [source.ref] : [])) : [];
  return named.length > 0 ? named : [undefined];
}
