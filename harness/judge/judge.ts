import { makeBuild } from '../candidate/build.ts';
import { type Found, findCandidate } from '../candidate/candidate.ts';
import type { Git } from '../candidate/git.ts';
import type { Source } from '../candidate/pin.ts';
import type { FoundToolchain } from '../candidate/toolchain.ts';
import { tally } from '../gate/tally.ts';
import type { Candidate } from '../model/candidate.ts';
import type { Confinement, FoundBrowser, LaneProgram } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { ok, type Result } from '../model/problem.ts';
import type { Isolation, Run, RunRecord, ScenarioRef, Trouble } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Store, StoredRun } from '../model/store.ts';
import type { Outcome } from '../model/trial.ts';
import type { Vault } from '../model/vault.ts';
import type { Lanes } from './lanes.ts';
import { isWanted, judgingKey, type PlanChoices, plan, type PlannedTrial, runSeed } from './plan.ts';
import { failedAll, runTrials } from './run-trials.ts';
import { withConfigured } from './secrets.ts';
import type { Afterwards } from './task.ts';
import { foldVerdict } from './verdict.ts';

/*
 * ★ Start reading here. The whole way from a ref to a stored Run:
 *
 *   pin -> Candidate -> Build -> plan -> Trials on lanes -> Outcomes -> Verdicts -> Tally -> Run
 *
 * What a Trial does is in trial.ts, one step of it in step.ts. Whether the Run may be merged is decided from the stored
 * value by gate/decide.ts; what anyone may read of it by gate/disclose.ts.
 */

export interface JudgeRequest {
  readonly vault: Vault;
  readonly source: Source;
  /** Without it the folder is judged as it stands. */
  readonly ref?: string;
  readonly choices: PlanChoices;
  /** `next` unless stated. */
  readonly afterwards?: Afterwards;
}

/** Everything with an effect, made by `wiring.ts`. */
export interface Instruments {
  readonly git: Git;
  readonly confinement: Confinement;
  readonly isolation: Isolation;
  readonly found: FoundToolchain;
  readonly store: Store;
  readonly vaultKey: string;
  /** Builds, from run to run. */
  readonly buildsDir: string;
  /** Gone when this process is. */
  readonly runDir: string;
  readonly openLanes: (program: LaneProgram, count: number) => Promise<Lanes>;
  readonly laneProgram: (tree: string) => LaneProgram;
  /** The browser, or why there is none; nothing when no scenario needs one. */
  readonly browser?: Result<FoundBrowser>;
  readonly lanes: number;
  readonly emit: (event: Event) => void;
  /** Names this process for good. */
  readonly owner: string;
  readonly newRunId: () => string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** Judges one candidate and stores the Run. A Problem means that there is nothing to judge, or nothing to judge it with. */
export async function judge(request: JudgeRequest, tools: Instruments): Promise<Result<StoredRun>> {
  const { vault, choices } = request;
  const { emit, store } = tools;
  const began = performance.now();
  const startedAt = tools.now().toISOString();
  const phases: { [name in 'export' | 'install' | 'build' | 'trials']?: number } = {};
  const watch = (event: Event): void => {
    if (event.is === 'phase-ended' && event.phase !== 'fetch') phases[event.phase] = Math.round(event.ms);
    emit(event);
  };

  const pinned = await findCandidate(request.source, request.ref, tools);
  if (!pinned.ok) return pinned;
  const { candidate, exportTo } = pinned.value;
  const key = judgingKey(candidate, vault, tools.isolation, choices);
  const seed = runSeed(key, tools.vaultKey, choices);
  const trials = plan(vault, seed, choices);
  const id = tools.newRunId();

  store.begin({
    id,
    startedAt,
    label: candidate.label,
    repo: candidate.repo,
    tree: candidate.tree,
    ...(candidate.commit === undefined ? {} : { commit: candidate.commit }),
    vault: vault.name,
    judgingKey: key,
    owner: tools.owner,
    trials: trials.map((trial) => trial.id),
  });
  emit({ is: 'run-started', run: id, candidate, scenarios: vault.scenarios.length, trials: trials.length });
  try {
    const judged = await buildAndTry(request, { ...tools, emit: watch }, { candidate, exportTo, trials, run: id });
    if (!judged.ok || tools.signal.aborted) {
      store.abandon(id);
      return judged.ok ? { ok: false, problems: [] } : judged;
    }
    const { outcomes, trouble, buildCached, lanes } = judged.value;
    const verdicts = vault.scenarios.map((scenario) =>
      foldVerdict(
        scenarioRef(scenario),
        isWanted(scenario, choices.only)
          ? outcomes
              .map(({ outcome }) => outcome)
              .filter(({ trial }) => trial.scenario === scenario.id)
              .toSorted(byRowThenRepeat)
          : [skipped(scenario)],
      ),
    );
    const value: Run = {
      version: 1,
      candidate,
      vault: { name: vault.name, judgedDigest: vault.judgedDigest },
      isolation: tools.isolation,
      judgingKey: key,
      purpose: choices.purpose,
      seed,
      repeats: choices.repeats,
      verdicts,
      tally: tally(verdicts),
      notForGate: whyNotForGate(candidate, tools.isolation, choices),
      ...(trouble === undefined ? {} : { trouble }),
    };
    const record: RunRecord = {
      id,
      startedAt,
      ms: Math.round(performance.now() - began),
      phases,
      lanes,
      buildCached,
      trials: outcomes.map(({ outcome, ms }) => ({ trial: outcome.trial, ms })),
    };
    for (const verdict of verdicts)
      emit({ is: 'verdict', scenario: verdict.scenario.id, name: verdict.scenario.name, verdict: verdict.is });
    const stored: StoredRun = { value, record, policy: vault.policy, feedback: vault.feedback };
    store.finish(stored);
    emit({ is: 'run-ended', run: id, tally: value.tally });
    return ok(stored);
  } catch (error) {
    try {
      store.abandon(id);
    } catch {
      // A store that can't be written may be why we are here.
    }
    throw error;
  }
}

interface Judged {
  readonly outcomes: readonly { readonly outcome: Outcome; readonly ms: number }[];
  readonly trouble?: Trouble;
  readonly buildCached: boolean;
  readonly lanes: number;
}

async function buildAndTry(
  { vault, afterwards = 'next' }: JudgeRequest,
  tools: Instruments,
  { candidate, exportTo, trials, run }: Found & { readonly trials: readonly PlannedTrial[]; readonly run: string },
): Promise<Result<Judged>> {
  const { confinement, found, emit, store, signal } = tools;
  const allEnd = (trouble: Trouble): Result<Judged> => {
    const outcomes = trials.map((trial) => ({
      outcome: withConfigured(failedAll(trial.id, trouble), vault.recipe),
      ms: 0,
    }));
    for (const { outcome, ms } of outcomes) store.record(run, outcome, ms);
    return ok({ outcomes, trouble, buildCached: false, lanes: 0 });
  };
  const built = await makeBuild({
    candidate,
    exportTo,
    recipe: vault.recipe,
    limits: vault.limits,
    found,
    confinement,
    cache: tools.buildsDir,
    emit,
    signal,
  });
  if (!built.ok) {
    const refused = built.problems.find(({ code }) => code === 'forbidden-tree' || code === 'tree-differs');
    return refused === undefined ? built : allEnd({ reason: { word: 'refused', detail: refused.message } });
  }
  if (built.value.is === 'failed') return allEnd(built.value.trouble);

  const started = performance.now();
  emit({ is: 'phase-started', phase: 'trials', label: candidate.label });
  const program = tools.laneProgram(built.value.build.dir);
  const count = laneCount(vault, confinement, tools.lanes, trials.length);
  await using lanes = await tools.openLanes(program, count);
  const end = (): void => void lanes[Symbol.asyncDispose]();
  signal.addEventListener('abort', end);
  const { outcomes, trouble } = await runTrials({
    trials,
    lanes,
    afterwards,
    place: {
      confinement: confinement.name,
      dir: confinement.name === 'unconfined' ? tools.runDir : '/tmp',
      tree: program.tree,
      toolchain: program.toolchain,
      ...(tools.browser === undefined ? {} : { browser: tools.browser }),
      recipe: vault.recipe,
      limits: vault.limits,
    },
    record: (outcome, ms, files) => {
      for (const { name, bytes } of files) store.keep(run, name, bytes);
      store.record(run, outcome, ms);
    },
    emit,
    signal,
  });
  signal.removeEventListener('abort', end);
  emit({ is: 'phase-ended', phase: 'trials', ms: performance.now() - started, cached: false });
  return ok({
    outcomes,
    ...(trouble === undefined ? {} : { trouble }),
    buildCached: built.value.build.cached,
    lanes: count,
  });
}

/** Instances that can't hear each other may run side by side; one instance for the whole run means one lane. */
function laneCount(vault: Vault, confinement: Confinement, wanted: number, trials: number): number {
  const { recipe } = vault;
  const ports = [...(recipe.start === undefined ? [] : [recipe.port]), ...recipe.services.map(({ port }) => port)];
  const shared = confinement.name === 'unconfined' && ports.some((port) => port !== 'drawn');
  if (recipe.fresh === 'run' || shared) return 1;
  return Math.max(1, Math.min(wanted, trials));
}

function whyNotForGate(candidate: Candidate, isolation: Isolation, choices: PlanChoices): readonly string[] {
  return [
    ...(candidate.commit === undefined ? ['uncommitted'] : []),
    ...(isolation === 'unconfined' ? ['unconfined'] : []),
    ...(choices.only.length > 0 ? ['only some scenarios'] : []),
    ...(choices.seed === undefined ? [] : ['seed given by hand']),
    ...(choices.headed === true ? ['shown in a window'] : []),
  ];
}

const byRowThenRepeat = (a: Outcome, b: Outcome): number =>
  a.trial.row - b.trial.row || a.trial.repeat - b.trial.repeat;

const skipped = (scenario: Scenario): Outcome => ({
  trial: { scenario: scenario.id, row: 0, repeat: 0 },
  is: 'skip',
  reason: { word: 'filtered' },
  failures: [],
  afterFailures: [],
  secrets: [],
});

function scenarioRef({ id, name, tags, weight, mustPass, hint, digest }: Scenario): ScenarioRef {
  return { id, name, tags, weight, mustPass, ...(hint === undefined ? {} : { hint }), digest };
}
