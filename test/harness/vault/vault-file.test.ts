import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { LoadedVault } from '../../../harness/vault/load.ts';
import { codesOf, load } from './rig.ts';

const scenarios = {
  'a.yaml': 'name: A\ntags: [auth]\nsteps:\n  - run: notes list\n',
  'b.yaml': 'name: B\nsteps:\n  - run: notes list\n',
};
const loadVaultYaml = (yaml: string): LoadedVault => load({ ...scenarios, 'vault.yaml': yaml });
/** A vault.yaml with these lines below `candidate:`, and these at its top. */
const withCandidate = (candidate: string, top = ''): LoadedVault =>
  loadVaultYaml(`name: V\n${top}candidate:\n  bin: { notes: node cli.js }\n${candidate}`);

const limitsOf = (limits: string) => withCandidate('', `limits: { ${limits} }\n`).vault?.limits;

describe('vault.yaml', () => {
  it('has defaults for all but name and candidate', () => {
    const { vault, problems } = loadVaultYaml('name: Notes\ncandidate: {}\n');
    expect(problems).toEqual([]);
    expect(vault).toMatchObject({
      name: 'Notes',
      recipe: {
        toolchain: ['node'],
        env: {},
        install: [],
        build: [],
        ready: { by: 'port', within: 30_000 },
        bin: {},
        fresh: 'scenario',
      },
      limits: defaultLimits,
      policy: { pass: { is: 'all' }, mustPass: [], tags: {}, require: { qualified: false, valid: { is: 'all' } } },
      feedback: 'counts',
      controls: { good: [], bad: {} },
    });
    expect(vault?.recipe).not.toHaveProperty('start');
    expect(vault?.recipe).not.toHaveProperty('port');
  });

  it('says how a candidate is built and started, and leaves ${...} to the shell', () => {
    const yaml = `name: V
candidate:
  toolchain: [node]
  env: { NODE_ENV: production, WORKERS: 2, DEBUG: false, at: here, __proto__: x }
  install: [npm ci, npm run codegen]
  build: npm run build
  start: PORT=\${PORT:-3000} node server.js
  port: 3000
  ready: { http: /health, within: 5s }
  bin: { notes: node cli.js }
  fresh: lane
`;
    const { vault, problems } = loadVaultYaml(yaml);
    expect(problems).toEqual([]);
    expect(vault?.recipe).toEqual({
      toolchain: ['node'],
      env: Object.fromEntries([
        ['NODE_ENV', 'production'],
        ['WORKERS', '2'],
        ['DEBUG', 'false'],
        ['at', 'here'],
        ['__proto__', 'x'],
      ]),
      install: ['npm ci', 'npm run codegen'],
      build: ['npm run build'],
      registries: [],
      start: 'PORT=${PORT:-3000} node server.js',
      port: 3000,
      ready: { by: 'http', path: '/health', within: 5000 },
      bin: { notes: 'node cli.js' },
      fresh: 'lane',
      db: {},
      services: [],
    });
  });

  it('says what else an install may reach: scheme, host and port', () => {
    const { vault, problems } = withCandidate('  registries: [https://pypi.org, "http://10.0.0.5:3141/"]\n');
    expect(problems).toEqual([]);
    expect(vault?.recipe.registries).toEqual(['https://pypi.org', 'http://10.0.0.5:3141/']);
    for (const wrong of [
      'pypi.org',
      'https://pypi.org/simple',
      'ftp://pypi.org',
      'https://*.org',
      'https://me:it@pypi.org',
    ])
      expect(codesOf(withCandidate(`  registries: ["${wrong}"]\n`)), wrong).not.toEqual([]);
  });

  it.each([
    '  port: "${port}"\n  start: x\n',
    '  start: x --port ${port}\n',
    '  start: x\n  env: { PORT: "${port}" }\n',
  ])('has a port drawn with %j', (lines) => expect(withCandidate(lines).vault?.recipe.port).toBe('drawn'));

  it.each([
    ['{ port: true }', { by: 'port', within: 30_000 }],
    ['{ log: listening, within: 1m }', { by: 'log', text: 'listening', within: 60_000 }],
    ['{ run: ./ready }', { by: 'run', command: './ready', within: 30_000 }],
  ])('knows by %s when a candidate is ready', (yaml, ready) => {
    expect(withCandidate(`  start: x\n  port: 1\n  ready: ${yaml}\n`).vault?.recipe.ready).toEqual(ready);
  });

  it.each([
    ['  start: x\n', 'missing-key'],
    ['  port: 70000\n', 'bad-value'],
    ['  ready: { http: health }\n', 'bad-value'],
    ['  ready: { http: /h, log: x }\n', 'exactly-one'],
    ['  fresh: often\n', 'bad-value'],
    ['  db: { main: { sqlite: ../a.db } }\n', 'bad-value'],
    ['  db: { main: { postgres: pg } }\n', 'unknown-service'],
    ['  strat: x\n', 'unknown-key'],
  ])('refuses %j as %s', (lines, code) => expect(codesOf(withCandidate(lines))).toEqual([code]));

  it('has limits in bytes and milliseconds', () => {
    const limits =
      'limits: { memory: 2GiB, processes: 64, disk: 1MB, tree: 2MB, trial: 90s, build: 1h, output: 64KiB, response: 100B, database: 1KiB }\n';
    expect(withCandidate('', limits).vault?.limits).toEqual({
      memory: 2 ** 31,
      processes: 64,
      disk: 1_000_000,
      tree: 2_000_000,
      trial: 90_000,
      build: 3_600_000,
      output: 65_536,
      response: 100,
      database: 1024,
      cpu: 3_600_000,
      step: 90_000,
      run: 86_400_000,
      openFiles: 4096,
      fileSize: 1_000_000,
      files: 200_000,
      headers: 16_384,
      page: 200_000,
    });
  });

  it('has a step as long as a trial and a file as large as the disk, unless it says', () => {
    expect(limitsOf('trial: 5m, disk: 2GiB')).toMatchObject({ step: 300_000, fileSize: 2 ** 31 });
    expect(limitsOf('trial: 5m, disk: 2GiB, step: 1s, fileSize: 1MiB')).toMatchObject({
      step: 1000,
      fileSize: 2 ** 20,
    });
  });

  it('gives scenarios the time of one Trial unless they say', () => {
    expect(withCandidate('', 'limits: { trial: 5s }\n').vault?.scenarios[0]?.timeout).toBe(5000);
  });

  it.each([
    'memory: 1',
    'memory: 0B',
    'trial: 60',
    'processes: 0',
    'processes: many',
    'openFiles: 3',
    'files: 1KiB',
    'memroy: 1GiB',
  ])('refuses the limit %s', (limit) => {
    expect(codesOf(withCandidate('', `limits: { ${limit} }\n`))).toHaveLength(1);
  });
});

const gate = (yaml: string): LoadedVault => withCandidate('', `gate: { ${yaml} }\n`);

const policyDigest = (yaml: string) => gate(yaml).vault?.policy.digest;

describe('the gate', () => {
  it.each([
    ['pass: 1', { is: 'count', atLeast: 1 }],
    ['pass: "2"', { is: 'count', atLeast: 2 }],
    ['pass: 1 of 2', { is: 'count', atLeast: 1, of: 2 }],
    ['pass: 90%', { is: 'percent', atLeast: 90 }],
    ['pass: 99.5%', { is: 'percent', atLeast: 99.5 }],
    ['pass: all', { is: 'all' }],
  ])('asks for %s', (yaml, pass) => expect(gate(yaml).vault?.policy.pass).toMatchObject(pass));

  it.each([
    ['pass: 1 of 3', 'pinned-count'],
    ['pass: 3', 'pinned-count'],
    ['pass: 3 of 2', 'bad-value'],
    ['pass: 101%', 'bad-value'],
    ['pass: most', 'bad-value'],
    ['pass: -1', 'bad-value'],
    ['tags: { auth: 2 }', 'pinned-count'],
    ['mustPass: [tag:nobody]', 'unknown-tag'],
    ['mustPass: [auth]', 'unknown-scenario'],
    ['require: { isolation: none }', 'bad-value'],
    ['quarantine: { cap: 5%, expires: 30 }', 'bad-value'],
    ['score: 90', 'bad-value'],
    ['require: { valid: 3 of 99 }', 'pinned-count'],
  ])('refuses %s as %s', (yaml, code) => expect(codesOf(gate(yaml))).toEqual([code]));

  it('counts no impossible scenario, and asks nothing of one but that it fails', () => {
    const more = 'name: X\nimpossible: true\ntags: [apart]\nsteps:\n  - run: notes lose\n';
    const withOne = (yaml: string, top = '') =>
      load({
        ...scenarios,
        'x.yaml': more.replace('steps:', `${top}steps:`),
        'vault.yaml': `name: V\ncandidate:\n  bin: { notes: node cli.js }\ngate: { ${yaml} }\n`,
      });
    expect(withOne('pass: 2 of 2').problems).toEqual([]);
    expect(withOne('').vault?.scenarios.map(({ impossible }) => impossible)).toEqual([false, false, true]);
    expect(codesOf(withOne('pass: 2 of 3'))).toEqual(['pinned-count']);
    expect(codesOf(withOne('mustPass: [x]'))).toEqual(['impossible-counts']);
    expect(codesOf(withOne('tags: { apart: 1 }'))).toEqual(['unknown-tag']);
    expect(codesOf(withOne('', 'mustPass: true\nweight: 1\n'))).toEqual(['impossible-counts', 'impossible-counts']);
    expect(codesOf(withOne('', 'mustPass: false\n'))).toEqual([]);
  });

  it('keeps what must pass, what tags need and what a Run must be like', () => {
    const { vault } = gate(
      'mustPass: [tag:auth, b], tags: { auth: 100% }, score: 90%, base: main, quarantine: { cap: 10%, expires: 7d }, require: { isolation: sealed, qualified: true, valid: 95% }',
    );
    expect(vault?.policy).toMatchObject({
      score: 90,
      base: 'main',
      quarantine: { cap: 10, expires: 7 * 24 * 3_600_000 },
      mustPass: ['tag:auth', 'b'],
      tags: { auth: { is: 'percent', atLeast: 100 } },
      require: { isolation: 'sealed', qualified: true, valid: { is: 'percent', atLeast: 95 } },
    });
  });

  it('has a digest of its rules, whatever their layout', () => {
    expect(policyDigest('pass: 1, mustPass: [b]')).toBe(policyDigest('mustPass: [ b ],   pass: 1'));
    expect(policyDigest('pass: 1')).not.toBe(policyDigest('pass: 2'));
    expect(policyDigest('tags: { auth: 1 }')).not.toBe(policyDigest('pass: all'));
  });
});

const services = (yaml: string, lines = '') => withCandidate(lines, `services: ${yaml}\n`);

describe('services', () => {
  it('are known ones on their usual ports, and ones of the vault', () => {
    const ready = { by: 'port', within: 30_000 };
    const yaml =
      '{ pg: { use: postgres }, cache: { use: redis, port: "${port}" }, mail: { start: smtp, port: 2525, env: { A: 1 } } }';
    const { vault } = services(yaml, '  db: { main: { postgres: pg }, old: { sqlite: data/old.db } }\n');
    expect(vault?.recipe.services).toEqual([
      { name: 'pg', use: 'postgres', port: 5432, env: {}, ready },
      { name: 'cache', use: 'redis', port: 'drawn', env: {}, ready },
      { name: 'mail', use: 'own', start: 'smtp', port: 2525, env: { A: '1' }, ready },
    ]);
    expect(vault?.recipe.db).toEqual({ main: { postgres: 'pg' }, old: { sqlite: 'data/old.db' } });
  });

  it.each([
    ['{ pg: { use: postgers } }', 'bad-value'],
    ['{ pg: { use: postgres, start: x } }', 'exactly-one'],
    ['{ pg: { port: 1 } }', 'exactly-one'],
    ['{ "p g": { use: postgres } }', 'bad-name'],
    ['{ mail: { start: smtp } }', 'missing-key'],
    ['{ mail: { start: smtp, ready: { log: up } }, b: { start: "x ${mail.url}", port: 1 } }', 'bad-reference'],
    ['{ b: { start: "x ${mail.port}", port: 1 }, mail: { start: smtp, port: 2 } }', 'bad-reference'],
  ])('refuses %s as %s', (yaml, code) => expect(codesOf(services(yaml))).toEqual([code]));

  it('leave what is not theirs to the shell', () => {
    expect(
      codesOf(services('{ pg: { use: postgres } }', '  env: { A: "${HOME}/${x.y}" }\n  install: "echo ${b.url}"\n')),
    ).toEqual([]);
  });

  it('are told apart from the candidate by their ports', () => {
    expect(codesOf(services('{ web: { start: x, port: 80 } }', '  start: y\n  port: 80\n'))).toEqual(['same-port']);
  });
});

it('keeps feedback and controls', () => {
  const { vault } = withCandidate(
    '',
    'feedback: hints\ncontrols: { good: [ref:reference], bad: { forgets: ref:bad/logout } }\n',
  );
  expect(vault).toMatchObject({
    feedback: 'hints',
    controls: {
      good: [{ name: 'reference', source: { is: 'ref', ref: 'reference' } }],
      bad: [{ name: 'forgets', source: { is: 'ref', ref: 'bad/logout' }, fails: [] }],
    },
  });
});
