import { execFileSync } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A repository with a copy of a folder on `main`. @returns where it is. */
export async function makeRepo(from: string, repo: string): Promise<string> {
  await cp(from, repo, { recursive: true });
  commitAll(repo);
  return repo;
}

/** Makes a folder a repository with all that is in it on `main`. */
export function commitAll(dir: string): void {
  git(dir, 'init', '--quiet', '--initial-branch=main');
  commit(dir, 'As it is');
}

/** Another tree of a repository, under a tag. @returns the tag. */
export async function commitMore(dir: string, tag: string): Promise<string> {
  await writeFile(join(dir, 'VERSION'), `${tag}\n`);
  commit(dir, tag);
  git(dir, 'tag', tag);
  return tag;
}

function commit(dir: string, message: string): void {
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', '--message', message);
}

function git(dir: string, ...args: readonly string[]): void {
  const user = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
  execFileSync('git', ['-C', dir, ...user, ...args], { stdio: 'ignore' });
}
