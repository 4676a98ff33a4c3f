import type { Event } from '../model/event.ts';
import type { Trouble } from '../model/run.ts';
import type { Outcome } from '../model/trial.ts';
import type { Recipe } from '../model/vault.ts';
import { type EvidenceFile, evidenceLimit, withinLimit } from './evidence.ts';
import type { Lanes } from './lanes.ts';
import type { PlannedTrial } from './plan.ts';
import { withConfigured } from './secrets.ts';
import type { Afterwards, Place } from './task.ts';

export interface TrialsRequest {
  readonly trials: readonly PlannedTrial[];
  readonly lanes: Lanes;
  readonly place: Place;
  readonly afterwards: Afterwards;
  /** Called as each Trial ends, in whatever order: must make it durable before it returns. */
  readonly record: (outcome: Outcome, ms: number, files: readonly EvidenceFile[]) => void;
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
}

export interface TrialsResult {
  /** In plan order, one per Trial. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly ms: number }[];
  /** The candidate can't be started at all: then every Trial is a fail, whether it was run or not. */
  readonly trouble?: Trouble;
}

/** How long a lane may take beyond what the Trial itself may: opening a Cell, `after` steps, answering. */
const LANE_GRACE_MS = 30_000;

/** Milliseconds that a candidate and its services may take to become ready, one after another. */
const startMs = ({ ready, services }: Recipe): number =>
  [{ ready }, ...services].reduce((sum, each) => sum + each.ready.within, 0);

interface Ended {
  readonly outcome: Outcome;
  readonly ms: number;
  readonly files?: readonly EvidenceFile[];
}

/** Runs Trials on all lanes at once. The result is in plan order and has the same value whatever the timing. */
export async function runTrials(request: TrialsRequest): Promise<TrialsResult> {
  const { trials, lanes, place, record, emit, signal } = request;
  const ended: Ended[] = [];
  let next = 0;
  let told = 0;
  let room = evidenceLimit;
  const running = new Set<Promise<Ended>>();
  let suspicion: Promise<Trouble | undefined> | undefined;
  let trouble: Trouble | undefined;

  const tell = (): void => {
    for (let done = ended[told]; done !== undefined; done = ended[++told]) {
      const { outcome, ms } = done;
      emit({
        is: 'trial-ended',
        trial: outcome.trial,
        name: trials[told]?.scenario.name ?? '',
        outcome: outcome.is,
        ms,
      });
    }
  };
  const lane = async (): Promise<void> => {
    for (;;) {
      // Others wait while one lane finds out whether the candidate can be started at all.
      if (suspicion !== undefined) trouble ??= await suspicion;
      const index = next++;
      const trial = trials[index];
      if (trial === undefined || trouble !== undefined || signal.aborted) return;
      emit({ is: 'trial-started', trial: trial.id, name: trial.scenario.name });
      const work = runOne(request, trial);
      running.add(work);
      const result = await work;
      running.delete(work);
      if (signal.aborted) return;
      const { ms } = result;
      const kept = withinLimit(result.outcome, result.files ?? [], room);
      room -= kept.bytes;
      // One that could not even begin knows none of them, and tells what the candidate printed all the same.
      const outcome = withConfigured(kept.outcome, place.recipe);
      ended[index] = { outcome, ms };
      record(outcome, ms, kept.files);
      tell();
      if (outcome.reason.word === 'start' && suspicion === undefined) {
        suspicion = Promise.all(running).then(() => startAlone(request, outcome));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes.count, trials.length) }, lane));
  trouble ??= await suspicion;
  const failed = trouble;
  if (failed === undefined) return { outcomes: ended };
  const outcomes = trials.map(({ id }, index) => {
    const known = ended[index];
    if (known !== undefined) return known;
    const outcome = withConfigured(failedAll(id, failed), place.recipe);
    record(outcome, 0, []);
    return { outcome, ms: 0 };
  });
  return { outcomes, trouble: failed };
}

/** The Outcome of a Trial that could not even begin. */
export function failedAll(trial: Outcome['trial'], { reason }: Trouble): Outcome {
  const is = reason.word === 'network' || reason.word === 'sandbox' ? 'error' : 'fail';
  return { trial, is, reason, failures: [], afterFailures: [], secrets: [] };
}

async function runOne({ lanes, place, afterwards, emit, signal }: TrialsRequest, trial: PlannedTrial): Promise<Ended> {
  const deadline = Math.min(trial.scenario.timeout, place.limits.trial) + startMs(place.recipe) + LANE_GRACE_MS;
  const started = performance.now();
  const attempt = () =>
    lanes.run(
      { is: 'trial', place, trial: trial.id, scenario: trial.scenario, seed: trial.seed, afterwards },
      deadline,
    );
  const told = (what: string): string => [what, lanes.lastWords()].filter((part) => part !== '').join(': ');
  const first = await attempt();
  if (typeof first === 'object' && first.is === 'outcome') return first;
  const ms = Math.round(performance.now() - started);
  if (signal.aborted) return { outcome: laneDied(trial.id, 'error', 'the lane was ended'), ms };
  if (first === 'none') return { outcome: laneDied(trial.id, 'error', told('no lane came up on this machine')), ms };
  emit({ is: 'lane-died', trial: trial.id, again: true });
  // Once may be our own misfortune. A Trial that also ends a fresh lane is what ends lanes.
  const second = await attempt();
  if (second !== 'died')
    return {
      outcome: laneDied(trial.id, 'error', told('the lane died once; it lived when the trial was run again')),
      ms,
    };
  return { outcome: laneDied(trial.id, 'fail', 'it ended two fresh lanes'), ms };
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
