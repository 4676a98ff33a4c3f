import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { chown, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeTree } from '../cell/remove.ts';
import { candidateUid, isRoot } from '../cell/system.ts';
import type { Confinement } from '../model/cell.ts';

export interface LaneCacheRequest {
  /** Private folder that holds one cache per version of the code. */
  readonly parent: string;
  readonly walls: Confinement;
  readonly code: readonly string[];
  readonly entry: string;
  /** Further modules that these lanes will load, in order. */
  readonly also: readonly string[];
  readonly runDir: string;
}

/**
 * Compiled code for lanes, which start in a third of the time with it. It is written by a lane that has no candidate and
 * is read-only to every other, so nothing that parses a candidate's bytes can change what a later lane runs.
 * @returns the folder, or nothing when it can't be made: slower, not worse.
 */
export async function laneCache({
  parent,
  walls,
  code,
  entry,
  also,
  runDir,
}: LaneCacheRequest): Promise<string | undefined> {
  const facts = {
    node: process.version,
    entry,
    also,
    newest: newest(dirname(entry)),
    walls: walls.name,
    owner: process.getuid?.(),
  };
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
  const place = join(parent, key);
  if (existsSync(place)) {
    utimesSync(place, new Date(), new Date());
    return place;
  }
  forgetOld(parent);
  const partial = join(parent, `${key}.${process.pid}.partial`);
  await mkdir(partial, { recursive: true, mode: 0o700 });
  if (isRoot()) await chown(partial, candidateUid, candidateUid);
  const dir = join(runDir, 'warm');
  await mkdir(dir, { recursive: true });
  const nothing = { binds: [], links: [], path: [], hostPath: [] };
  const { program, env } = walls.lane({
    tree: dir,
    toolchain: nothing,
    code,
    dir,
    cache: { dir: partial, writable: true },
  });
  const exit = await new Promise<number | null>((resolve) => {
    const child = spawn(
      program,
      [
        ...also.map((module) => `--import=${pathToFileURL(module).href}`),
        '--disable-warning=ExperimentalWarning',
        entry,
      ],
      {
        env: { ...env },
        stdio: 'ignore',
        cwd: '/',
      },
    );
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (exit === 0) await rename(partial, place).catch(() => {});
  removeTree(partial);
  return existsSync(place) ? place : undefined;
}

const OLD_MS = 14 * 24 * 3600 * 1000;

/** Other versions' caches go when nobody can be using them any more. */
function forgetOld(parent: string): void {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (!name.endsWith('.partial') && Date.now() - statSync(path).mtimeMs > OLD_MS) removeTree(path);
  }
}

/** When the code last changed; matters only to whoever develops it. */
function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs),
  );
}
