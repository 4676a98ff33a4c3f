import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safeGit } from '../../../harness/candidate/git.ts';
import { findSource } from '../../../harness/candidate/pin.ts';
import { foldersOf } from '../../../harness/candidate/worktrees.ts';
import { insideRepository } from '../../../harness/commands/secrecy.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';

async function foldersFrom(bench: Workbench, path: string): Promise<readonly string[]> {
  const git = safeGit(join(bench.dir, 'git'));
  const source = await findSource(path, git);
  if (!source.ok) throw new Error(source.problems[0]?.message);
  return foldersOf(source.value, git);
}

const codes = (vault: string, folders: readonly string[], encrypted = false): readonly string[] =>
  insideRepository({ dir: vault, ...(encrypted ? { encrypted: {} } : {}) }, '/nowhere/at/all', folders).map(
    ({ code }) => code,
  );

describe('the folders of a repository', () => {
  it('are its files, its git folder and all its worktrees, from wherever one looks', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a.txt': 'a' });
    const linked = join(bench.dir, 'linked');
    bench.git(repo, 'worktree', 'add', '--quiet', '--detach', linked);
    const all = [repo, linked].map((path) => realpathSync(path));
    expect(await foldersFrom(bench, repo)).toEqual(expect.arrayContaining([...all, join(repo, '.git')]));
    expect(await foldersFrom(bench, linked)).toEqual(expect.arrayContaining([...all, join(repo, '.git')]));
  });

  it('are not what the repository only claims', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a.txt': 'a' });
    const own = join(bench.dir, 'owner');
    mkdirSync(join(own, 'vault'), { recursive: true });
    bench.git(repo, 'worktree', 'add', '--quiet', '--detach', join(bench.dir, 'linked'));
    writeFileSync(join(repo, '.git/worktrees/linked/gitdir'), `${own}/.git\n`);
    expect(codes(join(own, 'vault'), await foldersFrom(bench, repo))).toEqual([]);
  });
});

describe('a vault in a repository', () => {
  it('is found in its files, its git folder, another worktree, and through links; encrypted or not', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a.txt': 'a' });
    const linked = join(bench.dir, 'linked');
    bench.git(repo, 'worktree', 'add', '--quiet', '--detach', linked);
    symlinkSync(repo, join(bench.dir, 'alias'));
    const folders = await foldersFrom(bench, repo);
    for (const place of [repo, join(repo, '.git'), linked, join(bench.dir, 'alias')]) {
      mkdirSync(join(place, 'vault'), { recursive: true });
      expect(codes(join(place, 'vault'), folders)).toEqual(['vault-in-repository']);
      expect(codes(join(place, 'vault'), folders, true)).toEqual(['vault-in-repository']);
    }
    mkdirSync(join(bench.dir, 'repo-vault'));
    expect(codes(join(bench.dir, 'repo-vault'), folders)).toEqual([]);
  });

  it('is no better the other way round, but for controls', async () => {
    using bench = workbench();
    const vault = join(bench.dir, 'vault');
    mkdirSync(join(vault, 'controls'), { recursive: true });
    const within = bench.repo({ 'a.txt': 'a' }, 'vault/app');
    const control = bench.repo({ 'a.txt': 'a' }, 'vault/controls/bad');
    expect(codes(vault, await foldersFrom(bench, within))).toEqual(['vault-in-repository']);
    expect(codes(vault, await foldersFrom(bench, control))).toEqual([]);
  });
});
