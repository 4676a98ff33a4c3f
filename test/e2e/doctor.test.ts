import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walls } from '../../harness/cell/walls.ts';
import {
  type Answer,
  asOrdinaryUser,
  finished,
  holdoutBin,
  ordinaryUser,
  scenario,
  server,
  vaultYaml,
  type Workbench,
  workbench,
} from '../rig/workbench.ts';

const isRoot = process.getuid?.() === 0;
const names = walls.filter(({ rootOnly }) => rootOnly !== true || isRoot).map(({ name }) => name);

const app = { 'server.mjs': server(`if (path === '/a') return answer(200, { ok: true });`) };
const one = { 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') };

describe('doctor', () => {
  it('says what this machine can confine, in one document of a fixed shape', async () => {
    using bench = workbench();
    const { code, stdout } = await bench.holdout('doctor', '--json');
    const { facts, ...rest }: { readonly facts: readonly { readonly id: string; readonly is: string }[] } =
      JSON.parse(stdout);
    expect(rest).toEqual({ version: 1, canGate: true });
    expect(code).toBe(0);
    for (const fact of facts)
      expect(fact).toEqual({
        id: expect.stringMatching(/^[a-z-]+$/),
        is: expect.stringMatching(/^(ok|gap)$/),
        says: expect.any(String),
        ...(fact.is === 'ok' ? {} : { costs: expect.any(String), fix: expect.any(String) }),
      });
    expect(facts.find(({ id }) => id === 'cell')).toMatchObject({
      is: 'ok',
      says: `${names.length} of ${names.length} walls seen from inside`,
    });
  });

  it('looks at the vault that is meant where it is called', async () => {
    using bench = workbench();
    const vault = bench.vault(one, 'app-vault');
    chmodSync(vault, 0o755);
    mkdirSync(join(bench.dir, 'app'));
    const env = { ...bench.env };
    const child = spawn(process.execPath, [holdoutBin, 'doctor', '--json'], { cwd: join(bench.dir, 'app'), env });
    const { stdout } = await finished(child);
    const { facts }: { readonly facts: readonly { readonly id: string }[] } = JSON.parse(stdout);
    expect(facts.find(({ id }) => id === 'vault')).toMatchObject({ is: 'gap', fix: `chmod 700 '${vault}'` });
    expect(facts.find(({ id }) => id === 'seal')).toMatchObject({ is: 'gap' });
  });

  it.runIf(isRoot)('finds the same walls as a user without any rights, but for those of another user id', async () => {
    using bench = workbench();
    const home = join(bench.dir, 'home');
    mkdirSync(home);
    chmodSync(home, 0o777);
    const child = asOrdinaryUser(bench, { PATH: process.env['PATH'], HOME: home, TMPDIR: home }, ['doctor', '--json']);
    const { code, stdout } = await finished(child);
    const { facts }: { readonly facts: readonly { readonly id: string }[] } = JSON.parse(stdout);
    const count = walls.filter(({ rootOnly }) => rootOnly !== true).length;
    expect(facts.find(({ id }) => id === 'cell')).toMatchObject({
      says: `${count} of ${count} walls seen from inside`,
    });
    expect(facts.find(({ id }) => id === 'user')).toMatchObject({
      says: expect.stringContaining(String(ordinaryUser)),
    });
    expect(code).toBe(0);
  });

  it.runIf(isRoot)('says 3 where a wall is missing, and which', async () => {
    using bench = workbench();
    const { code, stdout } = await withBwrapThatDrops('--seccomp', bench, ['doctor']);
    expect(stdout).toMatch(/^ +MISSING +cell +the wall "system-calls" was not seen from inside$/m);
    expect(stdout).toContain('nothing can gate on this machine, missing: cell');
    expect(code).toBe(3);
  });
});

describe('a run', () => {
  it('records the walls that were seen around it, for its owner', async () => {
    using bench = workbench();
    await bench.holdout('run', bench.repo(app), '--ref', 'main', '--vault', bench.vault(one));
    const owners = await bench.holdout('show', 'latest', '--json');
    const { reports }: { readonly reports: readonly { readonly run: object }[] } = JSON.parse(owners.stdout);
    expect(reports[0]?.run).toMatchObject({ walls: names, limits: expect.stringMatching(/^(cgroup v[12]|watched)$/) });
    expect((await bench.holdout('show', 'latest')).stdout).toContain(`${names.length} walls seen`);
    const workers = await bench.holdout('show', 'latest', '--json', '--audience', 'worker');
    expect(workers.stdout).not.toContain('walls');
  });

  it.runIf(isRoot)('does not begin where a wall is not there: 3, which one, and nothing in the history', async () => {
    using bench = workbench();
    const judging = ['run', bench.repo(app), '--ref', 'main', '--vault', bench.vault(one)];
    const { code, stderr } = await withBwrapThatDrops('--remount-ro', bench, judging);
    expect(stderr).toContain(`error: candidates can't be confined here: the wall "read-only" was not seen from inside
   = without it a candidate could write outside of its own folders
   = holdout doctor tells`);
    expect(code).toBe(3);
    expect((await bench.holdout('history')).stdout).toContain('nothing was judged yet');
  });

  it('is refused when candidates would see its vault: one below /usr lies open to each of them', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault(one);
    const child = spawn(process.execPath, [holdoutBin, 'run', repo, '--ref', 'main', '--vault', vault], {
      env: { ...bench.env, HOME: '/usr/share' },
    });
    const { code, stderr } = await finished(child);
    expect(stderr).toContain('the wall "hidden-paths" was not seen from inside');
    expect(stderr).toContain('keep the vault, the history (--store) and $HOME outside of /usr');
    expect(code).toBe(3);
  });
});

/** Drops an option with the word behind it, and does the rest as it is told. */
const wrapper = (option: string): string => `#!/bin/bash
[ "$1" = --version ] && exec /usr/src/bwrap "$@"
args=()
while IFS= read -r -d '' word <&3; do
  if [ "$word" = ${option} ]; then IFS= read -r -d '' word <&3; else args+=("$word"); fi
done
exec /usr/src/bwrap "\${args[@]}" "\${@:3}"
`;

/** Calls holdout where such a program stands in bwrap's place, in a mount namespace of its own. */
function withBwrapThatDrops(option: string, bench: Workbench, args: readonly string[]): Promise<Answer> {
  const broken = join(bench.dir, 'broken');
  writeFileSync(broken, wrapper(option), { mode: 0o755 });
  // Cells have all of /usr.
  const script = `mount -t tmpfs none /usr/src && cp /usr/bin/bwrap /usr/src &&
    mount --bind "$1" /usr/bin/bwrap && shift && exec "$@"`;
  const command = ['sh', '-c', script, 'sh', broken, process.execPath, holdoutBin, ...args];
  const child = spawn('unshare', ['--mount', '--propagation', 'private', ...command], {
    cwd: bench.dir,
    env: bench.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return finished(child);
}
