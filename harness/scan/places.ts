import type { Git } from '../candidate/git.ts';

/** Where an object of a repository stands, or stood. */
export interface ObjectPlace {
  readonly commit: string;
  readonly path?: string;
}

/** The newest commit that brought an object in or took it out, and its path there. Nothing leads to some objects any more. */
export async function placeOf(id: string, gitDir: string, git: Git): Promise<ObjectPlace | undefined> {
  const args = ['log', '--all', '--reflog', '-1', '-z', '--root', '-m', '--raw', '--no-abbrev', '--no-renames'];
  const found = await git.run([...args, '--format=%H', `--find-object=${id}`], { gitDir });
  if (!found.ok || found.value.code !== 0) return undefined;
  const [commit = '', ...rest] = found.value.stdout.split(/\0|\n/);
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const at = rest.findIndex((entry) => entry.startsWith(':') && entry.includes(id));
  const path = at === -1 ? undefined : rest[at + 1];
  return { commit, ...(path === undefined ? {} : { path }) };
}
