import type { Span } from '../model/problem.ts';
import { defaultIdentity, type Expectation, type Step, type UseAction } from '../model/scenario.ts';
import { fillFlowParams, flowReturns, ownReturns } from './flow.ts';
import { type Scope, withHeld, withTried } from './scope.ts';
import { type ActingStep, blame, judgeSeen, runAction, type StepContext, type StepResult, STOPPED } from './step.ts';
import { realTime } from './time.ts';

export type StepsResult = StepResult & {
  /** The step that ended them; of a flow, its own. */
  readonly step?: Step;
};

/** One step after another; the first that isn't met ends them. */
export async function runSteps(steps: readonly Step[], start: Scope, context: StepContext): Promise<StepsResult> {
  let scope = start;
  for (const [index, step] of steps.entries()) {
    const result = await runStep(step, scope, { ...context, place: `${placeOf(context)}/${index}` });
    if (result.is !== 'met') return { ...result, step };
    scope = result.scope;
  }
  return { is: 'met', scope };
}

const placeOf = ({ place = '' }: StepContext): string => place;

async function runStep(step: Step, scope: Scope, context: StepContext): Promise<StepResult> {
  // A flow's own steps have shown what there was to show.
  if (!isActing(step)) return untilMet(step, scope, context);
  const { watchers = [] } = context;
  for (const watcher of watchers) watcher.begins(step, placeOf(context));
  const result = await untilMet(step, scope, context);
  for (const watcher of watchers) watcher.ends(result.is === 'met');
  if (result.is !== 'unmet') return result;
  const evidence = await context.session(step.action.kind).show?.(step.as);
  if (evidence === undefined) return result;
  const { notes, ...shown } = evidence;
  return { ...result, ...shown, notes: [...result.notes, ...notes] };
}

/** Once; with `eventually` again and again, until it is met or can't be any more. */
async function untilMet(step: Step, scope: Scope, context: StepContext): Promise<StepResult> {
  const { eventually } = step;
  const at = (tries: number): StepContext =>
    isActing(step) ? context : { ...context, place: `${placeOf(context)}#${tries}` };
  if (eventually === undefined) return attempt(step, scope, at(1));
  const { signal, time = realTime } = context;
  const started = time.now();
  let current = scope;
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt(step, current, at(attempts), eventually.stopIf);
    if (result.is !== 'unmet') return result;
    current = withTried(scope, result.scope);
    const spent = time.now() - started;
    const wait = eventually.every ?? backOff[attempts - 1] ?? 1000;
    // What stops a step of a flow is not what stops those who repeat the flow.
    const hopeless = result.within === undefined && result.notes.includes(STOPPED);
    if (hopeless || spent + wait > eventually.within || signal.aborted) {
      const tried = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} within ${Math.round(spent)}ms`;
      return { ...result, notes: [...result.notes, tried] };
    }
    await time.pause(wait, signal);
  }
}

/** Milliseconds before the second, third, ... attempt; one second from then on. */
const backOff = [100, 250, 500];

function attempt(
  step: Step,
  scope: Scope,
  context: StepContext,
  stopIf: readonly Expectation[] = [],
): Promise<StepResult> {
  return isActing(step)
    ? runAction(step, scope, context, stopIf)
    : runFlow(step, step.action as UseAction, scope, context, stopIf);
}

const isActing = (step: Step): step is ActingStep => step.action.kind !== 'use';

/** A flow's steps see its params and nothing else of the scenario's; what it returns is what the `use` step sees. */
async function runFlow(
  step: Step,
  { flow, with: given }: UseAction,
  scope: Scope,
  context: StepContext,
  stopIf: readonly Expectation[],
): Promise<StepResult> {
  const { sources } = context;
  const inner = fillFlowParams(flow, given, scope);
  if (!inner.ok) return blame(inner.fault, scope, sources);
  // Who uses a flow acts in it, but for steps that name somebody.
  const steps = flow.steps.map((each) => (each.as === defaultIdentity ? { ...each, as: step.as } : each));
  const result = await runSteps(steps, inner.value, context);
  const grown = withHeld(scope, result.scope);
  if (result.is === 'fault') return { ...result, scope: grown };
  if (result.is === 'unmet') {
    const { step: failed, ...rest } = result;
    const name = failed?.name ?? flow.id;
    return {
      ...rest,
      scope: grown,
      within: [name, ...(result.within ?? [])],
      notes: [...result.notes, usedAt(flow.id, step.at)],
    };
  }
  const returned = flowReturns(flow, result.scope);
  if (!returned.ok) return blame(returned.fault, grown, sources);
  return judgeSeen(step, returned.value, grown, sources, { stopIf, own: ownReturns(flow, result.scope) });
}

const usedAt = (flow: string, { file, line, column }: Span): string =>
  `in the flow ${flow}, used at ${file}:${line}:${column}`;
