import { closeSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { findSource, type Source } from '../candidate/pin.ts';
import { safeGit } from '../candidate/git.ts';
import { findToolchain } from '../candidate/toolchain.ts';
import { decide } from '../gate/decide.ts';
import { disclose } from '../gate/disclose.ts';
import { vaultKey } from '../history/vault-key.ts';
import { type Instruments, judge } from '../judge/judge.ts';
import { laneCache } from '../judge/lane-cache.ts';
import { openLanes } from '../judge/lanes.ts';
import type { PlanChoices } from '../judge/plan.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, type Problem, problem, type Result } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { Vault } from '../model/vault.ts';
import { didYouMean } from '../vault/suggest.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { sealOf } from '../vault/seal.ts';
import { confinement, laneCode, laneEntry, reporter, store } from '../wiring.ts';
import { cacheDir, openRunDir, storeDir, sweep } from './places.ts';
import { showProgress, silent } from './progress.ts';
import { complain, styleOf } from './say.ts';

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

/** Problems that keep a verdict from being reached through nobody's words: exit 3, not 2. */
const holding = new Set([
  'no-confinement',
  'git-failed',
  'unreachable-repository',
  'unreachable-commit',
  'no-toolchain',
  'disk-full',
  'folder-changed',
]);

/** `holdout run`: judges each ref, reports, and @returns the exit code: the worst of 3, 1 and 0, or 2. */
export async function run(repo: string, flags: RunFlags): Promise<number> {
  closeInheritedDescriptors();
  const { vault, problems } = loadVault(flags.vault);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (vault === undefined || warnings.length < problems.length) {
    process.stderr.write(`${formatProblems(problems, styleOf(process.stderr))}\n`);
    return exitCodes.usage;
  }
  const choices = chooseScenarios(vault, flags);
  if (!choices.ok) return stop(choices.problems);

  using runDir = openRunDir();
  const git = safeGit(join(runDir.dir, 'git'));
  const source = await findSource(repo, git);
  if (!source.ok) return stop(source.problems);
  const inside = vaultInside(vault.dir, source.value);
  if (inside !== undefined) return stop([inside]);
  const found = findToolchain(vault.recipe.toolchain);
  if (!found.ok) return stop(found.problems);

  const isolation = flags.cell === 'unconfined' ? 'unconfined' : sealOf(vault.dir, ownerOf(source.value));
  const walls = await confinement(flags.cell, { dir: runDir.dir, isolation });
  const missing = await walls.preflight();
  if (missing.length > 0) return stop(missing);

  const worker = flags.audience === 'worker';
  using progress = worker ? silent : showProgress(process.stderr);
  const removed = sweep();
  for (const what of removed) progress({ is: 'swept', what });
  using history = await store(storeDir(flags.store));
  using interrupt = onInterrupt();
  const compiled = await laneCache({
    parent: cacheDir('lanes'),
    walls,
    code: laneCode(),
    entry: laneEntry,
    runDir: runDir.dir,
  });
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
        code: laneCode(),
        dir: join(runDir.dir, `lane${lanePrograms++}`),
        ...(compiled === undefined ? {} : { cache: { dir: compiled, writable: false } }),
      }),
    openLanes: ({ program, env }, count) => openLanes({ count, program, entry: laneEntry, env }),
    lanes: flags.lanes ?? availableParallelism(),
    emit: progress,
    newRunId: () =>
      `r${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 3)
        .toString(36)
        .padStart(3, '0')}`,
    now: () => new Date(),
    signal: interrupt.signal,
  };

  const reports: Report[] = [];
  let worst: number = exitCodes.allow;
  for (const ref of flags.ref.length > 0 ? flags.ref : [undefined]) {
    const judged = await judge(
      { vault, source: source.value, ...(ref === undefined ? {} : { ref }), choices: choices.value },
      tools,
    );
    if (interrupt.signal.aborted) return interrupt.exitCode();
    if (!judged.ok) return stop(judged.problems);
    const decision = decide(judged.value.value, vault.policy);
    reports.push(disclose(judged.value, decision, flags.audience, vault.feedback, warnings));
    worst = Math.max(worst, exitCodes[decision.is]);
  }
  progress[Symbol.dispose]();
  const { render } = await reporter(flags.json === true ? 'json' : 'terminal');
  process.stdout.write(render(reports, styleOf(process.stdout)));
  return worst;
}

function stop(problems: readonly Problem[]): number {
  complain(problems);
  return problems.some(({ code }) => holding.has(code)) ? exitCodes.hold : exitCodes.usage;
}

function chooseScenarios(vault: Vault, flags: RunFlags): Result<PlanChoices> {
  const ids = vault.scenarios.map(({ id }) => id);
  const tags = [...new Set(vault.scenarios.flatMap((scenario) => scenario.tags))];
  const unknown = [
    ...flags.only
      .filter((id) => !ids.includes(id))
      .map((id) => problem('no-such-scenario', `the vault has no scenario "${id}"`, didYouMean(id, ids))),
    ...flags.tag
      .filter((tag) => !tags.includes(tag))
      .map((tag) => problem('no-such-tag', `no scenario has the tag "${tag}"`, didYouMean(tag, tags))),
  ];
  if (unknown.length > 0) return fail(...unknown);
  return ok({
    repeats: flags.runs,
    purpose: 'gate',
    only: [...flags.only, ...flags.tag.map((tag) => `tag:${tag}`)],
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
}

/** A vault that lies in the repository is handed to the worker with it. */
function vaultInside(vaultDir: string, { local }: Source): Problem | undefined {
  const vault = realpathSync(vaultDir);
  for (const folder of [local?.workTree, local?.gitDir]) {
    if (folder === undefined) continue;
    const real = realpathSync(folder);
    if (vault === real || vault.startsWith(real + sep)) {
      return problem(
        'vault-in-repository',
        `the vault ${vaultDir} lies inside the repository it would judge, where the worker can read it`,
        { fix: 'move the vault out of the repository, to a folder that the worker has no access to' },
      );
    }
  }
  return undefined;
}

function ownerOf({ local }: Source): number | undefined {
  return local === undefined ? undefined : statSync(local.workTree ?? local.gitDir).uid;
}

interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  exitCode(): number;
}

/** The first Ctrl-C ends the run in order: lanes, Cells, folders; the second one ends the judge. */
function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let code = 0;
  const numbers = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const handle = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(code);
    code = numbers[signal as keyof typeof numbers];
    process.stderr.write('\ninterrupted; cleaning up\n');
    controller.abort();
  };
  for (const signal of Object.keys(numbers)) process.on(signal, handle);
  return {
    signal: controller.signal,
    exitCode: () => code,
    [Symbol.dispose]() {
      for (const signal of Object.keys(numbers)) process.off(signal, handle);
    },
  };
}

/** Descriptors that whoever called us left open (a shell's file, say) would pass on to every child. Ours close by themselves. */
function closeInheritedDescriptors(): void {
  const closeOnExec = 0o2000000;
  for (const name of readdirSync('/proc/self/fdinfo')) {
    const descriptor = Number(name);
    if (descriptor <= 2 || name === process.env['NODE_CHANNEL_FD']) continue;
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1] ?? '0';
      if ((Number.parseInt(flags, 8) & closeOnExec) === 0) closeSync(descriptor);
    } catch {
      // The one that listed the folder.
    }
  }
}
