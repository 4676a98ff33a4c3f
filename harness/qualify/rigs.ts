import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeBuild } from '../candidate/build.ts';
import type { Found } from '../candidate/candidate.ts';
import { placeOf } from '../judge/place.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import { reasons } from '../model/trial.ts';
import { digestOf } from '../vault/digest.ts';
import type { Context } from './context.ts';
import { instrument, instrumenter, type Instrumented } from './mutants/instrument.ts';
import { makeRig, type Rig } from './rig.ts';

/** A control that was built, and what it is asked with. */
export interface Asking {
  readonly rig: Rig;
  /** The mutants that are in it. */
  readonly instrumented?: Instrumented;
}

/**
 * Builds a control, with mutants in it when it is to be `instrumented`, and has `work` ask it. @returns why it can't be asked,
 * in one line, when that is the control's own doing. Problems are ours; none at all: it was interrupted.
 */
export async function onControl(
  context: Context,
  found: Found | undefined,
  work: (asking: Asking) => Promise<void>,
  { instrumented = false } = {},
): Promise<Result<string | undefined>> {
  if (found === undefined || context.tools.signal.aborted) return fail();
  const { vault, tools } = context;
  // What a program prints is what it answers with, when scenarios run it.
  const prints = Object.keys(vault.recipe.bin).length > 0;
  const built = await makeBuild({
    candidate: found.candidate,
    exportTo: found.exportTo,
    canaries: vault.canaries,
    recipe: vault.recipe,
    limits: vault.limits,
    found: tools.found,
    confinement: tools.confinement,
    cache: tools.buildsDir,
    emit: tools.emit,
    signal: tools.signal,
    ...(instrumented
      ? {
          altered: {
            name: `mutants by ${instrumenter}${prints ? ', prints' : ''}`,
            by: (dir: string) => instrument(dir, { prints, signal: tools.signal }),
          },
        }
      : {}),
  });
  if (!built.ok) {
    const refused = built.problems.find(({ code }) => code === 'forbidden-tree' || code === 'leaked-canary');
    return refused === undefined ? built : ok(refused.message);
  }
  if (built.value.is === 'failed') {
    const { reason } = built.value.trouble;
    return ok(`${reasons[reason.word]}${reason.detail === undefined ? '' : `: ${reason.detail}`}`);
  }
  if (tools.signal.aborted) return fail();
  const { build } = built.value;
  const mutants = build.altered as Instrumented | undefined;
  await using rig = openRig(
    context,
    build.dir,
    instrumented ? `${found.candidate.tree} with mutants ${digestOf(mutants?.mutants)}` : found.candidate.tree,
  );
  await work({ rig, ...(mutants === undefined ? {} : { instrumented: mutants }) });
  return tools.signal.aborted ? fail() : ok(undefined);
}

/** Has `work` ask over a tree with nothing in it: what needs no candidate. */
export async function onNothing(context: Context, work: (rig: Rig) => Promise<void>): Promise<void> {
  if (context.tools.signal.aborted) return;
  const place = join(context.tools.runDir, 'nothing');
  const dir = join(place, 'app');
  mkdirSync(dir, { recursive: true });
  for (const folder of [place, dir]) chmodSync(folder, 0o755);
  await using rig = openRig(context, dir, 'nothing');
  await work(rig);
}

/** @param tree what distinguishes the tree from all others. */
function openRig({ vault, tools, dataSeed }: Context, dir: string, tree: string): Rig {
  const { recipe, limits } = vault;
  const key = digestOf({ tree, recipe, limits, dataSeed, isolation: tools.isolation, version: 1 });
  const program = tools.laneProgram(dir);
  // Whatever the vault says: a control is asked where nobody was before.
  const place = placeOf(program, { recipe: { ...recipe, fresh: 'scenario' }, limits }, tools);
  return makeRig({
    // When nothing is to be asked that wasn't asked before, none are needed.
    openLanes: () => tools.openLanes(program, tools.lanes),
    count: tools.lanes,
    place,
    seed: dataSeed,
    known: tools.store.tried(key),
    keep: (tried) => tools.store.keepTried(key, tried),
    emit: tools.emit,
    signal: tools.signal,
  });
}
