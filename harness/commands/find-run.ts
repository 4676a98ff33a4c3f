import { join } from 'node:path';
import { safeGit, succeeded } from '../candidate/git.ts';
import { findSource, pin } from '../candidate/pin.ts';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import type { Store, StoredRun } from '../model/store.ts';
import { openRunDir } from './places.ts';

/** A finished Run by its id, its beginning, or `latest`. */
export function storedRun(ref: string, history: Pick<Store, 'find'>): Result<StoredRun> {
  const found = history.find(ref);
  const fix = 'holdout history lists them';
  if (found === 'none') return fail(problem('no-such-run', `there is no finished run "${ref}"`, { fix }));
  if (found === 'ambiguous') return fail(problem('ambiguous-run', `more than one run begins with "${ref}"`, { fix }));
  return ok(found);
}

/** What is said of a vault that can't speak for a Run, since it is another one. */
export const otherVault = ({ value, record }: StoredRun, name: string): Problem =>
  problem('other-vault', `${record.id} was judged by the vault "${value.vault.name}", and this one is "${name}"`, {
    fix: 'name the vault with --vault',
  });

/** A Run that was meant by a name, and what should be said of that. */
export interface Meant {
  readonly stored: StoredRun;
  readonly note?: string;
}

/**
 * Finished Runs by what people call them: an id or its beginning, `latest`, or a ref, whose newest Run is meant: of the tree
 * that it names now in `repo`, else of what was judged under that name. All but the first are of the first one's vault.
 */
export async function meantRuns(
  names: readonly string[],
  repo: string,
  history: Store,
): Promise<Result<readonly Meant[]>> {
  const found: Meant[] = [];
  for (const name of names) {
    const byId = history.find(name);
    const vault = found[0]?.stored.value.vault.name;
    const meant =
      typeof byId === 'object'
        ? { stored: byId }
        : await byRef(name, repo, history, vault === undefined ? {} : { vault });
    if (meant === undefined) {
      return fail(
        problem(
          'no-such-run',
          `there is no finished run of "${name}"${vault === undefined ? '' : ` by the vault ${vault}`}`,
          {
            fix: `holdout history lists what was judged; holdout run --ref ${name} judges it`,
          },
        ),
      );
    }
    found.push(meant);
  }
  return ok(found);
}

async function byRef(
  name: string,
  repo: string,
  history: Store,
  vault: { readonly vault?: string },
): Promise<Meant | undefined> {
  const named = await namedIn(repo, name);
  const now = named === undefined ? undefined : history.latest({ ...vault, tree: named.tree });
  if (now !== undefined) return { stored: now };
  const earlier = history.latest({ ...vault, label: name });
  if (earlier === undefined) return undefined;
  const { candidate } = earlier.value;
  const judged = candidate.commit ?? candidate.merge?.head;
  return named === undefined || named.commit === judged
    ? { stored: earlier }
    : { stored: earlier, note: `${name} has moved on since it was judged, at ${judged?.slice(0, 12) ?? 'no commit'}` };
}

/** What the name stands for in a repository on this machine, when there is one and it knows the name. */
async function namedIn(
  repo: string,
  name: string,
): Promise<{ readonly commit: string; readonly tree: string } | undefined> {
  using runDir = openRunDir();
  const git = safeGit(join(runDir.dir, 'git'));
  const source = await findSource(repo, git);
  if (!source.ok || source.value.local === undefined) return undefined;
  const pinned = await pin(source.value, name, git);
  if (!pinned.ok) return undefined;
  const { commit } = pinned.value;
  const tree = await git.run(['rev-parse', '--verify', `${commit}^{tree}`], { gitDir: source.value.local.gitDir });
  return succeeded(tree) ? { commit, tree: tree.value.stdout.trim() } : undefined;
}
