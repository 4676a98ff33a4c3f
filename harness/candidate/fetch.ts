import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { algorithmOf, isObjectId } from './object-id.ts';
import type { Pinned } from './pin.ts';

/** A Candidate that a commit has. */
export type Committed = Candidate & { readonly commit: string };

/** Fetches one commit into a bare repository of our own; git computes every object's id anew. */
export async function fetchCommit(pinned: Pinned, into: string, git: Git): Promise<Result<Committed>> {
  const fetched = await fetchInto([pinned], ['--depth=1'], into, git);
  return fetched.ok ? committed(pinned, into, git) : fetched;
}

/** Fetches two commits of one source with all their history, so that what they have in common is found. */
export async function fetchHistory(
  head: Pinned,
  onto: Pinned,
  into: string,
  git: Git,
): Promise<Result<{ readonly head: Committed; readonly onto: Committed }>> {
  const fetched = await fetchInto([head, onto], ['--update-shallow'], into, git);
  if (!fetched.ok) return fetched;
  const shallow = await git.run(['rev-parse', '--is-shallow-repository'], { gitDir: into });
  if (!shallow.ok) return shallow;
  if (shallow.value.stdout.trim() !== 'false') {
    return fail(
      problem(
        'shallow-repository',
        `${head.source.shown} has only the end of its history: what a merge would give can't be told`,
        {
          fix: 'there: git fetch --unshallow; in a CI job, check out with the whole history',
        },
      ),
    );
  }
  const ours = await committed(head, into, git);
  if (!ours.ok) return ours;
  const theirs = await committed(onto, into, git);
  return theirs.ok ? ok({ head: ours.value, onto: theirs.value }) : theirs;
}

async function fetchInto(
  pins: readonly [Pinned, ...Pinned[]],
  extent: readonly string[],
  into: string,
  git: Git,
): Promise<Result<undefined>> {
  const [{ source, commit }] = pins;
  const format = `--object-format=${algorithmOf(commit)}`;
  const made = await git.run(['init', '--quiet', '--bare', '--template=', format, into]);
  if (!succeeded(made)) return fail(problem('git-failed', 'git could not make a repository', { notes: whyNot(made) }));
  const options = [
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--no-auto-gc',
    ...extent,
  ];
  const commits = pins.map((pinned) => pinned.commit);
  const fetched = await git.run(['fetch', ...options, '--end-of-options', source.url, ...commits], {
    gitDir: into,
    network: source.local === undefined,
    deadline: 'transfer',
  });
  if (succeeded(fetched)) return ok(undefined);
  const message = `${commits.join(' and ')} could not be fetched from ${source.shown}`;
  return fail(problem('unreachable-commit', message, { notes: whyNot(fetched) }));
}

/** A remote's ref may name a tag's own object, a tree or a file. */
async function committed({ source, commit, label }: Pinned, gitDir: string, git: Git): Promise<Result<Committed>> {
  const peeled = await git.run(['rev-parse', `${commit}^{commit}`, `${commit}^{tree}`], { gitDir });
  if (!peeled.ok) return peeled;
  const [id = '', tree = ''] = peeled.value.stdout.split('\n');
  if (peeled.value.code !== 0 || !isObjectId(id) || !isObjectId(tree))
    return fail(problem('no-such-ref', `"${label}" names no commit of ${source.shown}`));
  return ok({ label, repo: source.shown, commit: id, tree });
}
