import { cpSync, chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOrdinaryUser, finished, ordinaryUser, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

/** Counts how often this very instance was asked. */
const counting = server(
  `globalThis.asked = (globalThis.asked ?? 0) + 1; if (path === '/n') return answer(200, { asked: globalThis.asked });`,
);
const three = (expected: string) =>
  Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [`${name}.yaml`, scenario(`It was asked (${name})`, 'GET /n', expected)]),
  );

describe('an instance', () => {
  it('is fresh for each Trial by default', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), ...three('{ body: { asked: 1 } }') });
    expect(
      await bench.holdout('run', bench.repo({ 'server.mjs': counting }), '--ref', 'main', '--vault', vault),
    ).toMatchObject({ code: 0 });
  });

  it.for(['lane', 'run'])('lives on with fresh: %s', async (fresh) => {
    using bench = workbench();
    const vault = bench.vault({
      'vault.yaml': vaultYaml().replace('  port:', `  fresh: ${fresh}\n  port:`),
      ...three('{ body: { asked: { $gte: 1 } } }'),
    });
    const { stdout } = await bench.holdout(
      'run',
      bench.repo({ 'server.mjs': counting }),
      '--ref',
      'main',
      '--vault',
      vault,
      '--lanes',
      '1',
      '--json',
    );
    expect(JSON.parse(stdout).reports[0].tally).toMatchObject({ pass: 3 });
    const strict = bench.vault(
      {
        'vault.yaml': vaultYaml().replace('  port:', `  fresh: ${fresh}\n  port:`),
        ...three('{ body: { asked: 1 } }'),
      },
      'strict',
    );
    const answer = await bench.holdout(
      'run',
      join(bench.dir, 'repo'),
      '--ref',
      'main',
      '--vault',
      strict,
      '--lanes',
      '1',
    );
    expect(answer.stdout).toContain('1 of 3 pass');
  });

  it('that is kept and crashed is started anew for the next Trial', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(`if (path === '/boom') process.exit(7); if (path === '/a') return answer(200, {});`),
    });
    const vault = bench.vault({
      'vault.yaml': vaultYaml().replace('  port:', '  fresh: lane\n  port:'),
      'a.yaml': scenario('A', 'GET /a'),
      'b.yaml': scenario('B', 'GET /boom'),
      'c.yaml': scenario('C', 'GET /a'),
    });
    const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--lanes', '1');
    expect(stdout).toContain('2 of 3 pass');
  });

  it('may have its port drawn, in its command line and environment, and its commands know it too', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(
        `if (path === '/p') return answer(200, { port: Number(process.env.PORT), argument: process.argv[2], url: process.env.URL });`,
      ),
      'ask.sh': 'echo "$URL"',
    });
    const yaml =
      'name: v\ncandidate:\n  env: { URL: "http://localhost:${port}/x" }\n  start: node server.mjs --port=${port}\n  port: "${port}"\n  bin: { ask: sh ./ask.sh }\n';
    const steps = `name: drawn\nsteps:\n  - http: GET /p\n    expect: { body: { port: { $gt: 1024 }, argument: { $startsWith: '--port=' } } }\n    save: { port: body.port }\n  - run: ask\n    expect: { stdout: "http://localhost:\${port}/x" }\n`;
    expect(
      await bench.holdout(
        'run',
        repo,
        '--ref',
        'main',
        '--vault',
        bench.vault({ 'vault.yaml': yaml, 'p.yaml': steps }),
      ),
    ).toMatchObject({ code: 0 });
  });

  it.for([
    ['{ http: /health, within: 10s }'],
    ['{ log: "up and running", within: 10s }'],
    ['{ run: "test -e ready", within: 10s }'],
    ['{ port: true, within: 10s }'],
  ])('is ready when %s', async ([ready = '']) => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': server(
        `if (path === '/a') return answer(200, {});`,
        `import { writeFileSync } from 'node:fs'; setTimeout(() => { console.log('up and running'); writeFileSync('ready', ''); }, 100);`,
      ),
    });
    const vault = bench.vault({
      'vault.yaml': vaultYaml().replace('{ within: 10s }', ready),
      'a.yaml': scenario('A', 'GET /a'),
    });
    expect(await bench.holdout('run', repo, '--ref', 'main', '--vault', vault)).toMatchObject({ code: 0 });
  });

  it('may be a command-line program with no server at all', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'bin/notes.mjs': `import { appendFileSync, readFileSync } from 'node:fs'; const [, , verb, ...rest] = process.argv; if (verb === 'add') appendFileSync('notes.txt', rest.join(' ') + '\\n'); else process.stdout.write(readFileSync('notes.txt', 'utf8'));`,
    });
    const vault = bench.vault({
      'vault.yaml': 'name: v\ncandidate:\n  bin: { notes: node bin/notes.mjs }\n',
      'notes.yaml':
        'name: notes are kept\nvars: { text: "${random.word()} ${random.word()}" }\nsteps:\n  - run: notes add "${text}"\n  - run: notes list\n    expect: { stdout: "${text}" }\n  - file: notes.txt\n    expect: { text: "${text}" }\n',
    });
    expect(await bench.holdout('run', repo, '--ref', 'main', '--vault', vault)).toMatchObject({ code: 0 });
  });

  it('has no network but its own, and none of the judge’s environment, arguments or folders', async () => {
    using bench = workbench();
    const look = `import { readdirSync, readFileSync } from 'node:fs'; import { connect } from 'node:net';
const safe = (work) => { try { return work(); } catch (error) { return error.code; } };
const seen = { env: process.env, cmdlines: readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).map((n) => safe(() => readFileSync('/proc/' + n + '/cmdline', 'latin1') + readFileSync('/proc/' + n + '/environ', 'latin1'))), mounts: readFileSync('/proc/self/mountinfo', 'latin1'), folders: ['/', '/tmp', '/work', '/home', '/app', '/root', '/run', '/var', '/mnt', '/tree', '/cache'].map((d) => safe(() => readdirSync(d))) };
const reach = (host, port) => new Promise((resolve) => connect({ host, port, timeout: 2000 }).once('connect', () => resolve('connected')).once('timeout', () => resolve('timeout')).once('error', (e) => resolve(e.code)));`;
    const repo = bench.repo({
      'server.mjs': server(
        `if (path === '/look') return answer(200, { text: JSON.stringify(seen), outside: await reach('192.0.2.1', 80) });`,
        look,
      ),
    });
    const vault = bench.vault(
      {
        'vault.yaml': vaultYaml(),
        'secret-canary.yaml': scenario(
          'canary-name',
          'GET /look',
          `{ body: { outside: ENETUNREACH, text: { $not: { $matches: '/canary|holdout|vault|VITEST|XDG_/i' } } } }`,
        ),
      },
      'the-vault',
    );
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('1 of 1 pass');
    expect(code).toBe(0);
  });
});

describe('the unconfined cell', () => {
  it('judges, says so in plain words, and never gates', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`) });
    const yaml = 'name: v\ncandidate: { start: node server.mjs, port: "${port}" }\n';
    const { code, stdout } = await bench.holdout(
      'run',
      repo,
      '--ref',
      'main',
      '--vault',
      bench.vault({ 'vault.yaml': yaml, 'a.yaml': scenario('A', 'GET /a'), 'b.yaml': scenario('B', 'GET /a') }),
      '--cell',
      'unconfined',
    );
    expect(stdout).toContain('2 of 2 pass');
    expect(stdout).toMatch(/unconfined/);
    expect(code).toBe(3);
    expect(readdirSync(join(bench.dir, 'tmp'))).toEqual([]);
  });
});

describe.runIf(process.getuid?.() === 0)('an ordinary user', () => {
  it('judges as root does', async () => {
    using bench = workbench();
    bench.repo({ 'server.mjs': server(`if (path === '/a') return answer(200, {});`) });
    const home = join(bench.dir, 'home');
    mkdirSync(join(home, 'tmp'), { recursive: true });
    cpSync(join(bench.dir, 'repo'), join(home, 'repo'), { recursive: true });
    const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('A', 'GET /a') });
    cpSync(vault, join(home, 'vault'), { recursive: true });
    for (const path of ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })]) {
      chownSync(join(home, path), ordinaryUser, ordinaryUser);
    }
    chmodSync(join(home, 'vault'), 0o700);
    const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: join(home, 'tmp') };
    const args = ['run', join(home, 'repo'), '--ref', 'main', '--vault', join(home, 'vault')];
    const child = asOrdinaryUser(bench, env, args);
    const { code, stdout, stderr } = await finished(child);
    expect(stderr).not.toContain('error');
    expect(stdout).toContain('1 of 1 pass');
    expect(code).toBe(0);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  });
});
