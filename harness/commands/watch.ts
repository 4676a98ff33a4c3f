import { join, resolve } from 'node:path';
import { exitCodes } from '../model/gate.ts';
import type { Event } from '../model/event.ts';
import { ok, problem } from '../model/problem.ts';
import { usesBrowser } from '../judge/uses-browser.ts';
import type { Vault } from '../model/vault.ts';
import { isEncryptedFile } from '../vault/encrypted.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { store } from '../wiring.ts';
import { watchFolders } from './changes.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { holdLanes } from './held-lanes.ts';
import { findInstruments } from './instruments.ts';
import { onInterrupt } from './interrupt.ts';
import { sealedVault } from './open-vault.ts';
import { openRunDir, sweep } from './places.ts';
import { type Progress, showProgress, silent } from './progress.ts';
import type { RunFlags } from './run.ts';
import { stop, styleOf } from './say.ts';
import { type Bench, judgeRound, type Known } from './watch-round.ts';

/**
 * `holdout run --watch`: judges; then, whenever a file of the vault is saved, checks it again and judges what says
 * something else now, and everything when the folder that is judged has changed. Lanes stay up and the app is started ahead.
 * Nothing is kept in the history. @returns the exit code.
 */
export async function watch(repo: string, flags: RunFlags): Promise<number> {
  const { audience, json, report = [], keep, reference, ref, onto } = flags;
  const more = [json, keep, reference].includes(true) || report.length > 0 || ref.length > 1 || onto !== undefined;
  if (audience === 'worker' || more) {
    const fix = 'leave out --watch, or --audience, --json, --report, --keep, --reference, --onto and the second --ref';
    return stop([problem('owner-only', '--watch is for an owner at a terminal, and one candidate', { fix })], flags);
  }
  closeInheritedDescriptors();
  using interrupt = onInterrupt();
  const { signal } = interrupt;
  using runDir = openRunDir();
  await using benches = new AsyncDisposableStack();
  const place = flags.vault === undefined ? usualVault(repo, '.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, flags);
  const vaultDir = resolve(place.value);
  if (isEncryptedFile(vaultDir)) return stop([sealedVault(place.value)], flags);
  const repoDir = resolve(repo);
  const known: Known = new Map();
  let bench: Bench | undefined;
  const relay: { to: Progress } = { to: silent };

  const emit = (event: Event): void => relay.to(event);
  const setUp = async (vault: Vault): Promise<Bench | number> => {
    await bench?.held[Symbol.asyncDispose]();
    sweep();
    const history = async () => bench?.held.tools.store ?? benches.use(await store(join(runDir.dir, 'history')));
    const request = { ...flags, repo, refs: flags.ref, vault, history, runDir: runDir.dir, emit, signal };
    const ready = await findInstruments(request);
    const equipped = ready.ok ? await ready.value.tools.equip() : ready;
    if (signal.aborted) return interrupt.exitCode();
    if (!ready.ok) return stop(ready.problems, flags);
    const measured = equipped.ok ? await equipped.value.measured : equipped;
    if (!measured.ok) return stop(measured.problems, flags);
    // A branch may move from one round to the next.
    const tools = { ...ready.value.tools, pinned: new Map() };
    return { recipe: recipeOf(vault), source: ready.value.source, held: benches.use(holdLanes(tools)) };
  };

  const { vault: first, problems: mistakes } = loadVault(vaultDir);
  if (first === undefined && mistakes.every(({ code }) => code === 'no-vault')) return stop(mistakes, flags);
  await using changes = await watchFolders([vaultDir, ...(flags.ref.length === 0 ? [repoDir] : [])]);
  let told = '';
  for (let all = true; !signal.aborted; ) {
    const { vault, problems } = loadVault(vaultDir);
    const shown = formatProblems(problems, styleOf(process.stdout));
    // Advice is no news at each round; what keeps from judging is.
    if (shown !== '' && (vault === undefined || shown !== told)) process.stdout.write(`${shown}\n`);
    told = shown;
    if (vault !== undefined) {
      if (bench?.recipe !== recipeOf(vault)) {
        const made = await setUp(vault);
        if (typeof made === 'number' && known.size === 0) return made;
        bench = typeof made === 'number' ? undefined : made;
        all = true;
      }
      using progress = process.stderr.isTTY ? showProgress(process.stderr) : silent;
      relay.to = progress;
      if (bench !== undefined) await judgeRound(vault, flags, bench, known, all);
    }
    if (signal.aborted) break;
    process.stderr.write('watching; Ctrl-C ends\n');
    all = (await changes.next(signal)).has(repoDir);
    if (!signal.aborted) process.stderr.write(`\n${timeOfDay()}, ${all ? 'the folder' : 'the vault'} changed\n\n`);
  }
  return interrupt.exitCode() === 0 ? exitCodes.hold : interrupt.exitCode();
}

/** `19:05:47` */
const timeOfDay = (): string => new Date().toTimeString().slice(0, 8);

/** All that instruments and instances are made for. */
const recipeOf = (vault: Vault): string => JSON.stringify([vault.recipe, vault.limits, usesBrowser(vault)]);
