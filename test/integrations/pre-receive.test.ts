import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, finished, holdoutBin, scenario, server, type Workbench, workbench } from '../rig/workbench.ts';
import { basedOn, lies, root, secrets, shop, shopVault } from './runner.ts';
import { whole } from '../rig/prove.ts';

describe('a push to a guarded branch', () => {
  it('is taken when what the branch would be is allowed, and the pusher is told the count', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    bench.git(stage.repo, 'merge', '--quiet', '--no-edit', 'feature');
    const { code, stderr } = await stage.push('main');
    expect(stderr).toMatch(/^remote: holdout: judging what main would be *\nremote: 2 of 2 pass *\nremote: allow *$/m);
    expect(code).toBe(0);
    expect(stage.at('main')).toBe(bench.git(stage.repo, 'rev-parse', 'main'));
    // It is remembered as what was pushed, which is not what the branch is until git has taken it.
    expect((await bench.holdout('history', '--store', stage.store)).stdout).toMatch(/main \(pushed\) .*2 of 2/);
    const ofMain = await bench.holdout('history', '--store', stage.store, '--ref', 'main', '--json');
    expect(JSON.parse(ofMain.stdout).history.runs).toEqual([]);
  });

  it('is refused when it is denied, whatever policy and verdicts it brings, and the pusher learns no more', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    const before = stage.at('main');
    bench.commit(stage.repo, 'main', lies);
    const { code, stderr } = await stage.push('main');
    expect(stderr).toMatch(/^remote: 1 of 2 pass *\nremote: deny *$/m);
    expect(stderr).toContain('remote: holdout: main stays as it is');
    expect(stderr).toContain('pre-receive hook declined');
    expect(code).not.toBe(0);
    expect(stage.at('main')).toBe(before);
    for (const secret of [...secrets, join(bench.dir, 'vault'), stage.store]) expect(stderr).not.toContain(secret);
    // Another branch may have it, unjudged, and so it may be taken later by whoever may write on the server.
    expect(await stage.push('main:other')).toMatchObject({ code: 0, stderr: expect.not.stringContaining('remote:') });
    expect(stage.at('other')).toBe(bench.git(stage.repo, 'rev-parse', 'main'));
    // Asked again, the answer is the one that there was.
    expect((await stage.push('main')).stderr).toMatch(/^remote: 1 of 2 pass *$/m);
    expect((await bench.holdout('history', '--store', stage.store)).stdout.match(/1 of 2/g)).toHaveLength(1);
    bench.git(stage.git, 'update-ref', 'refs/heads/main', 'refs/heads/other');
    expect(stage.at('main')).toBe(stage.at('other'));
  });

  it('is refused with all else that is pushed, when it deletes the branch or replaces what it holds', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    const before = stage.at('main');
    bench.git(stage.repo, 'tag', 'v1', 'feature');
    const deleted = await stage.push('v1', ':main');
    expect(deleted.stderr).toContain('holdout: main: this branch is guarded, and deleting it is refused');
    bench.git(stage.repo, 'replace', before, 'feature');
    const replaced = await stage.push('v1', 'refs/replace/*');
    expect(replaced.stderr).toContain('a replacement would change what guarded branches show, and is refused');
    for (const { code } of [deleted, replaced]) expect(code).not.toBe(0);
    expect(stage.at('main')).toBe(before);
    expect(bench.git(stage.git, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  it('is held against the branch as it was, whatever tag is called so', async () => {
    using bench = workbench();
    const stage = gitServer(bench, basedOn('main'));
    const before = stage.at('refs/heads/main');
    bench.git(stage.repo, 'checkout', '--quiet', '-b', 'worse', 'main');
    bench.git(stage.repo, 'rm', '--quiet', 'b');
    bench.commit(stage.repo, 'worse', { a: '' });
    expect(await stage.push('worse:main')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^remote: deny *$/m),
    });
    expect(await stage.push('worse:refs/tags/main')).toMatchObject({ code: 0 });
    expect(await stage.push('worse:refs/heads/main')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^remote: deny *$/m),
    });
    expect(stage.at('refs/heads/main')).toBe(before);
  });

  whole('is judged as the commit that it is, whatever branch is called like its id', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    const before = stage.at('main');
    bench.git(stage.repo, 'checkout', '--quiet', '-b', 'good', 'main');
    bench.git(stage.repo, 'merge', '--quiet', '--no-edit', 'feature');
    const worse = bench.commit(stage.repo, 'main', lies);
    expect(await stage.push(`good:refs/heads/${worse}`)).toMatchObject({ code: 0 });
    expect(await stage.push('main')).toMatchObject({ code: 1, stderr: expect.stringContaining('remote: 1 of 2 pass') });
    expect(stage.at('main')).toBe(before);
  });

  it('is refused while the history can’t be opened, and says nothing of where that is', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    writeFileSync(stage.store, 'no folder');
    bench.git(stage.repo, 'merge', '--quiet', '--no-edit', 'feature');
    const { code, stderr } = await stage.push('main');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^remote: error: no verdict could be reached here *$/m);
    for (const place of [stage.store, 'bug', '.ts:']) expect(stderr).not.toContain(place);
  });

  whole('is refused while the vault can’t be read, and says nothing of it', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    writeFileSync(join(bench.dir, 'vault/vault.yaml'), 'name: canary\ncandidat: {}\n');
    bench.git(stage.repo, 'merge', '--quiet', '--no-edit', 'feature');
    const { code, stderr } = await stage.push('main');
    expect(stderr).toContain('holdout: main stays as it is: without a verdict nothing is taken');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^remote: {4}= whoever keeps the vault sees why *$/m);
    expect(stderr).not.toContain('candidat');
    expect(stderr).not.toContain('canary');
  });

  whole('ends as ever when the pusher is killed, and leaves nothing', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    bench.commit(stage.repo, 'main', { c: '' });
    const pushing = stage.start('main');
    await new Promise((resolve) => pushing.stderr.once('data', resolve));
    pushing.kill('SIGKILL');
    await expect.poll(() => processes(bench.dir), patient).toEqual([]);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
    expect((await bench.holdout('history', '--store', stage.store)).stdout).toMatch(/main \(pushed\) .*1 of 2/);
  });

  it('ends at once when git does, and leaves nothing', async () => {
    using bench = workbench();
    const stage = gitServer(bench);
    writeFileSync(join(bench.dir, 'vault/one.yaml'), scenario('one', 'GET /a', '{ status: 200 }', 'timeout: 50s\n'));
    bench.commit(stage.repo, 'main', { 'server.mjs': hanging });
    const before = stage.at('main');
    const pushed = stage.push('main');
    await expect.poll(() => processes(marker).length, patient).toBeGreaterThan(0);
    for (const { pid, line } of processes(bench.dir)) if (line.startsWith('git-receive-pack')) process.kill(pid);
    await expect.poll(() => [...processes(marker), ...processes(bench.dir)], patient).toEqual([]);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
    expect((await pushed).code).not.toBe(0);
    expect(stage.at('main')).toBe(before);
  });
});

const patient = { timeout: 30_000 };

/** Never answers one scenario, and starts a process with a name that can be found. */
const marker = `61${process.pid}`;
const hanging = server(
  `if (path === '/a') return;`,
  `import { spawn } from 'node:child_process'; spawn('sleep', ['${marker}'], { stdio: 'ignore' });`,
);

/** Those in whose command line this text stands. */
function processes(text: string): readonly { readonly pid: number; readonly line: string }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid: Number(pid), line: commandLine(pid) })).filter(({ line }) => line.includes(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** A git server with the hook as it is shipped, but for its paths, and a clone of its repository with two branches. */
function gitServer(bench: Workbench, vault: typeof shopVault = shopVault) {
  const repo = shop(bench, 'work');
  const git = join(bench.dir, 'server.git');
  const store = join(bench.dir, 'store');
  mkdirSync(git);
  bench.git(git, 'init', '--quiet', '--bare', '--initial-branch=main');
  bench.git(repo, 'push', '--quiet', git, 'main');
  const hook = readFileSync(join(root, 'integrations/git/pre-receive'), 'utf8')
    .replace('/usr/local/bin/holdout', `'${process.execPath}' '${holdoutBin}'`)
    .replace('/srv/vaults/shop', bench.vault(vault))
    .replace('/srv/holdout', store);
  writeFileSync(join(git, 'hooks/pre-receive'), hook, { mode: 0o755 });
  const start = (...refs: readonly string[]) => spawn('git', ['-C', repo, 'push', git, ...refs], { env: bench.env });
  return {
    repo,
    git,
    store,
    start,
    push: (...refs: readonly string[]): Promise<Answer> => finished(start(...refs)),
    at: (branch: string) => bench.git(git, 'rev-parse', branch),
  };
}
