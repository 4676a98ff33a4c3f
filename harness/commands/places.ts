import { chmodSync, mkdirSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openGroups, sweepGroups } from '../cell/cgroup.ts';
import { removeTree } from '../cell/remove.ts';
import type { Groups } from '../model/cell.ts';
import { MachineTrouble } from '../model/problem.ts';
import { isAlive, isRunning, processName } from './process-name.ts';

/** Where history is kept: private, never inside a repository or a Cell. */
export function storeDir(given: string | undefined): string {
  return given === undefined ? join(base('XDG_STATE_HOME', '.local/state'), 'holdout') : resolve(given);
}

/** Where Builds, the lanes' compiled code and services' prepared data are kept from run to run. */
export function cacheDir(kind: 'builds' | 'lanes' | 'services'): string {
  const dir = join(base('XDG_CACHE_HOME', '.cache'), 'holdout', kind);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

/** What no candidate may see; every Cell is looked at for these. */
export function privateFolders(...known: readonly string[]): readonly string[] {
  try {
    return [...known, homedir()].map((path) => resolve(path));
  } catch {
    // This user has no home folder.
    return known.map((path) => resolve(path));
  }
}

function base(variable: string, fallback: string): string {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  try {
    return join(homedir(), fallback);
  } catch {
    throw new MachineTrouble(`this user has no home folder; set ${variable} to a private one`);
  }
}

const ownerName = /^[0-9]+\.[0-9]+\.[0-9a-f]+\.[0-9]+$/;
const runDirName = /^holdout-run-([0-9]+\.[0-9]+\.[0-9a-f]+\.[0-9]+)-/;

/** A folder for one run of this process, gone with it. Others may pass through it (a root judge's candidates do), not list it. */
export function openRunDir(): { readonly dir: string } & Disposable {
  // Whose it is stands in its name, so that there is no moment at which nobody could tell.
  const dir = mkdtempSync(join(tmpdir(), `holdout-run-${processName(process.pid).replaceAll(' ', '.')}-`));
  const remove = (): void => void removeTree(dir);
  // Also when the process ends in a way that unwinds nothing.
  process.once('exit', remove);
  // mkdtemp makes it 0700.
  chmodSync(dir, 0o711);
  return {
    dir,
    [Symbol.dispose]() {
      remove();
      process.off('exit', remove);
    },
  };
}

/** Control groups for the Cells of this process, gone with it; nothing where there are none to be had. */
export function openRunGroups(): Groups | undefined {
  const groups = openGroups(processName(process.pid).replaceAll(' ', '.'));
  if (groups !== undefined) process.once('exit', () => groups[Symbol.dispose]());
  return groups;
}

/** Removes what a killed judge of this user left behind. Returns what was removed. */
export function sweep(): readonly string[] {
  const runs = readdirSync(tmpdir())
    .filter((name) => {
      const [, owner] = runDirName.exec(name) ?? [];
      return owner !== undefined && isAlive(owner.replaceAll('.', ' ')) === false;
    })
    .map((name) => join(tmpdir(), name))
    .filter(isOurs);
  const partial = (['builds', 'lanes', 'services'] as const)
    .map((kind) => cacheDir(kind))
    .flatMap((dir) =>
      readdirSync(dir)
        .filter((name) => /\.\d+\.partial$/.test(name) && !isRunning(Number(name.split('.').at(-2))))
        .map((name) => join(dir, name)),
    );
  const groups = sweepGroups((owner) => ownerName.test(owner) && isAlive(owner.replaceAll('.', ' ')) === false);
  return [...[...runs, ...partial].filter(removeTree), ...groups];
}

function isOurs(path: string): boolean {
  const info = lstatSync(path, { throwIfNoEntry: false });
  return info?.isDirectory() === true && info.uid === process.getuid?.();
}

/** Names a Run for good; sorts by time. */
export function newRunId(): string {
  const chance = Math.floor(Math.random() * 36 ** 3);
  return `r${Date.now().toString(36)}${chance.toString(36).padStart(3, '0')}`;
}
