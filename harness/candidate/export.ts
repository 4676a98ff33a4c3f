import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { ByteReader } from './byte-reader.ts';
import type { CanaryWatch } from './canary-watch.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { listTree } from './listing.ts';
import { algorithmOf } from './object-id.ts';
import { forbiddenTree, type TreeEntry } from './tree.ts';
import { hashTree } from './tree-hash.ts';
import { TreeWriter } from './tree-writer.ts';

/**
 * Writes a Candidate's tree as raw blobs into the empty folder `dir`, where `watch` sees all of them, then reads it back and
 * compares its id.
 */
export async function exportTree(
  candidate: Candidate,
  repository: string,
  dir: string,
  owner: number | undefined,
  git: Git,
  watch?: CanaryWatch,
): Promise<Result<Candidate>> {
  const entries = await listTree(candidate.tree, repository, git);
  if (!entries.ok) return entries;
  const gitlinks = entries.value.filter(({ mode }) => mode === '160000');
  const blobs = entries.value.filter(({ mode }) => mode !== '160000');
  const writer = new TreeWriter(dir, owner, watch);
  for (const gitlink of gitlinks) {
    const why = await writer.add(gitlink, []);
    if (why !== undefined) return forbiddenTree(gitlink.path, why);
  }
  const written = await writeBlobs(blobs, writer, repository, git);
  if (!written.ok) return written;
  const tree = await hashTree(dir, gitlinks, algorithmOf(candidate.tree));
  if (tree === candidate.tree) return ok(candidate);
  return fail(problem('tree-differs', `what was written has the tree id ${tree}, not ${candidate.tree}`));
}

const newline = 10;
/** `<id> blob <size>` and what git says instead of it. */
const HEADER_BYTES = 200;

/** Writes all blobs as they come out of one `git cat-file --batch`: a header line, the bytes, a newline. */
async function writeBlobs(
  blobs: readonly TreeEntry[],
  writer: TreeWriter,
  gitDir: string,
  git: Git,
): Promise<Result<undefined>> {
  const input = blobs.map(({ id }) => `${id}\n`).join('');
  await using child = git.start(['cat-file', '--batch', '--buffer'], { gitDir, input, deadline: 'transfer' });
  const reader = new ByteReader(child.stdout);
  for (const entry of blobs) {
    const header = await reader.until(newline, HEADER_BYTES);
    if (header === undefined) break;
    const [, kind, size] = header.toString('latin1').split(' ');
    if (kind !== 'blob') return forbiddenTree(entry.path, `is listed as a file and is none: ${kind}`);
    const why = await writer.add(entry, reader.next(Number(size)));
    if (why !== undefined) return forbiddenTree(entry.path, why);
    await reader.until(newline, 1);
  }
  // An empty answer: git has nothing more to say, and ends.
  await reader.until(newline, 1);
  const end = await child.ended;
  if (succeeded(end)) return ok(undefined);
  return fail(problem('git-failed', 'git could not read the files', { notes: whyNot(end) }));
}
