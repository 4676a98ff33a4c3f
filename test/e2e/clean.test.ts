import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { finished, holdoutBin, scenario, server, vaultYaml, type Workbench, workbench } from '../rig/workbench.ts';

/** A candidate that leaves as much behind as it can: a daemon in a session of its own, with a name that can be found. */
const marker = `60${process.pid}`;
const messy = server(
  `if (path === '/a') return answer(200, {}); if (path === '/hang') return;`,
  `import { spawn } from 'node:child_process'; spawn('setsid', ['sleep', '${marker}'], { detached: true, stdio: 'ignore' }).unref();`,
);
const hanging = {
  'vault.yaml': vaultYaml(),
  'h.yaml': scenario('It answers', 'GET /hang', '{ status: 200 }', 'timeout: 50s\n'),
};

describe('after a run', () => {
  afterEach(() => expect(leftProcesses()).toEqual([]));

  it('nothing is left: no process, no mount, no folder, no port', async () => {
    using bench = workbench();
    const before = mounts();
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario('A', 'GET /a'),
      'b.yaml': scenario('B', 'GET /none'),
    });
    expect(
      await bench.holdout('run', bench.repo({ 'server.mjs': messy }), '--ref', 'main', '--vault', vault),
    ).toMatchObject({ code: 1 });
    expect(leftFolders(bench)).toEqual([]);
    expect(mounts()).toBe(before);
  });

  it.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ended by %s nothing is left, and the run is not called finished',
    async (signal) => {
      using bench = workbench();
      const child = bench.start(
        'run',
        bench.repo({ 'server.mjs': messy }),
        '--ref',
        'main',
        '--vault',
        bench.vault(hanging),
      );
      const answer = finished(child);
      await until(() => leftProcesses().length > 0);
      child.kill(signal);
      expect((await answer).code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
      expect(leftFolders(bench)).toEqual([]);
      expect((await bench.holdout('history')).stdout).toContain('abandoned');
    },
  );

  it('ended by SIGINT while it builds, nothing is left', async () => {
    using bench = workbench();
    const yaml = vaultYaml().replace('  start:', `  build: sleep ${marker}\n  start:`);
    const child = bench.start(
      'run',
      bench.repo({ 'server.mjs': messy }),
      '--ref',
      'main',
      '--vault',
      bench.vault({ ...hanging, 'vault.yaml': yaml }),
    );
    const answer = finished(child);
    await until(() => leftProcesses().length > 0);
    child.kill('SIGINT');
    expect((await answer).code).toBe(130);
    expect(leftFolders(bench)).toEqual([]);
    expect(readdirSync(join(bench.dir, 'cache/holdout/builds'))).toEqual([]);
  });

  it('killed with no chance to clean up, its processes go at once and the next run sweeps its folders', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': messy });
    const child = bench.start('run', repo, '--ref', 'main', '--vault', bench.vault(hanging));
    const answer = finished(child);
    await until(() => leftProcesses().length > 0);
    child.kill('SIGKILL');
    await answer;
    await until(() => leftProcesses().length === 0);
    expect(leftFolders(bench)).toHaveLength(1);
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A', 'GET /a') }, 'second');
    expect(await bench.holdout('run', repo, '--ref', 'main', '--vault', vault)).toMatchObject({ code: 0 });
    expect(leftFolders(bench)).toEqual([]);
  });

  it('two runs at once on one machine don’t hear each other', async () => {
    using bench = workbench();
    const good = bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`) });
    const bad = bench.repo({ 'server.mjs': server('') }, 'bad');
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario('A', 'GET /a'),
      'b.yaml': scenario('B', 'GET /a'),
    });
    const answers = await Promise.all(
      [good, bad, good, bad].map((repo) => bench.holdout('run', repo, '--ref', 'main', '--vault', vault)),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 1, 0, 1]);
    expect(leftFolders(bench)).toEqual([]);
  });

  it('a store that can’t be written is no verdict: 3, and it says which file', async () => {
    using bench = workbench();
    writeFileSync(join(bench.dir, 'file'), '');
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A', 'GET /a') });
    const { code, stderr } = await bench.holdout(
      'run',
      bench.repo({ 'server.mjs': messy }),
      '--ref',
      'main',
      '--vault',
      vault,
      '--store',
      join(bench.dir, 'file'),
    );
    expect(stderr).toContain(join(bench.dir, 'file'));
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(3);
  });
});

describe.runIf(process.getuid?.() === 0)('on a full disk', () => {
  it('the judge reaches no verdict and says why: 3', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A', 'GET /a') });
    const repo = bench.repo({ 'server.mjs': messy });
    const full = join(bench.dir, 'full');
    mkdirSync(full);
    const script = 'mount -t tmpfs -o size=64k none "$1" && shift && exec "$@"';
    const command = [process.execPath, holdoutBin, 'run', repo, '--ref', 'main', '--vault', vault, '--store', full];
    const child = spawn(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', full, ...command],
      { env: bench.env },
    );
    const { code, stderr } = await finished(child);
    expect(stderr).toMatch(/full/);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(3);
    expect(leftFolders(bench)).toEqual([]);
  });
});

function leftProcesses(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => (existsSync(`/proc/${name}/cmdline`) ? read(`/proc/${name}/cmdline`) : ''))
    .filter((line) => line.startsWith(`sleep\0${marker}`));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const leftFolders = (bench: Workbench): readonly string[] => readdirSync(join(bench.dir, 'tmp'));
const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8');

/** Looks again as soon as the machine lets us; the test's own timeout is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
