import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fixedEnvironment, startCandidate } from './candidate/start.ts';
import { databasesOf, fillRecipe, startServices } from './candidate/services.ts';
import { lookAtNetwork } from './cell/last-look.ts';
import { failedAll } from './judge/run-trials.ts';
import type { LaneAnswer, LaneTask, Place } from './judge/task.ts';
import type { EvidenceFile } from './judge/evidence.ts';
import type { Stage } from './judge/stage.ts';
import { runTrial } from './judge/trial.ts';
import type { BrowserProgram, Cell, Confinement } from './model/cell.ts';
import { MachineTrouble } from './model/problem.ts';
import type { Recipe } from './model/vault.ts';
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
let browsing: BrowserProgram | undefined;
/** The end of the last Trial's instance. Whoever waits for an answer need not wait for that. */
let ending: Promise<void> = Promise.resolve();
/** Started before it was asked for, and where that was. */
let warm: { readonly opened: Promise<Opened>; readonly place: string } | undefined;
/** Left open after its Trial, and where that Trial's `run` steps were run. */
let left: { readonly instance: Instance; cwd: string } | undefined;

interface Instance extends AsyncDisposable {
  readonly stage: Omit<Stage, 'now' | 'untouched'>;
}

type Opened =
  | { readonly is: 'open'; readonly instance: Instance }
  | { readonly is: 'closed'; readonly blame: 'candidate' | 'sandbox'; readonly detail: string; readonly log: string };

export default async function lane(task: LaneTask): Promise<LaneAnswer> {
  const started = performance.now();
  if (task.is === 'look') return look(task.command);
  // Takes as long as the candidate takes to start, which it can do meanwhile.
  if (task.place.browser?.ok === true) table.prepareBrowser(await browserOf(task.place));
  await left?.instance[Symbol.asyncDispose]();
  left = undefined;
  await ending;
  const opened = await takeInstance(task.place).catch(sandboxFailed);
  if (task.is === 'start') {
    if (opened.is === 'closed') return { ...opened, is: 'not-started' };
    await release(opened.instance, task.place);
    return { is: 'started' };
  }
  const ended = (outcome: Outcome, files: readonly EvidenceFile[] = []): LaneAnswer => ({
    is: 'outcome',
    outcome,
    files,
    ms: Math.round(performance.now() - started),
  });
  if (opened.is === 'closed') {
    const word = opened.blame === 'candidate' ? 'start' : 'sandbox';
    return ended(failedAll(task.trial, { reason: { word, detail: opened.detail } }));
  }
  if (task.afterwards === 'next' && task.place.recipe.fresh === 'scenario') prepareNext(task.place);
  try {
    const { stage } = opened.instance;
    const { outcome, files, workDir } = await runTrial(task.trial, task.scenario, task.seed, {
      ...stage,
      now: Date.now(),
      untouched: stage.started === undefined && opened.instance !== kept,
    });
    if (task.afterwards === 'keep') left = { instance: opened.instance, cwd: workDir ?? stage.cell.appDir };
    return ended(outcome, files);
  } catch (error) {
    if (error instanceof MachineTrouble) {
      return ended({ ...failedAll(task.trial, { reason: { word: 'machine', detail: error.message } }), is: 'error' });
    }
    // Caught once, here: a throw is a bug of ours, never the candidate's failure.
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return ended({ ...failedAll(task.trial, { reason: { word: 'harness', detail } }), is: 'error' });
  } finally {
    if (left === undefined) ending = release(opened.instance, task.place);
    // Looked at by the next task.
    ending.catch(() => {});
    if (task.afterwards === 'warm')
      warm = { opened: ending.then(() => openInstance(task.place)), place: JSON.stringify(task.place) };
    // Looked at when it is taken.
    warm?.opened.catch(() => {});
  }
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
  const opened = await ahead.opened.catch(() => undefined);
  if (opened?.is !== 'open') return openInstance(place);
  const { started, cell } = opened.instance.stage;
  if (ahead.place === JSON.stringify(place) && started?.ended() === undefined && !cell.ended()) return opened;
  await opened.instance[Symbol.asyncDispose]();
  return openInstance(place);
}

/** The walls could be built a moment ago: this is our machine's trouble, and this Trial's alone. */
function sandboxFailed(error: unknown): Opened {
  return { is: 'closed', blame: 'sandbox', detail: error instanceof Error ? error.message : String(error), log: '' };
}

async function openInstance(place: Place): Promise<Opened> {
  if (kept !== undefined) {
    const { started, cell, lostService } = kept.stage;
    const isWhole = started?.ended() === undefined && lostService() === undefined && !cell.ended();
    // A vault that keeps instances asks for a fresh one all the same where a fail is done over.
    if (place.recipe.fresh !== 'scenario' && isWhole) return { is: 'open', instance: kept };
    await kept[Symbol.asyncDispose]();
    kept = undefined;
  }
  const prepared = spare;
  spare = undefined;
  const cell = await (prepared ?? openCell(place));
  try {
    return await startInstance(cell, place);
  } catch (error) {
    await cell[Symbol.asyncDispose]();
    throw error;
  }
}

async function startInstance(cell: Cell, place: Place): Promise<Opened> {
  const dispose = (): PromiseLike<void> => cell[Symbol.asyncDispose]();
  const { limits } = place;
  const { port } = place.recipe;
  const own = typeof port === 'number' ? [port] : [];
  const beside = await startServices(cell, place.recipe.services, place.toolchain, own);
  if (!beside.ok) {
    await dispose();
    return { is: 'closed', blame: 'sandbox', detail: beside.detail, log: beside.log };
  }
  const { addresses, lost: lostService } = beside.services;
  const recipe = fillRecipe(place.recipe, addresses);
  const databases = databasesOf(recipe.db, cell.appDir, addresses);
  const env = recipe.start === undefined ? fixedEnvironment(recipe) : recipe.env;
  const browser = await browserOf(place);
  const stage = { cell, browser, adapters: table.adapters, bin: recipe.bin, env, limits, databases, lostService };
  if (recipe.start === undefined) return { is: 'open', instance: { stage, [Symbol.asyncDispose]: dispose } };
  const result = await startCandidate(
    cell,
    { ...recipe, start: recipe.start },
    {
      signal: AbortSignal.timeout(recipe.ready.within + 1000),
      taken: Object.values(addresses).map(({ port: service }) => service),
    },
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
  const walls = await wallsOf(place);
  const opened = await walls.open({
    tree: place.tree,
    writes: 'fresh',
    network: isReached(place.recipe) ? 'reached' : 'none',
    toolchain: place.toolchain,
    env: fixedEnvironment(place.recipe),
    limits: place.limits,
  });
  if (!opened.ok)
    throw new Error(opened.problems.map(({ message, notes = [] }) => [message, ...notes].join('\n')).join('\n'));
  return opened.value;
}

/** Whether anything in the Cell is to be connected to. */
const isReached = ({ start, services }: Recipe): boolean => start !== undefined || services.length > 0;

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
