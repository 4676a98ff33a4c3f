import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from './git.ts';
import type { Source } from './pin.ts';

/**
 * Every folder of this machine that belongs to a local repository: its files, its git folder, the one that linked worktrees
 * share, and those worktrees. What git can't tell is left out.
 */
export async function foldersOf({ local }: Source, git: Git): Promise<readonly string[]> {
  if (local === undefined) return [];
  const { gitDir, workTree } = local;
  const [shared, listed] = await Promise.all([
    git.run(['rev-parse', '--path-format=absolute', '--git-common-dir'], { gitDir }),
    git.run(['worktree', 'list', '--porcelain', '-z'], { gitDir }),
  ]);
  const common = shared.ok && shared.value.code === 0 ? [shared.value.stdout.replace(/\n$/, '')] : [];
  const linked = listed.ok && listed.value.code === 0 ? listed.value.stdout.split('\0') : [];
  const worktrees = linked
    .filter((line) => line.startsWith('worktree '))
    .map((line) => line.slice('worktree '.length))
    // The list is kept in the repository, where the worker may write any path; only a worktree itself points back.
    .filter((path) => existsSync(join(path, '.git')));
  const all = [gitDir, ...(workTree === undefined ? [] : [workTree]), ...common, ...worktrees];
  return [...new Set(all.filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
}
