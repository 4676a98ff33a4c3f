import type { AdapterSession, FilledAction } from '../model/adapter.ts';
import { excerptOf } from '../model/frame.ts';
import type { FixedLimitName } from '../model/limits.ts';
import type { Attachment, Observation, Seen, Stopped } from '../model/observation.ts';
import type { Span } from '../model/problem.ts';
import type { Action, BrowserAction, Expectation, Sources, Step, UseAction } from '../model/scenario.ts';
import type { Mismatch } from '../model/trial.ts';
import { faultMismatch, matchExpectations, toMismatch } from './expect.ts';
import type { Fault } from './fault.ts';
import { fillAction } from './fill.ts';
import { parseJson } from './parse-json.ts';
import { bind, bindSaved, type Scope } from './scope.ts';
import { select } from './select.ts';
import { realTime, type Time } from './time.ts';

/** What one step came to. `scope` holds all that was bound until then, met or not. */
export type StepResult =
  | { readonly is: 'met'; readonly scope: Scope }
  | ({ readonly is: 'unmet'; readonly scope: Scope } & Unmet)
  /** The scenario itself can't be carried out. */
  | { readonly is: 'fault'; readonly scope: Scope; readonly fault: Fault };

interface Unmet {
  readonly mismatches: readonly Mismatch[];
  readonly notes: readonly string[];
  readonly replay?: string;
  readonly limit?: string;
  /** A limit that explains it, when nothing tells more. */
  readonly reached?: Observation['reached'];
  /** Nothing was seen at all: the candidate may just have ended. */
  readonly unanswered: boolean;
  /** Of the flow's steps that lead to it, the names; from the outermost inwards. */
  readonly within?: readonly string[];
  readonly page?: string;
  readonly printed?: string;
  readonly attachments?: readonly Attachment[];
}

export interface StepContext {
  readonly sources: Sources;
  readonly session: (kind: FilledAction['kind']) => AdapterSession;
  readonly signal: AbortSignal;
  /** Where these steps stand; `RecordedStep.place` begins with it. */
  readonly place?: string;
  readonly watchers?: readonly StepWatcher[];
  /** The machine's own unless stated. */
  readonly time?: Time;
}

/** Is told of each step that acts by itself, one after another. */
export interface StepWatcher {
  begins(step: ActingStep, place: string): void;
  ends(met: boolean): void;
}

/** A step that acts by itself, as against one that uses a flow. */
export type ActingStep = Step & { readonly action: Exclude<Action, UseAction> };

/** Milliseconds that a page has to become what is expected of it after the last act, and between two looks at it. */
const SETTLE_MS = 5000;
const LOOK_MS = 100;

/** Acts once, looks, compares and saves; looks again while what was seen may still change by itself. */
export async function runAction(
  step: ActingStep,
  scope: Scope,
  context: StepContext,
  stopIf: readonly Expectation[] = [],
): Promise<StepResult> {
  const { session, sources, signal, time = realTime } = context;
  const action = fillAction(step.action, scope, step.expect.length + step.save.length > 0);
  if (!action.ok) return blame(action.fault, scope, sources);
  const { act, look } = session(action.value.kind);
  let seen = await act(action.value, step.as, signal);
  const { stopped } = seen;
  if (stopped !== undefined && step.action.kind === 'browser') {
    return unmet(scope, [stopMismatch(stopped, step.action, sources)], seen);
  }
  const settled = time.now() + SETTLE_MS;
  for (;;) {
    const result = judgeSeen(step, seen, scope, sources, { stopIf });
    const final = look === undefined || seen.note !== undefined || time.now() > settled || signal.aborted;
    if (result.is !== 'unmet' || final) return result;
    await time.pause(LOOK_MS, signal);
    seen = await look(step.as, signal);
  }
}

export const STOPPED = '`stopIf` is met: waiting longer is hopeless';

interface SeenFacts {
  readonly stopIf: readonly Expectation[];
  /** The fields whose values are the scenario's own, not the candidate's. */
  readonly own?: ReadonlySet<string>;
}

/** Holds what was seen against what the step expects, and binds what it saves. */
export function judgeSeen(
  step: Step,
  seen: Observation,
  scope: Scope,
  sources: Sources,
  { stopIf, own = new Set() }: SeenFacts,
): StepResult {
  const found = matchExpectations(step.expect, seen, scope);
  if (!found.ok) return blame(found.fault, scope, sources, seen);
  if (found.value.length > 0) {
    const stopped = stopIf.length > 0 ? matchExpectations(stopIf, seen, scope) : undefined;
    const notes = stopped?.ok === true && stopped.value.length === 0 ? [STOPPED] : [];
    return unmet(
      scope,
      found.value.map((finding) => toMismatch(finding, sources)),
      seen,
      notes,
    );
  }
  // However good the part that was seen: the rest of it could be anything.
  if (seen.limit !== undefined) return unmet(scope, [], seen, [`the limit "${seen.limit}" was hit`]);
  let grown = scope;
  for (const save of step.save) {
    const selected = select(save, seen, grown);
    if (!selected.ok) return blame(selected.fault, grown, sources, seen);
    if (selected.value.is === 'missing') return unmet(grown, [toMismatch(selected.value.finding, sources)], seen);
    const binding = own.has(save.from.field) ? bind : bindSaved;
    grown = binding(grown, save.variable, selected.value.data);
  }
  return { is: 'met', scope: grown };
}

/** A Fault that a saved value explains is the candidate's, and a mismatch like any other. */
export function blame(fault: Fault, scope: Scope, sources: Sources, seen?: Observation): StepResult {
  return fault.blame === 'scenario'
    ? { is: 'fault', scope, fault }
    : unmet(scope, [faultMismatch(fault, sources)], seen);
}

function unmet(
  scope: Scope,
  mismatches: readonly Mismatch[],
  seen: Observation | undefined,
  notes: readonly string[] = [],
): StepResult {
  const note = seen?.note;
  // What a mismatch says already need not be said twice.
  const said = note === undefined || mismatches.some((mismatch) => mismatch.note === note);
  return {
    is: 'unmet',
    scope,
    mismatches,
    notes: said ? notes : [note, ...notes],
    unanswered: note !== undefined,
    ...(seen?.replay === undefined ? {} : { replay: seen.replay }),
    ...limitsOf(seen),
  };
}

/** The limit that a step was not met for, as far as it can be told from what was seen. */
function limitsOf(seen: Observation | undefined): Pick<Unmet, 'limit' | 'reached'> {
  if (seen?.limit !== undefined) return { limit: seen.limit };
  if (Object.values(seen?.fields ?? {}).some(isTooDeep)) return { limit: 'depth' satisfies FixedLimitName };
  return seen?.reached === undefined ? {} : { reached: seen.reached };
}

function isTooDeep(field: Seen): boolean {
  if (field.is !== 'json') return false;
  const parsed = parseJson(field.source);
  return !parsed.ok && parsed.tooDeep === true;
}

/** The caret stands under the fact that was not met, else under the act. */
function stopMismatch(
  { act, fact, expected, received, note }: Stopped,
  action: BrowserAction,
  sources: Sources,
): Mismatch {
  const stoppedAt = action.acts[act];
  if (stoppedAt === undefined) throw new Error(`a browser step of ${action.acts.length} acts stopped at act ${act}`);
  const at: Span =
    (fact !== undefined && stoppedAt.is === 'see' ? stoppedAt.facts[fact]?.at : undefined) ?? stoppedAt.at;
  const path = `${stoppedAt.is}${fact === undefined ? '' : `.${fact}`}`;
  const excerpt = excerptOf(sources[at.file] ?? '', at);
  return { excerpt, path, expected, received, ...(note === undefined ? {} : { note }) };
}
