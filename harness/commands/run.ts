import { decide } from '../gate/decide.ts';
import { disclose } from '../gate/disclose.ts';
import { judge } from '../judge/judge.ts';
import { exitCodes } from '../model/gate.ts';
import { ok, type Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { Store } from '../model/store.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { reporter, store } from '../wiring.ts';
import { chooseScenarios } from './choices.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { holdLanes } from './held-lanes.ts';
import { findInstruments } from './instruments.ts';
import { onInterrupt } from './interrupt.ts';
import { lookAround } from './looking-around.ts';
import { isAlive, openRunDir, storeDir, sweep } from './places.ts';
import { showProgress, silent } from './progress.ts';
import { stop, styleOf } from './say.ts';

/** What commander makes of `run`'s options. */
export interface RunFlags {
  readonly vault?: string;
  readonly ref: readonly string[];
  readonly lanes?: number;
  readonly runs: number;
  readonly only: readonly string[];
  readonly tag: readonly string[];
  readonly seed?: string;
  readonly cell: 'bubblewrap' | 'unconfined';
  readonly audience: 'owner' | 'worker';
  readonly json?: boolean;
  readonly store?: string;
  readonly watch?: boolean;
  readonly keep?: boolean;
  readonly headed?: boolean;
}

/** `holdout run`: judges each ref, reports, and @returns the exit code: the worst of 3, 1 and 0, or 2. */
export async function run(repo: string, flags: RunFlags): Promise<number> {
  closeInheritedDescriptors();
  using interrupt = onInterrupt();
  const place = flags.vault === undefined ? usualVault(repo, '.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, flags);
  const { vault, problems } = loadVault(place.value);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (vault === undefined || warnings.length < problems.length) return stop(problems, flags, formatProblems);
  const choices = chooseScenarios(vault, flags);
  if (!choices.ok) return stop(choices.problems, flags);

  using runDir = openRunDir();
  using progress = flags.audience === 'worker' ? silent : showProgress(process.stderr);
  using opened = new DisposableStack();
  const { signal } = interrupt;
  const history = async (): Promise<Store> => {
    const kept = opened.use(await store(storeDir(flags.store)));
    for (const what of [...sweep(), ...kept.abandonLost(isAlive)]) progress({ is: 'swept', what });
    return kept;
  };
  const ready = await findInstruments({
    ...flags,
    repo,
    refs: flags.ref,
    vault,
    history,
    runDir: runDir.dir,
    emit: progress,
    signal,
  });
  if (signal.aborted) return interrupt.exitCode();
  if (!ready.ok) return stop(ready.problems, flags);
  const { source } = ready.value;
  await using held = holdLanes(flags.keep === true ? { ...ready.value.tools, lanes: 1 } : ready.value.tools);
  const tools = flags.keep === true ? held.tools : ready.value.tools;
  const afterwards = flags.keep === true ? 'keep' : 'next';

  const reports: Report[] = [];
  let worst: number = exitCodes.allow;
  let trouble: readonly Problem[] = [];
  for (const ref of flags.ref.length > 0 ? flags.ref : [undefined]) {
    const request = {
      vault,
      source,
      ...(ref === undefined ? {} : { ref }),
      choices: choices.value,
      afterwards,
    } as const;
    const judged = await judge(request, tools);
    if (signal.aborted) return interrupt.exitCode();
    if (!judged.ok) {
      trouble = judged.problems;
      break;
    }
    const decision = decide(judged.value.value, vault.policy);
    const keptIn = tools.store.keptIn(judged.value.record.id);
    reports.push(disclose(judged.value, decision, flags.audience, vault.feedback, warnings, keptIn));
    worst = Math.max(worst, exitCodes[decision.is]);
  }
  progress[Symbol.dispose]();
  // What was judged is told, also when what came after it could not be.
  if (reports.length > 0) {
    const { render } = await reporter(flags.json === true ? 'json' : 'terminal');
    process.stdout.write(render(reports, styleOf(process.stdout)));
  }
  const lanes = held.lanes();
  if (lanes !== undefined) await lookAround(lanes, vault.recipe.port, signal);
  if (trouble.length === 0) return worst;
  return Math.max(worst, stop(trouble, reports.length > 0 ? { audience: flags.audience } : flags));
}
