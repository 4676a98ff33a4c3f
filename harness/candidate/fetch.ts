import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { algorithmOf, isObjectId, type Pinned } from './pin.ts';

/** Fetches one commit into a bare repository of our own; git computes every object's id anew. */
export async function fetchCommit(
  { source, commit, label }: Pinned,
  into: string,
  git: Git,
): Promise<Result<Candidate & { readonly commit: string }>> {
  const format = `--object-format=${algorithmOf(commit)}`;
  const made = await git.run(['init', '--quiet', '--bare', '--template=', format, into]);
  if (!succeeded(made)) return fail(problem('git-failed', 'git could not make a repository', { notes: whyNot(made) }));
  const options = [
    '--quiet',
    '--depth=1',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--no-auto-gc',
  ];
  const fetched = await git.run(['fetch', ...options, '--end-of-options', source.url, commit], {
    gitDir: into,
    network: source.local === undefined,
    deadline: 'transfer',
  });
  if (!succeeded(fetched)) {
    return fail(
      problem('unreachable-commit', `${commit} could not be fetched from ${source.shown}`, { notes: whyNot(fetched) }),
    );
  }
  // A remote's ref may name a tag's own object, a tree or a file.
  const peeled = await git.run(['rev-parse', `${commit}^{commit}`, `${commit}^{tree}`], { gitDir: into });
  if (!peeled.ok) return peeled;
  const [id = '', tree = ''] = peeled.value.stdout.split('\n');
  if (peeled.value.code !== 0 || !isObjectId(id) || !isObjectId(tree))
    return fail(problem('no-such-ref', `"${label}" names no commit of ${source.shown}`));
  return ok({ label, repo: source.shown, commit: id, tree });
}
