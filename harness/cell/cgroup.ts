import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Groups } from '../model/cell.ts';
import { type Hierarchy, hierarchies, upwards } from './cgroup-places.ts';
import { candidateUid, isRoot, systemEnv } from './system.ts';

/*
 * Control groups cap what all processes of a Cell take together, at every instant. Version 1 is for root; of version 2
 * any user may have a part, when whoever manages the session hands one out. A judge makes one folder of its own in each
 * hierarchy that it needs, and each Cell gets one below that. Nothing is moved but processes that the judge started.
 */

export interface FoundCgroups {
  readonly kind: 'v1' | 'v2' | 'none';
  /** One line: where groups can be made, or why they can't. */
  readonly why: string;
  /** Of `memory`, `pids` and `cpuacct`; with version 2 the last is always there. */
  readonly controllers: readonly string[];
}

/** What is put to use, in this order. Without the first two there is nothing to gain. */
const needed = ['memory', 'pids'] as const;
const wanted = [...needed, 'cpuacct'] as const;

const PREFIX = 'holdout-';

/** Which control groups this process can make, fill and remove: it is really tried once, with a process of its own. */
export function findCgroups(): FoundCgroups {
  const { kind, why, places } = found(`${PREFIX}try-${process.pid}`, mountedHere());
  return { kind, why, controllers: places.flatMap(({ controllers }) => controllers) };
}

const mountedHere = (): readonly Hierarchy[] =>
  hierarchies(textOf('/proc/self/mountinfo'), textOf('/proc/self/cgroup'));

interface Place {
  /** An existing group below which others can be made. */
  readonly dir: string;
  readonly controllers: readonly string[];
}

interface Found {
  readonly kind: FoundCgroups['kind'];
  readonly why: string;
  readonly places: readonly Place[];
}

/** @param name of the groups that are made to try it, and removed. */
function found(name: string, all: readonly Hierarchy[]): Found {
  const first = firstVersion(name, all);
  if (first.kind === 'v1') return first;
  const second = secondVersion(name, all);
  if (second.kind === 'v2') return second;
  const why = all.length === 0 ? 'no control groups are mounted here' : first.why || second.why;
  return { kind: 'none', why, places: [] };
}

function firstVersion(name: string, all: readonly Hierarchy[]): Found {
  const places = wanted.flatMap((controller) => {
    const hierarchy = all.find(({ version, controllers }) => version === 1 && controllers.includes(controller));
    return hierarchy === undefined ? [] : [{ dir: hierarchy.own, controllers: [controller] as readonly string[] }];
  });
  if (!needed.every((controller) => places.some(({ controllers }) => controllers.includes(controller)))) {
    return { kind: 'none', why: '', places: [] };
  }
  // Several controllers may be mounted as one hierarchy.
  const merged = [...Map.groupBy(places, ({ dir }) => dir)].map(([dir, same]) => ({
    dir,
    controllers: same.flatMap(({ controllers }) => controllers),
  }));
  const trouble = tryGroups(
    merged.map(({ dir }) => join(dir, name)),
    // As Cells enter; the other file waits for a lock that all processes of the machine take.
    { files: [], enter: 'tasks' },
  );
  return trouble === undefined
    ? { kind: 'v1', why: 'version 1', places: merged }
    : { kind: 'none', why: `version 1: ${trouble}`, places: [] };
}

/** The nearest group that hands the controllers down and lets us move a process of ours into one below it. */
function secondVersion(name: string, all: readonly Hierarchy[]): Found {
  const hierarchy = all.find(({ version }) => version === 2);
  if (hierarchy === undefined) return { kind: 'none', why: '', places: [] };
  const dirs = upwards(hierarchy).filter((dir) => {
    const handedDown = textOf(join(dir, 'cgroup.subtree_control')).split(/\s+/);
    return needed.every((controller) => handedDown.includes(controller));
  });
  let why = 'no group above this process hands down memory and pids';
  for (const [index, dir] of dirs.entries()) {
    const trouble = tryGroups([join(dir, name)], { files: ['memory.max', 'pids.max'], enter: 'cgroup.procs' });
    if (trouble === undefined)
      return { kind: 'v2', why: `version 2, below ${dir}`, places: [{ dir, controllers: wanted }] };
    if (index === 0) why = trouble;
  }
  return { kind: 'none', why: `version 2: ${why}`, places: [] };
}

/** Makes groups, has a process enter them, and removes them. @returns why not, in one line. */
function tryGroups(
  dirs: readonly string[],
  { files, enter }: { readonly files: readonly string[]; readonly enter: string },
): string | undefined {
  try {
    for (const dir of dirs) {
      mkdirSync(dir);
      const there = readdirSync(dir);
      const missing = files.find((name) => !there.includes(name));
      if (missing !== undefined) return `there is no ${missing} in ${dir}`;
    }
    const script = `for dir; do echo 0 > "$dir/${enter}" || exit 1; done`;
    const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', ...dirs], { env: systemEnv, timeout: 5000 });
    return status === 0 ? undefined : `no process of this user may enter ${dirs.join(', ')}`;
  } catch (error) {
    const { code = 'unknown', path = '' } = error as NodeJS.ErrnoException;
    return `${path} can't be made (${code})`;
  } finally {
    for (const dir of dirs) removeGroup(dir);
  }
}

/**
 * Makes the groups of one judge, below which those of its Cells are made, by whoever opens them. Nothing where there are
 * none to be had. @param owner names the judge for good, in a form that may stand in a file name.
 */
export function openGroups(owner: string): (Groups & Disposable) | undefined {
  const { kind, places } = found(PREFIX + owner, mountedHere());
  if (kind === 'none') return undefined;
  const folders = places.map(({ dir, controllers }) => ({ dir: join(dir, PREFIX + owner), controllers }));
  for (const { dir } of folders) {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    if (kind === 'v2') {
      writeFileSync(join(dir, 'cgroup.subtree_control'), needed.map((name) => `+${name}`).join(' '));
      mkdirSync(join(dir, LANES), { recursive: true });
    }
    // A lane is the candidate's user, and makes the groups of its own Cells.
    if (isRoot()) for (const path of [dir, join(dir, 'cgroup.procs')]) chownSync(path, candidateUid, candidateUid);
  }
  return {
    version: kind === 'v1' ? 1 : 2,
    folders,
    [Symbol.dispose]: () => folders.forEach(({ dir }) => removeGroup(dir)),
  };
}

/** The group of version 2 that lanes are in: only from beside them may they move what they start. */
const LANES = 'lanes';

/** Files that a lane writes its id to before it becomes a lane. */
export const lanesEnter = ({ version, folders }: Groups): readonly string[] =>
  version === 1 ? [] : folders.map(({ dir }) => join(dir, LANES, 'cgroup.procs'));

/** Removes the groups of judges that are gone. @returns what was removed. */
export function sweepGroups(isGone: (owner: string) => boolean): readonly string[] {
  return mountedHere()
    .filter(({ version, controllers }) => version === 2 || wanted.some((name) => controllers.includes(name)))
    .flatMap(({ top }) => ownBelow(top))
    .filter((path) => isGone(basename(path).slice(PREFIX.length)))
    .filter(removeGroup);
}

/** Groups that one sweep looks at, on a machine that may have very many. */
const MOST = 20_000;

/** Groups of judges, wherever they lie: one that was killed may have been in another group than this process is in. */
function ownBelow(top: string): readonly string[] {
  const open = [top];
  const own: string[] = [];
  for (let looked = 0; looked < MOST; looked++) {
    const dir = open.pop();
    if (dir === undefined) break;
    for (const name of foldersIn(dir)) (name.startsWith(PREFIX) ? own : open).push(join(dir, name));
  }
  return own;
}

/** Removes a group and all below it, which must be empty of processes. @returns whether it is gone. */
export function removeGroup(dir: string): boolean {
  for (const name of foldersIn(dir)) removeGroup(join(dir, name));
  try {
    rmdirSync(dir);
    return true;
  } catch {
    // Somebody is still in it, who is about to end: the next sweep finds it.
    return false;
  }
}

function foldersIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
