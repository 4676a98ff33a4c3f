import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Committed } from './fetch.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { isObjectId } from './object-id.ts';

/** The first git that can merge without a checkout. */
const NEEDED = [2, 38] as const;

/** Whether this machine's git can merge without a checkout. */
export async function canMerge(git: Git): Promise<Result<undefined>> {
  const asked = await git.run(['version']);
  if (!succeeded(asked)) return fail(problem('git-failed', 'git does not say its version', { notes: whyNot(asked) }));
  const version = asked.value.stdout.trim().replace('git version ', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return ok(undefined);
  return fail(
    problem(
      'old-git',
      `judging what a merge would give needs git ${NEEDED.join('.')} or later; this is git ${version}`,
      {
        fix: 'install a newer git, or leave --onto out to judge the commit alone',
      },
    ),
  );
}

/**
 * The Candidate that merging `head` into `onto` gives, in a bare repository that has the history of both and nothing of
 * theirs besides: no settings, no attributes (`merge=ours`, drivers, line ends), no replaced objects take part. The tree is
 * written there. It has a commit when one of the two has that tree, as after a fast-forward.
 */
export async function mergeCommits(
  head: Committed,
  onto: Committed,
  gitDir: string,
  git: Git,
): Promise<Result<Candidate>> {
  const related = await git.run(['merge-base', onto.commit, head.commit], { gitDir });
  if (!related.ok) return related;
  // It also ends with 1 when a commit is missing, and says that on the way.
  if (related.value.code > 1 || related.value.stderr !== '')
    return fail(problem('git-failed', 'git could not read the history', { notes: whyNot(related) }));
  if (related.value.code === 1) return cantBeMerged(head, onto, 'they have no commit in common');
  const merging = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', onto.commit, head.commit];
  const merged = await git.run(merging, { gitDir, deadline: 'transfer' });
  if (!merged.ok) return merged;
  const [tree = '', ...conflicts] = merged.value.stdout.split('\0').filter((text) => text !== '');
  if (merged.value.code === 1 && isObjectId(tree)) return cantBeMerged(head, onto, `conflicts${placesOf(conflicts)}`);
  if (merged.value.code !== 0 || !isObjectId(tree))
    return fail(problem('git-failed', 'git could not merge', { notes: whyNot(merged) }));
  const same = [head, onto].find((one) => one.tree === tree);
  return ok({
    label: head.label,
    repo: head.repo,
    tree,
    ...(same === undefined ? {} : { commit: same.commit }),
    merge: { head: head.commit, onto: onto.commit },
  });
}

function cantBeMerged(head: Committed, onto: Committed, why: string): Result<never> {
  return fail(
    problem('merge-conflict', `${head.label} can't be merged into ${onto.label}: ${why}`, {
      fix: `merge ${onto.label} into ${head.label} first`,
    }),
  );
}

const SHOWN_NAMES = 5;
const SHOWN_CHARACTERS = 100;

/** The worker's own names, in short. */
function placesOf(names: readonly string[]): string {
  const shown = names
    .slice(0, SHOWN_NAMES)
    .map((name) => (name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name));
  const more = names.length - shown.length;
  return names.length === 0 ? '' : ` in ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
