import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Git, succeeded, whyNot } from '../candidate/git.ts';
import { listTree } from '../candidate/listing.ts';
import { findSource, pin, type Source } from '../candidate/pin.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { bytesOf, filesBelow } from './files.ts';
import { lookAt, type Sighting, wordsIn } from './look.ts';
import { type Marks, without } from './marks.ts';
import { everyObject, theseObjects } from './objects.ts';
import { type ObjectPlace, placeOf } from './places.ts';
import type { Shingle } from './words.ts';

/** A Sighting, and where it was. */
export interface Found extends Sighting {
  /** A file: as it was named, or below what was named. */
  readonly path?: string;
  /** An object of a repository's history; nothing leads to one without a place. */
  readonly object?: { readonly id: string; readonly place?: ObjectPlace };
}

/** How much was looked at so far. */
export interface Looked {
  files: number;
  objects: number;
  bytes: number;
}

export interface ScanTools {
  readonly git: Git;
  readonly marks: Marks;
  /** A ref of the repository whose words are known to be no leak. */
  readonly base?: string;
  /** Grows. */
  readonly looked: Looked;
}

/** Looks for a vault in a repository with its history, in a folder, or in a file. */
export async function scanPath(path: string, tools: ScanTools): Promise<Result<readonly Found[]>> {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return fail(problem('no-such-file', `there is no ${path}`));
  if (info.isFile()) return tools.base === undefined ? scanFile(path, path, tools) : noBase(path);
  if (!info.isDirectory()) return fail(problem('no-such-file', `${path} is neither a file nor a folder`));
  if (isRepository(path)) return scanRepository(path, tools);
  return tools.base === undefined ? scanFolder(path, tools) : noBase(path);
}

const noBase = (path: string): Result<never> =>
  fail(problem('no-such-ref', `${path} is no repository, and has no base`, { fix: 'leave out --base' }));

const isRepository = (dir: string): boolean =>
  existsSync(join(dir, '.git')) || (existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects')));

async function scanRepository(path: string, tools: ScanTools): Promise<Result<readonly Found[]>> {
  const { git, base, looked } = tools;
  const source = await findSource(path, git);
  if (!source.ok) return source;
  const { local } = source.value;
  if (local === undefined) return fail(problem('no-repository', `${path} is not on this machine`));
  const known = base === undefined ? ok([]) : await wordsOfBase(source.value, base, tools);
  if (!known.ok) return known;
  const marks = known.value.length === 0 ? tools.marks : without(tools.marks, known.value);
  const found: Found[] = [];
  const read = await everyObject(local.gitDir, git, async (id, bytes) => {
    for (const sighting of await lookAt(counted(bytes, looked), marks)) found.push({ ...sighting, object: { id } });
    looked.objects += 1;
  });
  if (!read.ok) return read;
  const placed = await withPlaces(found, local.gitDir, git);
  const inFolder = local.workTree === undefined ? ok([]) : await scanFolder(path, { ...tools, marks });
  return inFolder.ok ? ok([...inFolder.value, ...placed]) : inFolder;
}

async function wordsOfBase({ local, ...source }: Source, base: string, { git, marks, looked }: ScanTools) {
  const gitDir = local?.gitDir ?? '';
  const pinned = await pin({ ...source, ...(local === undefined ? {} : { local }) }, base, git);
  if (!pinned.ok) return pinned;
  const tree = await git.run(['rev-parse', '--verify', `${pinned.value.commit}^{tree}`], { gitDir });
  if (!succeeded(tree)) return fail(problem('git-failed', 'git could not read the base', { notes: whyNot(tree) }));
  const entries = await listTree(tree.value.stdout.trim(), gitDir, git);
  if (!entries.ok) return entries;
  const known: Shingle[] = [];
  const blobs = entries.value.filter(({ mode }) => mode !== '160000').map(({ id }) => id);
  const read = await theseObjects(blobs, gitDir, git, async (_, bytes) => {
    known.push(...(await wordsIn(counted(bytes, looked), marks)));
  });
  return read.ok ? ok(known) : read;
}

/** Objects whose place is looked up: git walks the history for each. */
const placedAtMost = 200;

async function withPlaces(found: readonly Found[], gitDir: string, git: Git): Promise<readonly Found[]> {
  const ids = [...new Set(found.flatMap(({ object }) => object?.id ?? []))].slice(0, placedAtMost);
  const places = new Map<string, ObjectPlace | undefined>();
  for (const id of ids) places.set(id, await placeOf(id, gitDir, git));
  return found.map((one) => {
    const { id = '' } = one.object ?? {};
    const place = places.get(id);
    return place === undefined ? one : { ...one, object: { id, place } };
  });
}

async function scanFolder(dir: string, tools: ScanTools): Promise<Result<readonly Found[]>> {
  const found: Found[] = [];
  for (const file of filesBelow(dir)) {
    const path = join(dir, file);
    const scanned = await scanFile(path, path, tools);
    // One that is gone by now, or closed: the others still count.
    if (scanned.ok) found.push(...scanned.value);
  }
  return ok(found);
}

async function scanFile(file: string, path: string, { marks, looked }: ScanTools): Promise<Result<readonly Found[]>> {
  const bytes = bytesOf(file);
  if (bytes === undefined) return fail(problem('unreadable', `${path} can't be read`));
  const sightings = await lookAt(counted(bytes, looked), marks);
  looked.files += 1;
  return ok(sightings.map((sighting) => ({ ...sighting, path })));
}

async function* counted(bytes: AsyncIterable<Buffer>, looked: Looked): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    looked.bytes += chunk.length;
    yield chunk;
  }
}
