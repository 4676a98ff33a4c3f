import { fixedEnvironment, startCandidate } from './candidate/start.ts';
import { failedAll } from './judge/run-trials.ts';
import type { LaneAnswer, LaneTask, Place } from './judge/task.ts';
import { runTrial, type Stage } from './judge/trial.ts';
import type { Cell, Confinement } from './model/cell.ts';
import type { Outcome } from './model/trial.ts';
import { adapters, confinement } from './wiring.ts';

/*
 * What a lane process runs. A Trial gets a fresh instance: the next one's Cell is opened while this one's steps run, since
 * an empty Cell costs nobody anything. With `fresh: lane` or `run` the started instance is kept for the lane's life.
 */

// A judge that was killed says nothing more: its lanes end with it.
process.on('disconnect', () => process.exit());

const table = await adapters();
void table.warm();

let ready: Promise<Confinement> | undefined;
let spare: Promise<Cell> | undefined;
let kept: Instance | undefined;

interface Instance extends AsyncDisposable {
  readonly stage: Omit<Stage, 'now'>;
}

type Opened =
  | { readonly is: 'open'; readonly instance: Instance }
  | { readonly is: 'closed'; readonly blame: 'candidate' | 'sandbox'; readonly detail: string; readonly log: string };

export default async function lane(task: LaneTask): Promise<LaneAnswer> {
  const started = performance.now();
  const opened = await openInstance(task.place).catch(sandboxFailed);
  if (task.is === 'start') {
    if (opened.is === 'closed') return { ...opened, is: 'not-started' };
    await release(opened.instance, task.place);
    return { is: 'started' };
  }
  const ended = (outcome: Outcome): LaneAnswer => ({
    is: 'outcome',
    outcome,
    ms: Math.round(performance.now() - started),
  });
  if (opened.is === 'closed') {
    const word = opened.blame === 'candidate' ? 'start' : 'sandbox';
    return ended(failedAll(task.trial, { reason: { word, detail: opened.detail } }));
  }
  if (task.place.recipe.fresh === 'scenario') prepareNext(task.place);
  try {
    return ended(await runTrial(task.trial, task.scenario, task.seed, { ...opened.instance.stage, now: Date.now() }));
  } catch (error) {
    // Caught once, here: a throw is a bug of ours, never the candidate's failure.
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return ended({ ...failedAll(task.trial, { reason: { word: 'harness', detail } }), is: 'error' });
  } finally {
    await release(opened.instance, task.place);
  }
}

/** The walls could be built a moment ago: this is our machine's trouble, and this Trial's alone. */
function sandboxFailed(error: unknown): Opened {
  return { is: 'closed', blame: 'sandbox', detail: error instanceof Error ? error.message : String(error), log: '' };
}

async function openInstance(place: Place): Promise<Opened> {
  if (kept !== undefined) {
    const { started, cell } = kept.stage;
    if (started?.ended() === undefined && !cell.ended()) return { is: 'open', instance: kept };
    await kept[Symbol.asyncDispose]();
    kept = undefined;
  }
  const prepared = spare;
  spare = undefined;
  const cell = await (prepared ?? openCell(place));
  const { recipe, limits } = place;
  const stage = { cell, adapters: table.adapters, bin: recipe.bin, env: recipe.env, limits };
  const dispose = (): PromiseLike<void> => cell[Symbol.asyncDispose]();
  if (recipe.start === undefined) return { is: 'open', instance: { stage, [Symbol.asyncDispose]: dispose } };
  const result = await startCandidate(
    cell,
    { ...recipe, start: recipe.start },
    AbortSignal.timeout(recipe.ready.within + 1000),
  );
  if (!result.ok) {
    await dispose();
    return { is: 'closed', blame: result.blame, detail: result.detail, log: result.log };
  }
  return { is: 'open', instance: { stage: { ...stage, started: result.started }, [Symbol.asyncDispose]: dispose } };
}

async function release(instance: Instance, place: Place): Promise<void> {
  if (place.recipe.fresh === 'scenario') await instance[Symbol.asyncDispose]();
  else kept = instance;
}

function prepareNext(place: Place): void {
  spare ??= openCell(place);
  // Looked at when it is taken.
  spare.catch(() => {});
}

/** @throws when the machine can't confine: it could a moment ago, so this is a bug or a broken machine, never the candidate. */
async function openCell(place: Place): Promise<Cell> {
  ready ??= confinement(place.confinement, { dir: place.dir, isolation: 'sealed' });
  const opened = await (await ready).open({
    tree: place.tree,
    writes: 'fresh',
    network: 'lane',
    toolchain: place.toolchain,
    env: fixedEnvironment(place.recipe),
    limits: place.limits,
  });
  if (!opened.ok)
    throw new Error(opened.problems.map(({ message, notes = [] }) => [message, ...notes].join('\n')).join('\n'));
  return opened.value;
}
