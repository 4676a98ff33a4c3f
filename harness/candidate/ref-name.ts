import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { isObjectId } from './object-id.ts';

/** Names that git keeps for itself. */
const gitsOwn = /^(?:[A-Z_]*HEAD|@)$/;

/**
 * The refs that a name may stand for, the first that there is: a branch, a tag, anything else below `refs/`. None for
 * full ids and `HEAD`, which are what they are, whatever branch is called so. What says where it is to be found
 * (`refs/…`, `heads/…`) is looked for there. Git itself would take a tag `main` before the branch, and workers may push one.
 */
export function refsNamed(name: string): readonly string[] {
  if (name === '' || gitsOwn.test(name) || isObjectId(name.toLowerCase())) return [];
  if (name.startsWith('refs/')) return [name];
  const short = [`refs/heads/${name}`, `refs/tags/${name}`];
  return /^(?:heads|tags|remotes)\//.test(name) ? [`refs/${name}`, ...short] : [...short, `refs/${name}`];
}

/** What git understands of a branch alone, by its short name. */
const ofBranch = /^@\{(?:u|upstream|push)\}/i;

/** `main~2` with its name written in full, as the ref of a local repository that it stands for; the same when it has none. */
export async function inFull(expression: string, gitDir: string, git: Git): Promise<Result<string>> {
  // No name of a ref holds what may follow one.
  const [name = ''] = /^(?:[^~^:@]|@(?!\{))*/.exec(expression) ?? [];
  const rest = expression.slice(name.length);
  const refs = refsNamed(name);
  if (refs.length === 0 || ofBranch.test(rest)) return ok(expression);
  const listed = await git.run(['for-each-ref', '--format=%(refname)', ...refs], { gitDir });
  if (!succeeded(listed)) return fail(problem('git-failed', 'git could not list the refs', { notes: whyNot(listed) }));
  // What is asked for is listed, and all that lies below it.
  const there = new Set(listed.value.stdout.split('\n'));
  const found = refs.find((ref) => there.has(ref));
  return ok(found === undefined ? expression : `${found}${rest}`);
}
