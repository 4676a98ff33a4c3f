import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { finished, holdoutBin, type Workbench, workbench } from '../rig/workbench.ts';
import { basedOn, gitlabInputs, gitlabJob, lies, secrets, shop, shopVault } from './runner.ts';
import { whole } from '../rig/prove.ts';

interface Job {
  readonly script: readonly string[];
  readonly variables: { readonly [name: string]: string };
  readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
}

/** The job with the inputs filled in, as GitLab does before it reads it. */
function jobOf(given: { readonly [name: string]: string }): Job {
  const text = gitlabJob.replaceAll(/\$\[\[ inputs\.([a-z-]+) \]\]/g, (_, name: string) => {
    const value = given[name] ?? gitlabInputs[name]?.default;
    if (value === undefined) throw new Error(`there is no input ${name}`);
    return value;
  });
  return parse(text).holdout;
}

describe('the GitLab template', () => {
  it('is a header of described inputs and one job', () => {
    for (const input of Object.values(gitlabInputs))
      expect(input).toMatchObject({ description: expect.any(String), default: expect.any(String) });
    expect(Object.keys(parse(gitlabJob))).toEqual(['holdout']);
    const { artifacts, script, variables } = jobOf({});
    expect(variables).toMatchObject({ GIT_STRATEGY: 'none' });
    // Each file that it keeps is one that it writes.
    expect(script.join()).toContain(`--report junit=${artifacts.reports.junit}`);
  });

  it('allows a merge request for what merging it would give, with a vault that is cloned', async () => {
    using bench = workbench();
    const repo = shop(bench, 'gitlab/acme/shop.git', lies);
    const vaults = join(bench.dir, 'gitlab/judges');
    mkdirSync(vaults);
    bench.repo(
      Object.fromEntries(Object.entries(shopVault).map(([name, text]) => [`shop/${name}`, text])),
      'gitlab/judges/vaults.git',
    );
    const ran = await run(bench, repo, { vault: 'shop', 'vault-url': `file://${vaults}/vaults.git` });
    expect(ran.log).toContain('2 of 2 pass');
    expect(ran.code).toBe(0);
    const reports = readdirSync(join(ran.project, 'holdout-reports')).toSorted();
    expect(reports).toEqual(['junit.xml', 'report.html', 'report.md']);
    const kept = reports.map((name) => readFileSync(join(ran.project, 'holdout-reports', name), 'utf8'));
    for (const secret of secrets.filter((one) => one !== '404')) expect(kept.join() + ran.log).not.toContain(secret);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
  });

  whole('merges into the branch, also when a tag is called so, and compares with any branch or tag', async () => {
    using bench = workbench();
    const repo = shop(bench, 'gitlab/acme/shop.git');
    for (const name of ['main', 'v1']) bench.git(repo, 'tag', name, 'feature');
    const merged = await run(bench, repo, { vault: bench.vault(basedOn('v1'), 'tagged') });
    expect(merged.log).toContain('2 of 2 pass');
    expect(merged.code).toBe(0);
    // In a train it is the commit alone: with one of the two, as `main` has, but not the same.
    const train = { CI_MERGE_REQUEST_EVENT_TYPE: 'merge_train' };
    const worse = await run(bench, repo, { vault: bench.vault(basedOn('main')) }, train);
    expect(worse.log).toMatch(/1 of 2 pass\n *deny/);
    expect(worse.code).toBe(1);
  });

  whole('denies one in a merge train that lacks a file, and fails where it can’t be merged', async () => {
    using bench = workbench();
    const repo = shop(bench, 'gitlab/acme/shop.git', { ...lies, clash: '1' });
    const vault = bench.vault(shopVault);
    const train = await run(bench, repo, { vault }, { CI_MERGE_REQUEST_EVENT_TYPE: 'merge_train' });
    expect(train.log).toContain('1 of 2 pass');
    expect(train.code).toBe(1);
    bench.commit(repo, 'main', { clash: '2' });
    const clash = await run(bench, repo, { vault });
    expect(clash.log).toContain('conflicts in clash');
    expect(clash.code).toBe(3);
    expect(existsSync(join(clash.project, 'holdout-reports/junit.xml'))).toBe(false);
  });
});

/** The job as a shell executor runs it, for a merge request from `feature` to `main`. */
async function run(
  bench: Workbench,
  repo: string,
  given: { readonly [name: string]: string },
  more: NodeJS.ProcessEnv = {},
) {
  const project = join(bench.dir, 'project');
  mkdirSync(project, { recursive: true });
  const { script, variables } = jobOf({ store: join(bench.dir, 'store'), command: holdoutBin, ...given });
  const child = spawn('bash', ['-eo', 'pipefail', '-c', script.join('\n')], {
    cwd: project,
    env: {
      ...bench.env,
      ...variables,
      PATH: `${dirname(process.execPath)}:${bench.env['PATH']}`,
      CI_PROJECT_URL: `file://${repo.replace(/\.git$/, '')}`,
      CI_JOB_TOKEN: 'job token',
      HOLDOUT_VAULT_TOKEN: 'vault token',
      CI_COMMIT_SHA: bench.git(repo, 'rev-parse', 'feature'),
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      ...more,
    },
  });
  const { code, stdout, stderr } = await finished(child);
  return { code, log: stdout + stderr, project };
}
