import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthRepo } from '../../examples/auth/make-repo.ts';

const run = promisify(execFile);
/** Nothing of this machine's settings: neither git's nor those that the app reads. */
const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const attempts = ['attempt-1', 'attempt-2', 'attempt-3', 'attempt-4'];

describe('the repository of the authentication demo', () => {
  let dir: string;
  let repo: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'holdout-auth-'));
    repo = join(dir, 'repo');
    await makeAuthRepo(repo);
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('has the task on main and four attempts that start there, in several commits each', async () => {
    expect(await branchesOf(repo)).toEqual([...attempts, 'main']);
    expect(await git(repo, 'show', 'main:TASK.md')).toMatch(/^# Task: add authentication/);
    for (const attempt of attempts) {
      expect(await git(repo, 'merge-base', 'main', attempt)).toBe(await git(repo, 'rev-parse', 'main'));
      expect(Number(await git(repo, 'rev-list', '--count', `main..${attempt}`))).toBeGreaterThanOrEqual(3);
    }
  });

  it('leaves nothing uncommitted', async () => {
    expect(await git(repo, 'status', '--porcelain')).toBe('');
  });

  it('has the same commit ids when it is made again', async () => {
    const again = join(dir, 'again');
    await makeAuthRepo(again);
    expect(await git(again, 'show-ref')).toBe(await git(repo, 'show-ref'));
  });

  it('refuses a folder that holds something', async () => {
    await expect(makeAuthRepo(repo)).rejects.toThrow('is not empty');
  });

  it.each(attempts)("has %s green by the attempt's own tests", { timeout: 60_000 }, async (attempt) => {
    const tree = join(dir, attempt);
    await git(repo, 'worktree', 'add', '--detach', tree, attempt);
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], { cwd: tree, env });
    expect(stdout).toMatch(/^# pass [1-9]/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });
});

async function branchesOf(repo: string): Promise<string[]> {
  return (await git(repo, 'for-each-ref', '--format=%(refname:short)', 'refs/heads')).split('\n');
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', args, { cwd, env })).stdout.trim();
}
