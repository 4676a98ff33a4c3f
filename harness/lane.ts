import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { lookAtNetwork } from './cell/last-look.ts';
import { type Instance, openCell, type Opened, startInstance } from './judge/instance.ts';
import { failedAll } from './judge/run-trials.ts';
import type { LaneAnswer, LaneTask, Place, SeededTrial } from './judge/task.ts';
import { runTrial, type TrialResult } from './judge/trial.ts';
import type { BrowserProgram, Cell, Confinement } from './model/cell.ts';
import { MachineTrouble } from './model/problem.ts';
import type { Outcome, TrialId } from './model/trial.ts';
import { adapters, confinement, withWire } from './wiring.ts';

/*
 * What a lane process runs. A Trial gets a fresh instance: the next one's Cell is opened while this one's steps run, since
 * an empty Cell costs nobody anything. With `fresh: lane` or `run` the started instance is kept for the lane's life, or
 * until there is another place to try things in.
 */

// A judge that was killed says nothing more: its lanes end with it.
process.on('disconnect', () => process.exit());

const table = await adapters();
void table.warm();

let ready: Promise<Confinement> | undefined;
/** What is kept is for one place, which is told by what it says. */
interface For<T> {
  readonly place: string;
  readonly is: T;
}
let spare: For<Promise<Cell>> | undefined;
let kept: For<Instance> | undefined;
let browsing: BrowserProgram | undefined;
/** The end of the last Trial's instance. Whoever waits for an answer need not wait for that. */
let ending: Promise<void> = Promise.resolve();
/** Started before it was asked for. */
let warm: For<Promise<Opened>> | undefined;
/** Left open after its Trial, and where that Trial's `run` steps were run. */
let left: { readonly instance: Instance; cwd: string } | undefined;

/** @param bytes a `LaneTask`, serialized. */
export default async function lane(bytes: Uint8Array): Promise<LaneAnswer> {
  const started = performance.now();
  const task = deserialize(bytes) as LaneTask;
  if (task.is === 'look') return look(task.command);
  const { place } = task;
  // Takes as long as the candidate takes to start, which it can do meanwhile.
  if (place.browser?.ok === true) table.prepareBrowser(await browserOf(place));
  await left?.instance[Symbol.asyncDispose]();
  left = undefined;
  await ending;
  if (task.is === 'sequence') return { is: 'outcomes', outcomes: await inOneInstance(place, task.trials) };
  const opened = await takeInstance(place).catch(sandboxFailed);
  if (task.is === 'start') {
    if (opened.is === 'closed') return { ...opened, is: 'not-started' };
    await release(opened.instance, place);
    return { is: 'started' };
  }
  if (opened.is === 'closed')
    return { is: 'outcome', outcome: notOpened(task.trial, opened), files: [], ms: msSince(started) };
  const { instance } = opened;
  if (task.afterwards === 'next' && place.recipe.fresh === 'scenario') prepareNext(place);
  try {
    const { outcome, files, workDir } = await tryOn(instance, task);
    const collected = task.collect === undefined ? {} : { collected: await collect(instance, task.collect) };
    const acted = instance.acted();
    if (task.afterwards === 'keep') left = { instance, cwd: workDir ?? instance.stage.cell.appDir };
    return {
      ...{ is: 'outcome', outcome, files, ms: msSince(started) },
      ...(acted === undefined ? {} : { acted }),
      ...collected,
    };
  } finally {
    if (left === undefined) ending = release(instance, place);
    // Looked at by the next task.
    ending.catch(() => {});
    if (task.afterwards === 'warm') warm = { place: keyOf(place), is: ending.then(() => openInstance(place)) };
    // Looked at when it is taken.
    warm?.is.catch(() => {});
  }
}

const msSince = (started: number): number => Math.round(performance.now() - started);

const keyOf = (place: Place): string => JSON.stringify(place);

/** Runs one Trial on an instance. Never throws. */
async function tryOn(instance: Instance, { trial, scenario, seed }: SeededTrial): Promise<TrialResult> {
  const { stage } = instance;
  const untouched = stage.started === undefined && instance !== kept?.is;
  try {
    return await runTrial(trial, scenario, seed, { ...stage, now: Date.now(), untouched });
  } catch (error) {
    const ours = (word: 'machine' | 'harness', detail: string): TrialResult => ({
      outcome: { ...failedAll(trial, { reason: { word, detail } }), is: 'error' },
      files: [],
    });
    if (error instanceof MachineTrouble) return ours('machine', error.message);
    // Caught once, here: a throw is a bug of ours, never the candidate's failure.
    return ours('harness', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function notOpened(trial: TrialId, { blame, detail }: Extract<Opened, { is: 'closed' }>): Outcome {
  return failedAll(trial, { reason: { word: blame === 'candidate' ? 'start' : 'sandbox', detail } });
}

async function inOneInstance(place: Place, trials: readonly SeededTrial[]): Promise<readonly Outcome[]> {
  const alone = { ...place, recipe: { ...place.recipe, fresh: 'scenario' as const } };
  const outcomes: Outcome[] = [];
  let instance: Instance | undefined;
  for (const trial of trials) {
    // As everywhere: whoever ended it leaves a new one to the next.
    if (instance !== undefined && !isWhole(instance)) {
      await instance[Symbol.asyncDispose]();
      instance = undefined;
    }
    const opened: Opened =
      instance === undefined ? await openInstance(alone).catch(sandboxFailed) : { is: 'open', instance };
    if (opened.is === 'closed') {
      outcomes.push(notOpened(trial.trial, opened));
      continue;
    }
    ({ instance } = opened);
    outcomes.push((await tryOn(instance, trial)).outcome);
  }
  await instance?.[Symbol.asyncDispose]();
  return outcomes;
}

const isWhole = ({ stage: { started, cell, lostService } }: Instance): boolean =>
  started?.ended() === undefined && lostService() === undefined && !cell.ended();

/** Bytes of a file that are told. */
const COLLECTED = 1024 * 1024;

async function collect({ stage }: Instance, path: string): Promise<string> {
  const content = await stage.cell.read(path, COLLECTED);
  return content.is === 'file' ? Buffer.from(content.bytes).toString('utf8') : '';
}

const LOOK_MS = 60_000;

async function look(command: string): Promise<LaneAnswer> {
  if (left === undefined) throw new Error('no Trial has left its Cell open');
  const { instance, cwd } = left;
  const { cell, env, started, limits } = instance.stage;
  const exit = await cell.run({
    argv: ['/bin/sh', '-c', command],
    cwd,
    env: { ...env, ...started?.env, HOME: cwd, TMPDIR: cwd },
    keep: limits.output,
    timeout: LOOK_MS,
  });
  return { is: 'looked', exit };
}

/** The instance that was started ahead, when it is for this place and still runs; else a new one. */
async function takeInstance(place: Place): Promise<Opened> {
  const ahead = warm;
  warm = undefined;
  if (ahead === undefined) return openInstance(place);
  const opened = await ahead.is.catch(() => undefined);
  if (opened?.is !== 'open') return openInstance(place);
  const { started, cell } = opened.instance.stage;
  if (ahead.place === keyOf(place) && started?.ended() === undefined && !cell.ended()) return opened;
  await opened.instance[Symbol.asyncDispose]();
  return openInstance(place);
}

/** The walls could be built a moment ago: this is our machine's trouble, and this Trial's alone. */
function sandboxFailed(error: unknown): Extract<Opened, { is: 'closed' }> {
  return { is: 'closed', blame: 'sandbox', detail: error instanceof Error ? error.message : String(error), log: '' };
}

async function openInstance(place: Place): Promise<Opened> {
  if (kept !== undefined) {
    // A vault that keeps instances asks for a fresh one all the same where a fail is done over.
    if (place.recipe.fresh !== 'scenario' && isWhole(kept.is) && kept.place === keyOf(place))
      return { is: 'open', instance: kept.is };
    await kept.is[Symbol.asyncDispose]();
    kept = undefined;
  }
  const prepared = spare;
  spare = undefined;
  const walls = await wallsOf(place);
  const cell = await (prepared?.place === keyOf(place) ? prepared.is : openCell(place, walls));
  if (prepared !== undefined && prepared.place !== keyOf(place)) void giveUp(prepared.is);
  return startInstance(cell, place, { adapters: table.adapters, browser: await browserOf(place), withWire });
}

const giveUp = (cell: Promise<Cell>): Promise<void> =>
  cell.then(
    (opened) => opened[Symbol.asyncDispose](),
    () => {},
  );

async function release(instance: Instance, place: Place): Promise<void> {
  if (place.recipe.fresh === 'scenario') await instance[Symbol.asyncDispose]();
  else kept = { place: keyOf(place), is: instance };
}

function prepareNext(place: Place): void {
  spare ??= { place: keyOf(place), is: wallsOf(place).then((walls) => openCell(place, walls)) };
  // Looked at when it is taken.
  spare.is.catch(() => {});
}

/** @throws when this lane is not confined: its browser is in this network. */
function wallsOf(place: Place): Promise<Confinement> {
  const { dir, groups } = place;
  const open = ready === undefined && place.confinement === 'bubblewrap' ? lookAtNetwork() : undefined;
  if (open !== undefined) throw new Error(open.message);
  ready ??= confinement(place.confinement, { dir, isolation: 'sealed', ...(groups !== undefined && { groups }) });
  return ready;
}

/** How this lane's browser is started: one program for all of its life. */
async function browserOf(place: Place): Promise<() => BrowserProgram> {
  const walls = await wallsOf(place);
  return () => (browsing ??= writeBrowser(walls, place));
}

/** The program, in a folder of its own. @throws MachineTrouble when there is none. */
function writeBrowser(walls: Confinement, { browser, dir }: Place): BrowserProgram {
  if (browser === undefined) throw new Error('no browser was looked for');
  if (!browser.ok) {
    const [why] = browser.problems;
    throw new MachineTrouble([why?.message, why?.fix].filter(Boolean).join('\n'));
  }
  return walls.browser({ ...browser.value, dir: mkdtempSync(join(dir, 'b')) });
}
