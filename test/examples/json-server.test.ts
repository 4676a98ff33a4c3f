import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeJsonServerRepo } from '../../examples/json-server/make-repo.ts';

const run = promisify(execFile);

/** Nothing of this machine's settings for git. */
const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

describe('the repository of the json-server demo', () => {
  let repo: string;

  beforeAll(async () => {
    repo = await mkdtemp(join(tmpdir(), 'holdout-json-server-'));
    await makeJsonServerRepo(repo);
  });
  afterAll(() => rm(repo, { recursive: true }));

  it.each([
    ['v0.16', '0.16.3'],
    ['v0.17', '0.17.4'],
    ['v1.0-beta', '1.0.0-beta.15'],
  ])('has a branch %s that installs exactly %s, with an integrity for every package', async (branch, version) => {
    const show = async (path: string): Promise<unknown> =>
      JSON.parse((await run('git', ['show', `${branch}:${path}`], { cwd: repo, env })).stdout);
    expect(await show('package.json')).toMatchObject({ dependencies: { 'json-server': version } });

    const lock = (await show('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const { '': root, ...installed } = lock.packages;
    expect(root).toMatchObject({ dependencies: { 'json-server': version } });
    expect(installed['node_modules/json-server']?.version).toBe(version);
    for (const entry of Object.values(installed)) {
      expect(entry).toMatchObject({ integrity: expect.stringMatching(/^sha512-/) });
      expect(entry).not.toHaveProperty('resolved');
    }
  });
});
