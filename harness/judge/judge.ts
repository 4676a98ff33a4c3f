import { makeBuild } from '../candidate/build.ts';
import { type Found, findCandidate } from '../candidate/candidate.ts';
import type { Confinement } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import type { RunRecord, Trouble } from '../model/run.ts';
import type { Vault } from '../model/vault.ts';
import { claimRun, type Claimed } from './claim.ts';
import { confirmationsOf } from './confirm.ts';
import { basisOf, type Decided, decided } from './decided.ts';
import { isRecording } from './evidence.ts';
import { placeOf } from './place.ts';
import { judgingKey, plan, type PlannedTrial, runSeed } from './plan.ts';
import { failedAll, type Recorded, runTrials, trialKey } from './run-trials.ts';
import { runValue, whyNotForGate } from './run-value.ts';
import { withConfigured } from './secrets.ts';
import type { Equipment, Instruments, JudgeRequest } from './request.ts';

/*
 * ★ Start reading here. The whole way from a ref to a stored Run:
 *
 *   pin -> Candidate -> claim -> Build -> plan -> Trials on lanes -> Outcomes -> Verdicts -> Tally -> Run -> decide
 *
 * What a Trial does is in trial.ts, one step of it in step.ts. There is one Run for each judging key: what was judged
 * before is not judged again, and what was begun goes on. Whether the Run may be merged is decided by gate/decide.ts;
 * what anyone may read of it by gate/disclose.ts.
 */

/** A decided Run, and whether it was there already. */
export interface Judged extends Decided {
  readonly reused: boolean;
}

/** Judges one candidate and stores the Run. A Problem means that there is nothing to judge, or nothing to judge it with. */
export async function judge(request: JudgeRequest, tools: Instruments): Promise<Result<Judged>> {
  const { vault, choices } = request;
  const { isolation, store, emit } = tools;
  const began = performance.now();
  const pinned = await findCandidate(request.source, refsOf(request), tools);
  if (!pinned.ok) return pinned;
  const candidate = { ...pinned.value.candidate, ...labelOf(request) };
  const key = judgingKey(candidate, vault, isolation, choices);
  const seed = runSeed(key, tools.vaultKey, choices);
  const trials = plan(vault, seed, choices);
  const claimed = await claimRun(request, tools, { candidate, key, planned: trials.length });
  if (claimed === undefined) return fail();
  const { policy, feedback } = vault;
  if (claimed.is === 'stored') {
    const { value, record } = claimed.stored;
    emit({ is: 'run-reused', run: record.id, candidate, startedAt: record.startedAt });
    const basis = basisOf(value, policy, store, { base: baseOf(request, record.id), at: tools.now().toISOString() });
    const asNow = { ...value, candidate, notForGate: whyNotForGate(candidate, isolation, choices) };
    // What was judged as a folder is that commit from now on; otherwise it keeps the name that it was judged under.
    const kept = asNow.notForGate.length < value.notForGate.length ? asNow : value;
    // A base is decided on when somebody asks for it, not when others are compared with it.
    if (request.base !== 'itself')
      store.redecide(decided({ value: kept, record, policy, feedback, basis }, store).stored);
    return ok({ ...decided({ value: asNow, record, policy, feedback, basis }, store), reused: true });
  }
  const { id } = claimed;
  const phases: { [name in 'export' | 'install' | 'build' | 'trials']?: number } = {};
  const watch = (event: Event): void => {
    if (event.is === 'phase-ended' && event.phase !== 'fetch') phases[event.phase] = Math.round(event.ms);
    emit(event);
  };
  try {
    const equipped = await tools.equip();
    if (!equipped.ok) {
      store.forget(id);
      return equipped;
    }
    emit({ is: 'run-started', run: id, candidate, scenarios: vault.scenarios.length, trials: trials.length });
    if (claimed.is === 'resumed')
      emit({ is: 'run-resumed', run: id, done: claimed.outcomes.length, trials: trials.length });
    const judged = await buildAndTry(
      request,
      { ...tools, ...equipped.value, emit: watch },
      { candidate, exportTo: pinned.value.exportTo, trials, claimed },
    );
    if (tools.signal.aborted) {
      store.abandon(id);
      return fail();
    }
    const measured = await equipped.value.measured;
    if (!measured.ok) {
      store.forget(id);
      return measured;
    }
    if (!judged.ok) {
      store.abandon(id);
      return judged;
    }
    const { trouble, buildCached, lanes } = judged.value;
    const value = runValue({
      ...{ candidate, vault, isolation, key, seed, choices },
      outcomes: judged.value.outcomes.map(({ outcome }) => outcome),
      confirmations: judged.value.confirmations.map(({ outcome }) => outcome),
      ...(trouble === undefined ? {} : { trouble }),
    });
    const record: RunRecord = {
      id,
      startedAt: claimed.startedAt,
      ms: Math.round(performance.now() - began),
      phases,
      lanes,
      buildCached,
      ...measured.value,
      trials: timesOf(judged.value),
      ...(request.again === true ? { again: true } : {}),
      ...(claimed.is === 'resumed' && claimed.times > 0 ? { resumed: claimed.times } : {}),
    };
    for (const { scenario, is } of value.verdicts)
      emit({ is: 'verdict', scenario: scenario.id, name: scenario.name, verdict: is });
    const basis = basisOf(value, policy, store, { base: baseOf(request, record.id), at: tools.now().toISOString() });
    const result = decided({ value, record, policy, feedback, basis }, store);
    store.finish(result.stored);
    emit({ is: 'run-ended', run: id, tally: value.tally });
    return ok({ ...result, reused: false });
  } catch (error) {
    try {
      store.abandon(id);
    } catch {
      // A store that can't be written may be why we are here.
    }
    throw error;
  }
}

const labelOf = ({ label }: JudgeRequest): { readonly label?: string } => (label === undefined ? {} : { label });

/** The id of the Run that must not be better; a base is no regression against itself. */
const baseOf = ({ base }: JudgeRequest, own: string): string | undefined => (base === 'itself' ? own : base?.record.id);

const refsOf = ({ ref, onto }: JudgeRequest): { readonly ref?: string; readonly onto?: string } => ({
  ...(ref === undefined ? {} : { ref }),
  ...(onto === undefined ? {} : { onto }),
});

/** Problems with a tree that are the candidate's doing: a verdict on all scenarios. */
const refusals: ReadonlySet<string> = new Set(['forbidden-tree', 'tree-differs', 'leaked-canary']);

interface Tried {
  readonly outcomes: readonly Recorded[];
  readonly confirmations: readonly Recorded[];
  readonly trouble?: Trouble;
  readonly buildCached: boolean;
  readonly lanes: number;
}

function timesOf({ outcomes, confirmations }: Tried): RunRecord['trials'] {
  return [...outcomes, ...confirmations].map(({ outcome, ms }) => ({ trial: outcome.trial, ms }));
}

async function buildAndTry(
  { vault, choices, afterwards = 'next' }: JudgeRequest,
  tools: Instruments & Equipment,
  found: Found & { readonly trials: readonly PlannedTrial[]; readonly claimed: Exclude<Claimed, { is: 'stored' }> },
): Promise<Result<Tried>> {
  const { candidate, exportTo, trials, claimed } = found;
  const { confinement, emit, store, signal } = tools;
  const before = claimed.is === 'resumed' ? claimed.outcomes : [];
  const allEnd = (trouble: Trouble): Result<Tried> => {
    const known = new Map(before.map((recorded) => [trialKey(recorded.outcome.trial), recorded]));
    const outcomes = trials.map(({ id }) => {
      const recorded = known.get(trialKey(id));
      if (recorded !== undefined) return recorded;
      const outcome = withConfigured(failedAll(id, trouble), vault.recipe);
      store.record(claimed.id, outcome, 0);
      return { outcome, ms: 0 };
    });
    return ok({ outcomes, confirmations: [], trouble, buildCached: false, lanes: 0 });
  };
  const built = await makeBuild({
    candidate,
    exportTo,
    canaries: vault.canaries,
    recipe: vault.recipe,
    limits: vault.limits,
    found: tools.found,
    confinement,
    cache: tools.buildsDir,
    emit,
    signal,
  });
  if (!built.ok) {
    const refused = built.problems.find(({ code }) => refusals.has(code));
    return refused === undefined ? built : allEnd({ reason: { word: 'refused', detail: refused.message } });
  }
  if (built.value.is === 'failed') return allEnd(built.value.trouble);

  const started = performance.now();
  const program = tools.laneProgram(built.value.build.dir);
  const count = laneCount(vault, confinement, tools.lanes, trials.length);
  await using lanes = await tools.openLanes(program, count);
  const end = (): void => void lanes[Symbol.asyncDispose]();
  // Lanes come up meanwhile.
  const measured = await tools.measured;
  if (!measured.ok) return measured;
  emit({ is: 'phase-started', phase: 'trials', label: candidate.label });
  signal.addEventListener('abort', end);
  const tried = await runTrials({
    trials,
    known: before,
    knownBytes: claimed.is === 'resumed' ? claimed.fileBytes : 0,
    toConfirm: (outcomes) => confirmationsOf(trials, outcomes, choices.purpose === 'gate' ? choices.confirm : 0),
    lanes,
    afterwards,
    place: placeOf(program, vault, tools),
    record: (outcome, ms, files) =>
      store.record(
        claimed.id,
        outcome,
        ms,
        files.map((file) => ({ ...file, internal: isRecording(file.name) })),
      ),
    emit,
    signal,
  });
  signal.removeEventListener('abort', end);
  emit({ is: 'phase-ended', phase: 'trials', ms: performance.now() - started, cached: false });
  return ok({ ...tried, buildCached: built.value.build.cached, lanes: count });
}

/** Instances that can't hear each other may run side by side; one instance for the whole run means one lane. */
function laneCount(vault: Vault, confinement: Confinement, wanted: number, trials: number): number {
  const { recipe } = vault;
  const ports = [...(recipe.start === undefined ? [] : [recipe.port]), ...recipe.services.map(({ port }) => port)];
  const shared = confinement.name === 'unconfined' && ports.some((port) => port !== 'drawn');
  if (recipe.fresh === 'run' || shared) return 1;
  return Math.max(1, Math.min(wanted, trials));
}
