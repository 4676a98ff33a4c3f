import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Git } from './git.ts';
import { algorithmOf, type Source } from './pin.ts';
import { hashTree, parseTree, type TreeEntry, TreeWriter } from './tree.ts';

/** Writes a commit's tree as raw blobs into the empty folder `dir`, then reads it back and compares its id. */
export async function exportCommit(
  candidate: Candidate,
  repository: string,
  dir: string,
  owner: number | undefined,
  git: Git,
): Promise<Result<Candidate>> {
  const listing = await git(['--git-dir', repository, 'ls-tree', '-rzl', '--full-tree', candidate.tree]);
  if (listing.code !== 0)
    return fail(problem('git-failed', 'git could not list the tree', { notes: [listing.stderr.trim()] }));
  const entries = parseTree(listing.stdout);
  if (!entries.ok) return entries;
  const gitlinks = entries.value.filter(({ mode }) => mode === '160000');
  const blobs = entries.value.filter(({ mode }) => mode !== '160000');
  const writer = new TreeWriter(dir, owner);
  for (const gitlink of gitlinks) await writer.add(gitlink, Buffer.alloc(0));
  let index = 0;
  for await (const bytes of readBlobs(repository, blobs)) {
    const entry = blobs[index++];
    if (entry === undefined) break;
    const why = await writer.add(entry, bytes);
    if (why !== undefined)
      return fail(problem('forbidden-tree', `the tree is refused: ${JSON.stringify(entry.path)} ${why}`));
  }
  const tree = await hashTree(dir, gitlinks, algorithmOf(candidate.tree));
  if (tree === candidate.tree) return ok(candidate);
  return fail(problem('tree-differs', `what was written has the tree id ${tree}, not ${candidate.tree}`));
}

/** The content of each blob, in order, through one `git cat-file --batch`. */
async function* readBlobs(repository: string, blobs: readonly TreeEntry[]): AsyncGenerator<Buffer> {
  const child = spawn(
    'git',
    ['--git-dir', repository, '-c', 'core.hooksPath=/dev/null', 'cat-file', '--batch', '--buffer'],
    {
      cwd: '/',
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_NO_REPLACE_OBJECTS: '1',
        GIT_NO_LAZY_FETCH: '1',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  child.stdin.on('error', () => {});
  child.stdin.end(blobs.map(({ id }) => `${id}\n`).join(''));
  let pending = Buffer.alloc(0);
  let wanted: number | undefined;
  let chunks: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    // Joined only when there is enough: a large blob arrives in many small chunks.
    if (wanted !== undefined && pending.length + chunks.reduce((sum, { length }) => sum + length, 0) <= wanted)
      continue;
    pending = Buffer.concat([pending, ...chunks]);
    chunks = [];
    for (;;) {
      if (wanted === undefined) {
        const newline = pending.indexOf(10);
        if (newline < 0) break;
        const [, type, size] = pending.subarray(0, newline).toString('latin1').split(' ');
        if (type !== 'blob') throw new Error(`git cat-file says ${pending.subarray(0, newline).toString('latin1')}`);
        wanted = Number(size);
        pending = pending.subarray(newline + 1);
      }
      // A newline follows each object.
      if (pending.length < wanted + 1) break;
      yield pending.subarray(0, wanted);
      pending = pending.subarray(wanted + 1);
      wanted = undefined;
    }
  }
}

/** Writes a folder as it stands: tracked and unignored files, raw bytes. The Candidate has a tree id and no commit. */
export async function exportFolder(
  source: Source,
  dir: string,
  owner: number | undefined,
  git: Git,
): Promise<Result<Candidate>> {
  const workTree = source.local?.workTree;
  if (workTree === undefined) {
    return fail(
      problem('no-ref', `${source.shown} has no working folder to judge`, { fix: 'name what to judge with --ref' }),
    );
  }
  const gitlinks = await listGitlinks(workTree, git);
  const listed = await git(['-C', workTree, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (listed.code !== 0)
    return fail(problem('git-failed', 'git could not list the files', { notes: [listed.stderr.trim()] }));
  const submodules = new Set(gitlinks.map(({ path }) => path));
  // An untracked repository inside the folder is listed with a slash at its end.
  const paths = [...new Set(listed.stdout.toString('latin1').split('\0'))].filter(
    (path) => path !== '' && !submodules.has(path) && !path.endsWith('/'),
  );
  if (paths.length === 0) return fail(problem('empty-repository', `${source.shown} has no files to judge`));
  const checked = parseTree(Buffer.from(paths.map((path) => `100644 blob - -\t${path}\0`).join(''), 'latin1'));
  if (!checked.ok) return checked;
  const writer = new TreeWriter(dir, owner);
  const root = await realpath(workTree);
  for (const gitlink of gitlinks) await writer.add(gitlink, Buffer.alloc(0));
  for (const path of paths) {
    const read = await readRaw(root, path);
    // Tracked but deleted.
    if (read === undefined) continue;
    const why = await writer.add({ ...read, id: '', path }, read.bytes);
    if (why !== undefined)
      return fail(problem('forbidden-tree', `the tree is refused: ${JSON.stringify(path)} ${why}`));
  }
  const format = await git(['-C', workTree, 'rev-parse', '--show-object-format']);
  const tree = await hashTree(dir, gitlinks, format.stdout.toString('utf8').trim() === 'sha256' ? 'sha256' : 'sha1');
  return ok({ label: basename(root), repo: source.shown, tree });
}

async function listGitlinks(workTree: string, git: Git): Promise<readonly TreeEntry[]> {
  const staged = await git(['-C', workTree, 'ls-files', '-z', '--stage']);
  return staged.stdout
    .toString('latin1')
    .split('\0')
    .flatMap((line) => {
      const match = /^160000 ([0-9a-f]+) 0\t(.*)$/s.exec(line);
      return match === null ? [] : [{ mode: '160000' as const, id: match[1] ?? '', path: match[2] ?? '' }];
    });
}

/** A file's own bytes, or a link's target. A folder on the way that is a link (into somebody else's files) is not followed. */
async function readRaw(
  root: string,
  path: string,
): Promise<{ readonly mode: TreeEntry['mode']; readonly bytes: Buffer } | undefined> {
  const place = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
  const info = await lstat(place).catch(() => undefined);
  if (info === undefined) return undefined;
  if (info.isSymbolicLink()) return { mode: '120000', bytes: await readlink(place, { encoding: 'buffer' }) };
  if (!info.isFile()) return undefined;
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    // Where the kernel says the opened file is: a link swapped in after any earlier look would show.
    const opened = await readlink(join('/proc/self/fd', String(file.fd)), { encoding: 'buffer' });
    if (!opened.equals(place)) return undefined;
    return { mode: (info.mode & 0o100) === 0 ? '100644' : '100755', bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}
