import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';

/** A repository with a copy of a folder on `main`. @returns where it is. */
export async function makeRepo(from: string, repo: string): Promise<string> {
  await cp(from, repo, { recursive: true });
  commitAll(repo);
  return repo;
}

/** Makes a folder a repository with all that is in it on `main`. */
export function commitAll(dir: string): void {
  const git = (...args: readonly string[]): void => {
    const user = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
    execFileSync('git', ['-C', dir, ...user, ...args], { stdio: 'ignore' });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'As it is');
}
