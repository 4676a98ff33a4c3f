import type { AdapterSession, FilledAction } from '../model/adapter.ts';
import type { Observation } from '../model/observation.ts';
import type { Expectation, Step } from '../model/scenario.ts';
import type { Mismatch } from '../model/trial.ts';
import { faultMismatch, matchExpectations, toMismatch } from './expect.ts';
import type { Fault } from './fault.ts';
import { fillAction } from './fill.ts';
import { bindSaved, type Scope } from './scope.ts';
import { select } from './select.ts';

/** What one step came to. */
export type StepResult =
  | { readonly is: 'met'; readonly scope: Scope }
  | {
      readonly is: 'unmet';
      readonly mismatches: readonly Mismatch[];
      readonly notes: readonly string[];
      readonly replay?: string;
      readonly limit?: string;
      /** Nothing was seen at all: the candidate may just have ended. */
      readonly unanswered: boolean;
    }
  /** The scenario itself can't be carried out. */
  | { readonly is: 'fault'; readonly fault: Fault };

export interface StepContext {
  /** The scenario's text, for code frames. */
  readonly source: string;
  readonly session: (kind: FilledAction['kind']) => AdapterSession;
  readonly signal: AbortSignal;
}

/** Acts, looks, compares and saves; with `eventually` again and again, until it is met or can't be any more. */
export async function runStep(step: Step, scope: Scope, context: StepContext): Promise<StepResult> {
  const { eventually } = step;
  if (eventually === undefined) return attempt(step, scope, context);
  const started = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt(step, scope, context, eventually.stopIf);
    if (result.is !== 'unmet') return result;
    const spent = performance.now() - started;
    const wait = eventually.every ?? backOff[attempts - 1] ?? 1000;
    const hopeless = result.notes.includes(STOPPED);
    if (hopeless || spent + wait > eventually.within || context.signal.aborted) {
      return {
        ...result,
        notes: [
          ...result.notes,
          `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} within ${Math.round(spent)}ms`,
        ],
      };
    }
    await pause(wait, context.signal);
  }
}

/** Milliseconds before the second, third, ... attempt; one second from then on. */
const backOff = [100, 250, 500];

const STOPPED = '`stopIf` is met: waiting longer is hopeless';

async function attempt(
  step: Step,
  scope: Scope,
  { source, session, signal }: StepContext,
  stopIf: readonly Expectation[] = [],
): Promise<StepResult> {
  const action = fillAction(step.action, scope);
  if (!action.ok) return blame(action.fault, source);
  const observation = await session(action.value.kind).act(action.value, step.as, signal);
  const found = matchExpectations(step.expect, observation, scope);
  if (!found.ok) return blame(found.fault, source, observation);
  if (found.value.length > 0) {
    const stopped = stopIf.length > 0 ? matchExpectations(stopIf, observation, scope) : undefined;
    const notes = stopped?.ok === true && stopped.value.length === 0 ? [STOPPED] : [];
    return unmet(
      found.value.map((finding) => toMismatch(finding, source)),
      observation,
      notes,
    );
  }
  // However good the part that was seen: the rest of it could be anything.
  if (observation.limit !== undefined) return unmet([], observation, [`the limit "${observation.limit}" was hit`]);
  let grown = scope;
  for (const save of step.save) {
    const selected = select(save, observation, grown);
    if (!selected.ok) return blame(selected.fault, source, observation);
    if (selected.value.is === 'missing') return unmet([toMismatch(selected.value.finding, source)], observation, []);
    grown = bindSaved(grown, save.variable, selected.value.data);
  }
  return { is: 'met', scope: grown };
}

/** A Fault that a saved value explains is the candidate's, and a mismatch like any other. */
function blame(fault: Fault, source: string, observation?: Observation): StepResult {
  return fault.blame === 'scenario' ? { is: 'fault', fault } : unmet([faultMismatch(fault, source)], observation, []);
}

function unmet(
  mismatches: readonly Mismatch[],
  observation: Observation | undefined,
  notes: readonly string[],
): StepResult {
  const note = observation?.note;
  // What a mismatch says already need not be said twice.
  const said = note === undefined || mismatches.some((mismatch) => mismatch.note === note);
  return {
    is: 'unmet',
    mismatches,
    notes: said ? notes : [note, ...notes],
    unanswered: note !== undefined,
    ...(observation?.replay === undefined ? {} : { replay: observation.replay }),
    ...(observation?.limit === undefined ? {} : { limit: observation.limit }),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
