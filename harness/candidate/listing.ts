import { fail, ok, problem, type Result } from '../model/problem.ts';
import { ByteReader } from './byte-reader.ts';
import { type Git, type GitOptions, succeeded, whyNot } from './git.ts';
import { forbiddenTree, isFileMode, pathCheck, type TreeEntry, treeLimits } from './tree.ts';

/** A mode, a kind, an id of 64 digits and a path: what is longer has a path that is refused. */
const RECORD_BYTES = treeLimits.path + 100;

/** The files of a tree. Refused at the first entry that no honest tree holds: a tree of kilobytes can list billions. */
export async function listTree(tree: string, gitDir: string, git: Git): Promise<Result<readonly TreeEntry[]>> {
  const entries: TreeEntry[] = [];
  const whyRefused = pathCheck();
  // Folders are listed too, so that they count.
  const listed = await readRecords(['ls-tree', '-rtz', '--full-tree', tree], { gitDir }, git, (record) => {
    const [mode = '', , id = ''] = record.split(/[ \t]/, 3);
    const path = pathOf(record);
    const why = whyRefused(path);
    if (why !== undefined) return forbiddenTree(path, why);
    if (mode === '040000') return ok(undefined);
    if (!isFileMode(mode)) return forbiddenTree(path, `has the mode ${mode}`);
    entries.push({ mode, id, path });
    return ok(undefined);
  });
  return listed.ok ? ok(entries) : listed;
}

/** The tracked and unignored files of a folder, by path, each once. */
export async function listFolder(place: GitOptions, git: Git): Promise<Result<readonly string[]>> {
  const paths = new Set<string>();
  const whyRefused = pathCheck();
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = await readRecords(args, place, git, (path) => {
    // An untracked repository inside the folder has a slash at its end.
    if (path.endsWith('/')) return ok(undefined);
    const why = whyRefused(path);
    paths.add(path);
    return why === undefined ? ok(undefined) : forbiddenTree(path, why);
  });
  return listed.ok ? ok([...paths]) : listed;
}

/** The commits of submodules that a folder's index names. */
export async function listGitlinks(place: GitOptions, git: Git): Promise<Result<readonly TreeEntry[]>> {
  const entries: TreeEntry[] = [];
  const whyRefused = pathCheck();
  const listed = await readRecords(['ls-files', '-z', '--stage'], place, git, (record) => {
    const [mode, id = '', stage] = record.split(/[ \t]/, 3);
    const path = pathOf(record);
    const why = whyRefused(path);
    if (why !== undefined) return forbiddenTree(path, why);
    if (mode === '160000' && stage === '0') entries.push({ mode, id, path });
    return ok(undefined);
  });
  return listed.ok ? ok(entries) : listed;
}

const pathOf = (record: string): string => record.slice(record.indexOf('\t') + 1);

/** Gives each record that git prints to `take`, as latin1, as it comes; the first Problem ends it. */
async function readRecords(
  args: readonly string[],
  place: GitOptions,
  git: Git,
  take: (record: string) => Result<undefined>,
): Promise<Result<undefined>> {
  await using child = git.start(args, place);
  const reader = new ByteReader(child.stdout);
  for (;;) {
    const record = await reader.until(0, RECORD_BYTES);
    if (record === undefined) break;
    const taken = take(record.toString('latin1'));
    if (!taken.ok) return taken;
  }
  const end = await child.ended;
  if (succeeded(end)) return ok(undefined);
  return fail(problem('git-failed', 'git could not list the files', { notes: whyNot(end) }));
}
