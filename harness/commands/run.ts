import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { safeGit } from '../candidate/git.ts';
import { findSource, pin } from '../candidate/pin.ts';
import { findToolchain } from '../candidate/toolchain.ts';
import { decide } from '../gate/decide.ts';
import { disclose } from '../gate/disclose.ts';
import { vaultKey } from '../history/vault-key.ts';
import { type Instruments, judge } from '../judge/judge.ts';
import { laneCache } from '../judge/lane-cache.ts';
import { openLanes } from '../judge/lanes.ts';
import { exitCodes } from '../model/gate.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { sealOf } from '../vault/seal.ts';
import { confinement, laneCode, laneEntry, reporter, store } from '../wiring.ts';
import { chooseScenarios } from './choices.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { onInterrupt } from './interrupt.ts';
import { cacheDir, isAlive, openRunDir, processName, storeDir, sweep } from './places.ts';
import { showProgress, silent } from './progress.ts';
import { stop, styleOf } from './say.ts';
import { insideRepository, ownerOf } from './secrecy.ts';

/** What commander makes of `run`'s options. */
export interface RunFlags {
  readonly vault: string;
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
}

/** `holdout run`: judges each ref, reports, and @returns the exit code: the worst of 3, 1 and 0, or 2. */
export async function run(repo: string, flags: RunFlags): Promise<number> {
  closeInheritedDescriptors();
  using interrupt = onInterrupt();
  const { vault, problems } = loadVault(flags.vault);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (vault === undefined || warnings.length < problems.length) return stop(problems, flags, formatProblems);
  const choices = chooseScenarios(vault, flags);
  if (!choices.ok) return stop(choices.problems, flags);

  using runDir = openRunDir();
  const { signal } = interrupt;
  const git = safeGit(join(runDir.dir, 'git'), { signal });
  const source = await findSource(repo, git);
  if (signal.aborted) return interrupt.exitCode();
  if (!source.ok) return stop(source.problems, flags);
  const exposed = insideRepository(vault.dir, storeDir(flags.store), source.value);
  if (exposed.length > 0) return stop(exposed, flags);
  const found = findToolchain(vault.recipe.toolchain);
  if (!found.ok) return stop(found.problems, flags);
  // All of them before the first is judged: a slip in the last one's name should not cost the others' time.
  const pins = await Promise.all(flags.ref.map((ref) => pin(source.value, ref, git)));
  if (signal.aborted) return interrupt.exitCode();
  const unknown = pins.flatMap((pinned) => (pinned.ok ? [] : pinned.problems));
  if (unknown.length > 0) return stop(unknown, flags);

  const isolation = flags.cell === 'unconfined' ? 'unconfined' : sealOf(vault.dir, ownerOf(source.value));
  const walls = await confinement(flags.cell, { dir: runDir.dir, isolation });
  const missing = await walls.preflight();
  if (missing.length > 0) return stop(missing, flags);

  using progress = flags.audience === 'worker' ? silent : showProgress(process.stderr);
  using history = await store(storeDir(flags.store));
  for (const what of [...sweep(), ...history.abandonLost(isAlive)]) progress({ is: 'swept', what });
  const code = laneCode();
  const compiled = await laneCache({ parent: cacheDir('lanes'), walls, code, entry: laneEntry, runDir: runDir.dir });
  let lanePrograms = 0;
  const tools: Instruments = {
    git,
    confinement: walls,
    isolation,
    found: found.value,
    store: history,
    vaultKey: vaultKey(storeDir(flags.store)),
    buildsDir: cacheDir('builds'),
    runDir: runDir.dir,
    laneProgram: (tree) =>
      walls.lane({
        tree,
        toolchain: found.value.toolchain,
        code,
        dir: join(runDir.dir, `lane${lanePrograms++}`),
        ...(compiled === undefined ? {} : { cache: { dir: compiled, writable: false } }),
      }),
    openLanes: ({ program, log, env }, count) => openLanes({ count, program, log, entry: laneEntry, env }),
    lanes: flags.lanes ?? availableParallelism(),
    emit: progress,
    owner: processName(process.pid),
    newRunId,
    now: () => new Date(),
    signal,
  };

  const reports: Report[] = [];
  let worst: number = exitCodes.allow;
  let trouble: readonly Problem[] = [];
  for (const ref of flags.ref.length > 0 ? flags.ref : [undefined]) {
    const request = { vault, source: source.value, ...(ref === undefined ? {} : { ref }), choices: choices.value };
    const judged = await judge(request, tools);
    if (signal.aborted) return interrupt.exitCode();
    if (!judged.ok) {
      trouble = judged.problems;
      break;
    }
    const decision = decide(judged.value.value, vault.policy);
    reports.push(disclose(judged.value, decision, flags.audience, vault.feedback, warnings));
    worst = Math.max(worst, exitCodes[decision.is]);
  }
  progress[Symbol.dispose]();
  // What was judged is told, also when what came after it could not be.
  if (reports.length > 0) {
    const { render } = await reporter(flags.json === true ? 'json' : 'terminal');
    process.stdout.write(render(reports, styleOf(process.stdout)));
  }
  if (trouble.length === 0) return worst;
  return Math.max(worst, stop(trouble, reports.length > 0 ? { audience: flags.audience } : flags));
}

/** Sorts by time. */
function newRunId(): string {
  const chance = Math.floor(Math.random() * 36 ** 3);
  return `r${Date.now().toString(36)}${chance.toString(36).padStart(3, '0')}`;
}
