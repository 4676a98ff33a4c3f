import type { Event } from '../model/event.ts';
import { limitText } from '../model/limits.ts';
import type { Trouble } from '../model/run.ts';
import type { Outcome, TrialId } from '../model/trial.ts';
import type { Recipe } from '../model/vault.ts';
import { type EvidenceFile, evidenceLimit, withinLimit } from './evidence.ts';
import type { Lanes } from './lanes.ts';
import type { PlannedTrial } from './plan.ts';
import { withConfigured } from './secrets.ts';
import type { Afterwards, LaneAnswer, Place } from './task.ts';

/** What one Trial came to, and how long it took in milliseconds. */
export interface Recorded {
  readonly outcome: Outcome;
  readonly ms: number;
}

export interface TrialsRequest {
  readonly trials: readonly PlannedTrial[];
  /** What an earlier judge of this Run recorded: it is not run again. */
  readonly known: readonly Recorded[];
  /** Bytes of files that were recorded with that. */
  readonly knownBytes: number;
  /** The failed Trials that are done over once all have ended, given their Outcomes in plan order. */
  readonly toConfirm: (outcomes: readonly Outcome[]) => readonly PlannedTrial[];
  readonly lanes: Lanes;
  readonly place: Place;
  readonly afterwards: Afterwards;
  /** Called as each Trial ends, in whatever order: it must survive the judge before this returns. */
  readonly record: (outcome: Outcome, ms: number, files: readonly EvidenceFile[]) => void;
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
}

export interface TrialsResult {
  /** In plan order, one per Trial. */
  readonly outcomes: readonly Recorded[];
  readonly confirmations: readonly Recorded[];
  /** The candidate can't be started at all: then every Trial is a fail, whether it was run or not. */
  readonly trouble?: Trouble;
}

/** How long a lane may take beyond what the Trial itself may: opening a Cell, `after` steps, answering. */
export const LANE_GRACE_MS = 30_000;

/** Milliseconds that a candidate and its services may take to become ready, one after another. */
export const startMs = ({ ready, services }: Recipe): number =>
  [{ ready }, ...services].reduce((sum, each) => sum + each.ready.within, 0);

interface TimedRequest extends TrialsRequest {
  /** By `performance.now`: when no Trial is begun any more. */
  readonly deadline: number;
}

interface Ended extends Recorded {
  readonly files?: readonly EvidenceFile[];
}

/** Runs Trials on all lanes at once. The result is in plan order and has the same value whatever the timing. */
export async function runTrials(asked: TrialsRequest): Promise<TrialsResult> {
  const request = { ...asked, deadline: performance.now() + asked.place.limits.run };
  const { known, place, record, toConfirm, emit, signal } = request;
  const before = new Map(known.map((recorded) => [trialKey(recorded.outcome.trial), recorded]));
  let room = evidenceLimit - request.knownBytes;
  const keep = ({ outcome: first, ms: exact, files = [] }: Ended): Recorded => {
    const ms = Math.round(exact);
    const kept = withinLimit(first, files, room);
    room -= kept.bytes;
    // One that could not even begin knows none of them, and tells what the candidate printed all the same.
    const outcome = withConfigured(kept.outcome, place.recipe);
    record(outcome, ms, kept.files);
    return { outcome, ms };
  };
  const { ended, trouble } = await runAll(request, request.trials, before, keep);
  if (signal.aborted) return { outcomes: [], confirmations: [] };
  if (trouble !== undefined) {
    const outcomes = request.trials.map(
      ({ id }, index) => ended[index] ?? keep({ outcome: failedAll(id, trouble), ms: 0 }),
    );
    return { outcomes, confirmations: [], trouble };
  }
  const outcomes = ended.flatMap((recorded) => recorded ?? []);
  const again = toConfirm(outcomes.map(({ outcome }) => outcome));
  if (again.length === 0) return { outcomes, confirmations: [] };
  emit({ is: 'confirming', trials: again.length });
  // Whatever the vault says: what another Trial left behind must not be what fails it.
  const fresh = { ...request, place: { ...place, recipe: { ...place.recipe, fresh: 'scenario' as const } } };
  const confirmed = await runAll(fresh, again, before, keep);
  // A candidate that can't be started any more confirms nothing.
  return { outcomes, confirmations: confirmed.ended.flatMap((recorded) => recorded ?? []) };
}

/** By plan index; nothing where a Trial was not run, because of trouble or an interrupt. */
async function runAll(
  request: TimedRequest,
  trials: readonly PlannedTrial[],
  before: ReadonlyMap<string, Recorded>,
  keep: (ended: Ended) => Recorded,
): Promise<{ readonly ended: readonly (Recorded | undefined)[]; readonly trouble?: Trouble }> {
  const { lanes, emit, signal } = request;
  const ended: (Recorded | undefined)[] = trials.map(({ id }) => before.get(trialKey(id)));
  const open = trials.flatMap((trial, index) => (ended[index] === undefined ? [{ trial, index }] : []));
  let next = 0;
  let told = 0;
  const running = new Set<Promise<Ended>>();
  let suspicion: Promise<Trouble | undefined> | undefined;
  let trouble: Trouble | undefined;

  const tell = (): void => {
    for (let done = ended[told]; done !== undefined; done = ended[++told]) {
      const { outcome, ms } = done;
      const name = trials[told]?.scenario.name ?? '';
      emit({ is: 'trial-ended', trial: outcome.trial, name, outcome: outcome.is, ms });
    }
  };
  const lane = async (): Promise<void> => {
    for (;;) {
      // Others wait while one lane finds out whether the candidate can be started at all.
      if (suspicion !== undefined) trouble ??= await suspicion;
      const chosen = open[next++];
      if (chosen === undefined || trouble !== undefined || signal.aborted) return;
      const { trial, index } = chosen;
      emit({ is: 'trial-started', trial: trial.id, name: trial.scenario.name });
      const work =
        performance.now() > request.deadline ? Promise.resolve(outOfTime(request, trial)) : runOne(request, trial);
      running.add(work);
      const result = await work;
      running.delete(work);
      if (signal.aborted) return;
      const recorded = keep(result);
      ended[index] = recorded;
      tell();
      if (recorded.outcome.reason.word === 'start' && suspicion === undefined) {
        suspicion = Promise.all(running).then(() => startAlone(request, recorded.outcome));
      }
    }
  };
  tell();
  await Promise.all(Array.from({ length: Math.min(lanes.count, open.length) }, lane));
  trouble ??= await suspicion;
  return { ended, ...(trouble === undefined ? {} : { trouble }) };
}

/** One key for each Trial of a Run. */
export const trialKey = ({ scenario, row, repeat, confirm = 0 }: TrialId): string =>
  JSON.stringify([scenario, row, repeat, confirm]);

/** The Outcome of a Trial that could not even begin. */
export function failedAll(trial: Outcome['trial'], { reason }: Trouble): Outcome {
  const is = reason.word === 'network' || reason.word === 'sandbox' ? 'error' : 'fail';
  return { trial, is, reason, failures: [], afterFailures: [], secrets: [] };
}

/** A candidate for which the time of the whole Run was not enough has failed what is left. */
function outOfTime({ place }: TrialsRequest, { id }: PlannedTrial): Ended {
  return { outcome: failedAll(id, { reason: { word: 'limit', detail: limitText('run', place.limits) } }), ms: 0 };
}

/** On which lane, and how, one Trial is run. */
export interface OneRequest extends Pick<TrialsRequest, 'lanes' | 'place' | 'afterwards' | 'emit' | 'signal'> {
  readonly collect?: string;
}

/** What one Trial came to, with what else the lane was to tell. */
export type OneEnded = Ended & Pick<Extract<LaneAnswer, { is: 'outcome' }>, 'acted' | 'collected'>;

/** Runs one Trial on a free lane. A lane that dies is an error once; the Trial that ends a fresh one, too, has failed. */
export async function runOne(request: OneRequest, { id: trial, scenario, seed }: PlannedTrial): Promise<OneEnded> {
  const { lanes, place, afterwards, collect, emit, signal } = request;
  const deadline = Math.min(scenario.timeout, place.limits.trial) + startMs(place.recipe) + LANE_GRACE_MS;
  const started = performance.now();
  const asked = { place, trial, scenario, seed, afterwards, ...(collect === undefined ? {} : { collect }) };
  const attempt = () => lanes.run({ is: 'trial', ...asked }, deadline);
  const told = (what: string): string => [what, lanes.lastWords()].filter((part) => part !== '').join(': ');
  const first = await attempt();
  if (typeof first === 'object' && first.is === 'outcome') return first;
  const ms = Math.round(performance.now() - started);
  if (signal.aborted) return { outcome: laneDied(trial, 'error', 'the lane was ended'), ms };
  const none = (): OneEnded => ({ outcome: laneDied(trial, 'error', told('no lane came up on this machine')), ms });
  if (first === 'none') return none();
  emit({ is: 'lane-died', trial, again: true });
  // Once may be our own misfortune. A Trial that also ends a fresh lane is what ends lanes.
  const second = await attempt();
  if (second === 'none') return none();
  if (second !== 'died')
    return {
      outcome: laneDied(trial, 'error', told('the lane died once; it lived when the trial was run again')),
      ms,
    };
  return { outcome: laneDied(trial, 'fail', 'it ended two fresh lanes'), ms };
}

const laneDied = (trial: Outcome['trial'], is: 'error' | 'fail', detail: string): Outcome => ({
  trial,
  is,
  reason: { word: 'lane', detail },
  failures: [],
  afterFailures: [],
  secrets: [],
});

/** A candidate that was not ready may have been starved: it gets one more start, with nothing else running. */
async function startAlone({ lanes, place }: TrialsRequest, outcome: Outcome): Promise<Trouble | undefined> {
  const answer = await lanes.run({ is: 'start', place }, startMs(place.recipe) + LANE_GRACE_MS);
  if (typeof answer !== 'object') return { reason: outcome.reason };
  if (answer.is !== 'not-started' || answer.blame === 'sandbox') return undefined;
  return { reason: { word: 'start', detail: answer.detail }, log: answer.log };
}
