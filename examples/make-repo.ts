import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A branch, and the one that it starts from unless that is the first. */
type Branch = string | readonly [name: string, start: string];

/** The first commit's date in seconds since 1970; each one after it is ten minutes later. */
const firstCommit = Date.UTC(2026, 2, 2, 9) / 1000;

/**
 * Makes a git repository in the empty or absent folder `dir` out of the folder `sources`, which has a folder for each
 * branch, with a folder for each commit: the files to lay over the commit before, beside `<folder>.txt` with the
 * message. The first branch is where the others start, but for those that are given with another to start from. The
 * same sources always make the same commit ids.
 * @throws when git fails or `dir` holds something.
 */
export async function makeRepo(dir: string, sources: string, branches: readonly [main: string, ...others: Branch[]]) {
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) throw new Error(`${dir} is not empty`);

  const [main] = branches;
  let commits = 0;
  await git(dir, ['init', '--quiet', `--initial-branch=${main}`]);
  for (const each of branches) {
    const [branch, start] = typeof each === 'string' ? [each, main] : each;
    if (branch !== main) await git(dir, ['checkout', '--quiet', '-b', branch, start]);
    for (const commit of await commitFolders(join(sources, branch))) {
      await cp(commit, dir, { recursive: true });
      await git(dir, ['add', '--all']);
      await git(dir, ['commit', '--quiet', '--file', `${commit}.txt`], firstCommit + 600 * commits++);
    }
  }
  await git(dir, ['checkout', '--quiet', main]);
}

/** In the order of their names, which start with a digit. */
async function commitFolders(branch: string): Promise<string[]> {
  const entries = await readdir(branch, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.toSorted().map((name) => join(branch, name));
}

/** Runs git with nothing of this machine's or this user's settings. */
async function git(dir: string, args: readonly string[], date = firstCommit): Promise<void> {
  await run('git', ['-c', 'core.fileMode=false', '-c', 'core.autocrlf=false', ...args], {
    cwd: dir,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Coding Agent',
      GIT_AUTHOR_EMAIL: 'agent@example.test',
      GIT_AUTHOR_DATE: `${date} +0000`,
      GIT_COMMITTER_NAME: 'Coding Agent',
      GIT_COMMITTER_EMAIL: 'agent@example.test',
      GIT_COMMITTER_DATE: `${date} +0000`,
    },
  });
}
