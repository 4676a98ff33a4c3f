import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { isObjectId } from './object-id.ts';

/** One ref that a push would move. */
export interface Update {
  /** The full name of what moves, which is not the name that was pushed to when that stands for another ref. */
  readonly ref: string;
  /** A full object id; nothing when the ref would be deleted. */
  readonly to?: string;
}

/** Bytes of all the lines of one push. */
export const PUSH_BYTES = 16 * 1024 ** 2;

/**
 * Reads what git tells a pre-receive hook of the repository `gitDir`: a line for each ref, `<old id> <new id> <ref>`. A
 * line that says something else is a Problem, for what it means can't be judged.
 */
export async function readPush(text: string, gitDir: string, git: Git): Promise<Result<readonly Update[]>> {
  const aliases = await aliasesIn(gitDir, git);
  if (!aliases.ok) return aliases;
  const updates: Update[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, to = '', ref = ''] = /^\S+ (\S+) (refs\/.+)$/.exec(line) ?? [];
    if (!isObjectId(to)) return fail(problem('bad-push', 'standard input is not what git tells a pre-receive hook'));
    updates.push({ ref: aliases.value.get(ref) ?? ref, ...(/^0+$/.test(to) ? {} : { to }) });
  }
  return ok(updates);
}

/** Refs that stand for another one: moving them moves that. */
async function aliasesIn(gitDir: string, git: Git): Promise<Result<ReadonlyMap<string, string>>> {
  const listed = await git.run(['for-each-ref', '--format=%(refname) %(symref)'], { gitDir });
  if (!succeeded(listed)) return fail(problem('git-failed', 'git could not list the refs', { notes: whyNot(listed) }));
  const pairs = listed.value.stdout.split('\n').map((line) => line.split(' '));
  return ok(new Map(pairs.flatMap(([name = '', to = '']) => (to === '' ? [] : [[name, to] as const]))));
}

/** The full names of the branches to guard: `names`, or else the one that a clone of this repository starts on. */
export async function guardedBranches(
  names: readonly string[],
  gitDir: string,
  git: Git,
): Promise<Result<ReadonlySet<string>>> {
  if (names.length > 0)
    return ok(new Set(names.map((name) => (name.startsWith('refs/') ? name : `refs/heads/${name}`))));
  const head = await git.run(['symbolic-ref', '--quiet', 'HEAD'], { gitDir });
  if (!head.ok) return head;
  const name = head.value.stdout.trim();
  if (head.value.code === 0 && name.startsWith('refs/heads/')) return ok(new Set([name]));
  const fix = 'name the branches to guard with --branch';
  return fail(problem('no-branch', 'HEAD of this repository names no branch', { fix }));
}
