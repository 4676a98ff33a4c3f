import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { CanaryWatch } from './canary-watch.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { listFolder, listGitlinks } from './listing.ts';
import type { Source } from './pin.ts';
import { forbiddenTree } from './tree.ts';
import { hashTree } from './tree-hash.ts';
import { TreeWriter } from './tree-writer.ts';

/** Writes a folder as it stands: tracked and unignored files, raw bytes. The Candidate has a tree id and no commit. */
export async function exportFolder(
  source: Source,
  dir: string,
  owner: number | undefined,
  git: Git,
  watch?: CanaryWatch,
): Promise<Result<Candidate>> {
  const { gitDir, workTree } = source.local ?? {};
  if (gitDir === undefined || workTree === undefined) {
    return fail(
      problem('no-ref', `${source.shown} has no working folder to judge`, { fix: 'name what to judge with --ref' }),
    );
  }
  const format = await git.run(['rev-parse', '--show-object-format'], { gitDir });
  if (!succeeded(format))
    return fail(problem('git-failed', 'git could not read the repository', { notes: whyNot(format) }));
  const gitlinks = await listGitlinks({ gitDir, workTree }, git);
  if (!gitlinks.ok) return gitlinks;
  const paths = await listFolder({ gitDir, workTree }, git);
  if (!paths.ok) return paths;
  if (paths.value.length === 0) return fail(problem('empty-repository', `${source.shown} has no files to judge`));

  const writer = new TreeWriter(dir, owner, watch);
  const root = await realpath(workTree);
  for (const gitlink of gitlinks.value) {
    const why = await writer.add(gitlink, []);
    if (why !== undefined) return forbiddenTree(gitlink.path, why);
  }
  const submodules = new Set(gitlinks.value.map(({ path }) => path));
  for (const path of paths.value.filter((one) => !submodules.has(one))) {
    const copied = await copyRaw(root, path, writer);
    if (!copied.ok) return copied;
  }
  const algorithm = format.value.stdout.trim() === 'sha256' ? 'sha256' : 'sha1';
  const tree = await hashTree(dir, gitlinks.value, algorithm);
  return ok({ label: basename(root), repo: source.shown, tree });
}

/** Copies a file's own bytes, or a link's target; nothing for what was deleted, or is neither. */
async function copyRaw(root: string, path: string, writer: TreeWriter): Promise<Result<undefined>> {
  const place = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
  const info = await lstat(place).catch(() => undefined);
  if (info?.isSymbolicLink() === true) {
    const target = await readlink(place, { encoding: 'buffer' });
    return answer(path, await writer.add({ mode: '120000', path }, [target]));
  }
  if (info?.isFile() !== true) return ok(undefined);
  const opened = await openRaw(place).catch(() => 'closed' as const);
  if (opened === 'closed') {
    const message = `${JSON.stringify(Buffer.from(path, 'latin1').toString('utf8'))} can't be read`;
    return fail(problem('folder-changed', message, { fix: 'let the judge read it, or name a commit with --ref' }));
  }
  if (opened === undefined) return ok(undefined);
  await using file = opened;
  const { mode } = await file.stat();
  const entry = { mode: (mode & 0o100) === 0 ? ('100644' as const) : ('100755' as const), path };
  return answer(path, await writer.add(entry, file.createReadStream({ autoClose: false })));
}

const answer = (path: string, why: string | undefined): Result<undefined> =>
  why === undefined ? ok(undefined) : forbiddenTree(path, why);

/** Opens a file; nothing when a folder on the way is a link (into somebody else's files), or it is no file any more. */
async function openRaw(place: Buffer): Promise<FileHandle | undefined> {
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  // Where the kernel says the opened file is: a link swapped in after any earlier look would show.
  const at = await readlink(join('/proc/self/fd', String(file.fd)), { encoding: 'buffer' });
  if (at.equals(place) && (await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}
