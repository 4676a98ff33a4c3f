import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, finished, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

/** Judges a command-line program, a shell script called `app`, by scenarios; a file's name is its scenario's id. */
async function judgeProgram(app: string, scenarios: { readonly [id: string]: string }, more = ''): Promise<Answer> {
  using bench = workbench();
  const repo = bench.repo({ 'app.sh': app });
  const files = Object.entries(scenarios).map(([id, text]) => [`${id}.yaml`, `name: Of ${id}\n${text}`] as const);
  const vault = bench.vault({
    'vault.yaml': `name: bench\ncandidate: { bin: { app: bash app.sh } }\n${more}`,
    ...Object.fromEntries(files),
  });
  return await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
}

const steps = (...lines: readonly string[]): string => `steps:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const failsQuietly = '{ run: app fail, expect: { exit: { $not: 0 }, stdout: "" } }';

describe('a program that breaks its own Cell', () => {
  it('gets no exit code for it: killing what keeps the Cell open passes no step that expects a failure', async () => {
    const kills = `[ "$1" = prepare ] && kill -9 2 3; pkill -9 cat; exit 0`;
    const { code, stdout } = await judgeProgram(kills, { a: steps('{ run: app prepare }', failsQuietly) });
    expect(stdout).toContain('0 of 1 pass');
    expect(stdout).toContain('the candidate ended with its Cell');
    expect(code).toBe(1);
  });

  it('gets none later either, when a daemon does it between two steps', async () => {
    const kills = `case "$1" in
      prepare) (setsid bash -c 'while [ ! -e /work/1/now ]; do :; done; kill -9 2 3' >/dev/null 2>&1 &) ;;
      wait) touch /work/1/now; sleep 60 ;;
    esac`;
    const wait = '{ run: { command: app wait }, expect: { exit: { $not: 0 } } }';
    const { code, stdout } = await judgeProgram(kills, { a: steps('{ run: app prepare }', wait, failsQuietly) });
    expect(stdout).toContain('0 of 1 pass');
    expect(code).toBe(1);
  });

  it('gets none for moving its home away, so that the next command has nowhere to run', async () => {
    const moves = `[ "$1" = prepare ] && mv "$HOME" /work/elsewhere; exit 0`;
    const { code, stdout } = await judgeProgram(moves, { a: steps('{ run: app prepare }', failsQuietly) });
    expect(stdout).toContain('0 of 1 pass');
    expect(stdout).toContain('it could not be started');
    expect(code).toBe(1);
  });

  it('gets none for a crash', async () => {
    const { code, stdout } = await judgeProgram('kill -SEGV $$', { a: steps(failsQuietly) });
    expect(stdout).toContain('it was ended by SIGSEGV');
    expect(code).toBe(1);
  });

  it('does not pass by the end of an output that is longer than is kept', async () => {
    const floods = 'head -c 50000000 /dev/zero; echo END';
    const { code, stdout } = await judgeProgram(floods, {
      looks: steps('{ run: app, expect: { stdout: { $matches: END } } }'),
      'does-not-look': steps('{ run: app, expect: { exit: 0 } }'),
    });
    expect(stdout).toContain('0 of 2 pass');
    expect(stdout).toContain('limit "output"');
    expect(code).toBe(1);
  });
});

/** Judges a small server, that runs `extra` first, by one request after one file was written. */
async function judgeServer(extra: string, limits = ''): Promise<Answer> {
  using bench = workbench();
  const repo = bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`, extra) });
  const vault = bench.vault({
    'vault.yaml': vaultYaml(limits),
    'a.yaml': scenario('A answers', 'GET /a', '{ status: 200 }', `files: { big.txt: "${'x'.repeat(10_000)}" }\n`),
  });
  return await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
}

describe('a server that breaks its own Cell', () => {
  it('fails by the limit "disk" when it leaves no room for the scenario’s files', async () => {
    const fills = `import { appendFileSync } from 'node:fs'; try { for (;;) appendFileSync('/work/full', 'x'.repeat(1e5)); } catch {} try { for (;;) appendFileSync('/work/full', 'x'.repeat(100)); } catch {}`;
    const { code, stdout } = await judgeServer(fills, 'limits: { disk: 20MiB }\n');
    expect(stdout).toContain('limit "disk": more than 20 MiB');
    expect(code).toBe(1);
  });

  it('fails as one that crashed when it ends what keeps the Cell open', async () => {
    const { code, stdout } = await judgeServer(
      `import { execFileSync } from 'node:child_process'; setTimeout(() => execFileSync('kill', ['-9', '2', '3']), 0);`,
    );
    expect(stdout).toContain('its Cell');
    expect(stdout).not.toContain('    at ');
    expect(code).toBe(1);
  });
});

it('leaves no process behind when the judge is killed while its lanes start', async () => {
  using bench = workbench();
  const repo = bench.repo({ 'app.sh': 'exit 0' });
  const yaml = 'name: bench\ncandidate: { bin: { app: bash app.sh } }\n';
  const vault = bench.vault({ 'vault.yaml': yaml, 'a.yaml': `name: A\n${steps('{ run: app }')}` });
  const sandboxes = startedFrom('bwrap\0--args');
  const child = bench.start('run', repo, '--ref', 'main', '--vault', vault);
  const ended = finished(child);
  await until(() => startedFrom(`${bench.dir}/tmp`) > 0);
  child.kill('SIGKILL');
  await ended;
  await until(() => startedFrom(`${bench.dir}/tmp`) === 0);
  await until(() => startedFrom('bwrap\0--args') <= sandboxes);
});

/** Processes with this in their command line: a folder's path is in the chain that becomes a lane or a Cell. */
function startedFrom(text: string): number {
  const lines = readdirSync('/proc').map((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1');
    } catch {
      return '';
    }
  });
  return lines.filter((line) => line.includes(text)).length;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

it('judges a server that listens on ::1 alone', async () => {
  using bench = workbench();
  const repo = bench.repo({
    'server.mjs': server(`if (path === '/a') return answer(200, {});`).replace('.PORT)', `.PORT), '::1'`),
  });
  const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') });
  const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
  expect(stdout).toContain('1 of 1 pass');
  expect(code).toBe(0);
});

it('judges from a temporary folder of any name', async () => {
  using bench = workbench();
  const odd = `${bench.dir}/t:m,p d`;
  mkdirSync(odd);
  bench.env['TMPDIR'] = odd;
  bench.env['XDG_CACHE_HOME'] = `${odd}/cache`;
  const repo = bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`) });
  const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A answers', 'GET /a') });
  const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
  expect(stdout).toContain('1 of 1 pass');
  expect(code).toBe(0);
});
