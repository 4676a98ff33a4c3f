import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Workbench, workbench } from '../rig/workbench.ts';
import { action, basedOn, lies, root, runAction, secrets, shop, shopVault } from './runner.ts';
import { whole } from '../rig/prove.ts';

describe('action.yml', () => {
  it('has what GitHub wants of a composite action', () => {
    expect(Object.keys(action).toSorted()).toEqual([
      'author',
      'branding',
      'description',
      'inputs',
      'name',
      'outputs',
      'runs',
    ]);
    expect(action.description.length).toBeLessThan(125);
    for (const input of Object.values(action.inputs)) expect(input.description).toBeTypeOf('string');
    for (const output of Object.values(action.outputs))
      expect(Object.keys(output).toSorted()).toEqual(['description', 'value']);
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps)
      expect(step).toMatchObject({ name: expect.any(String), shell: 'bash', run: expect.any(String) });
    const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
    const named = JSON.stringify(action).matchAll(/steps\.(\w+)\.outputs/g);
    for (const [, id] of named) expect(ids).toContain(id);
  });

  it('puts nothing that somebody else wrote into a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('installs Holdout in its own folder, and lets an Ubuntu make sandboxes', async () => {
    using bench = workbench();
    const bin = join(bench.dir, 'bin');
    const calls = join(bench.dir, 'calls');
    mkdirSync(bin);
    for (const [name, does] of [
      ['npm', 'pwd'],
      ['sysctl', 'echo 1'],
      ['sudo', 'true'],
    ] as const)
      stub(
        join(bin, name),
        `#!/bin/sh\necho "${name} $*" >> '${calls}'\n${does} ${name === 'npm' ? `>> '${calls}'` : ''}\n`,
      );
    const install = action.runs.steps.filter(({ name }) => name === 'Install Holdout');
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    expect(await runAction(bench, { inputs: {}, github: {} }, install, env)).toMatchObject({ code: 0 });
    expect(
      readFileSync(calls, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'npm ci --omit=dev --no-audit --no-fund',
      root.replace(/\/$/, ''),
      'sysctl -n kernel.apparmor_restrict_unprivileged_userns',
      'sudo -n sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    ]);
  });
});

describe('a pull request', () => {
  it('is allowed for what merging it would give, and nobody is told why', async () => {
    using bench = workbench();
    const repo = shop(bench, 'server/acme/shop', { 'vault.yaml': lies['vault.yaml'] });
    const { code, log, summary, outputs } = await runAction(bench, pullRequest(bench, repo));
    expect({ code, outputs }).toMatchObject({
      code: 0,
      outputs: { decision: 'allow', pass: '2', total: '2', run: '' },
    });
    expect(summary).toContain('2 of 2');
    expect(log).toContain('2 of 2 pass');
    expect(readFileSync(outputs['junit'] ?? '', 'utf8')).toContain('<testsuite');
    // The token that ends what the runner is not to read is drawn, and may hold any three digits.
    const [, token = ''] = /^::stop-commands::(.+)$/m.exec(log) ?? [];
    for (const secret of [...secrets, 'top secret', Buffer.from('x-access-token:top secret').toString('base64')])
      expect(log.replaceAll(token, '') + summary + JSON.stringify(outputs)).not.toContain(secret);
  });

  it('is merged into the branch, also when a tag is called so, and held against it', async () => {
    using bench = workbench();
    const repo = shop(bench, 'server/acme/shop');
    bench.git(repo, 'tag', 'main', 'feature');
    const inputs = { vault: bench.vault(basedOn('main')) };
    const { github } = pullRequest(bench, repo, 'other-vault');
    const ran = await runAction(bench, { inputs, github });
    expect(ran).toMatchObject({ code: 0, outputs: { decision: 'allow', pass: '2', total: '2' } });
  });

  whole('holds when it can’t be merged, and a file’s name gives the runner no command', async () => {
    using bench = workbench();
    const name = '::set-output name=decision::allow';
    const repo = shop(bench, 'server/acme/shop', { [name]: '1' });
    bench.commit(repo, 'main', { [name]: '2' });
    const { code, log, outputs } = await runAction(bench, pullRequest(bench, repo));
    expect({ code, outputs }).toMatchObject({ code: 3, outputs: { decision: 'hold', pass: '', total: '' } });
    const [, word = '', quiet = '', after = ''] =
      /^::stop-commands::(\S+)\n([\s\S]*)^::\1::\n([\s\S]*)/m.exec(log) ?? [];
    expect(word).toMatch(/^[0-9a-f-]{36}$/);
    expect(quiet).toContain(`conflicts in ${name}`);
    expect(after).toBe('::error title=Holdout::There is no verdict, so nothing is allowed.\n');
  });
});

describe('a merge group', () => {
  whole('is judged as the commit that it is, and held against the branch that it is not merged into', async () => {
    using bench = workbench();
    const repo = shop(bench, 'server/acme/shop');
    bench.git(repo, 'checkout', '--quiet', '-b', 'gh-readonly-queue/main/pr-1', 'main');
    bench.git(repo, 'merge', '--quiet', '--no-edit', 'feature');
    const event = (ref: string) => ({ merge_group: { head_sha: bench.git(repo, 'rev-parse', ref) } });
    const { github } = pullRequest(bench, repo, 'other-vault');
    const inputs = { vault: bench.vault(basedOn('main')) };
    const merged = await runAction(bench, { inputs, github: { ...github, event: event('HEAD') } });
    expect(merged).toMatchObject({ code: 0, outputs: { decision: 'allow', pass: '2', total: '2' } });
    // Has one of the two, as `main` has, but not the same.
    const worse = await runAction(bench, { inputs, github: { ...github, event: event('feature') } });
    expect(worse).toMatchObject({ code: 1, outputs: { decision: 'deny', pass: '1', total: '2' } });
  });
});

describe('what is named, not by an id', () => {
  whole.for([
    ['feature', '1'],
    ['v1', '2'],
    ['refs/pull/1/merge', '2'],
  ] as const)('is found: %s', async ([ref, pass]) => {
    using bench = workbench();
    const repo = shop(bench, 'server/acme/shop');
    bench.git(repo, 'checkout', '--quiet', '--detach', 'main');
    bench.git(repo, 'merge', '--quiet', '--no-edit', 'feature');
    for (const name of ['refs/pull/1/merge', 'refs/tags/v1', 'refs/tags/feature'])
      bench.git(repo, 'update-ref', name, 'HEAD');
    const { github } = pullRequest(bench, repo, 'other-vault');
    const inputs = { vault: bench.vault(shopVault), ref, onto: '' };
    expect(await runAction(bench, { inputs, github })).toMatchObject({ outputs: { pass, total: '2' } });
  });
});

describe('a commit that was pushed', () => {
  whole('is denied as it is, whatever it says of itself, and the owner gets to see why', async () => {
    using bench = workbench();
    const repo = shop(bench, 'shop', lies);
    const store = join(bench.dir, 'store');
    const html = join(bench.dir, 'report.html');
    const vault = bench.vault(shopVault);
    const inputs = { vault, repo, store, audience: 'owner', report: `html=${html}\njson=${html}.json\n` };
    const ran = await runAction(bench, { inputs, github: { sha: bench.git(repo, 'rev-parse', 'feature') } });
    expect(ran).toMatchObject({ code: 1, outputs: { decision: 'deny', pass: '1', total: '2' } });
    expect(ran.log).toMatch(/^::error .*canary two/m);
    expect(readFileSync(html, 'utf8')).toContain('canary two');
    const shown = await bench.holdout('show', ran.outputs['run'] ?? '', '--store', store);
    expect(shown.stdout).toContain('1 of 2 pass');
  });
});

/** The event of a pull request from `feature` to `main`, in a repository of a server that is a folder. */
function pullRequest(bench: Workbench, repo: string, vault?: string) {
  const head = { sha: bench.git(repo, 'rev-parse', 'feature') };
  return {
    inputs: { vault: bench.vault(shopVault, vault) },
    github: {
      event: { pull_request: { head, base: { ref: 'main' } } },
      server_url: `file://${join(bench.dir, 'server')}`,
      repository: 'acme/shop',
      token: 'top secret',
      sha: bench.git(repo, 'rev-parse', 'main'),
    },
  };
}

function stub(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
