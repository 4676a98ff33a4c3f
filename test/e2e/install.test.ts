import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { descendants } from '../../harness/cell/process.ts';
import { prove, sample, whole } from '../rig/prove.ts';
import { type Answer, asOrdinaryUser, finished, type Workbench, workbench } from '../rig/workbench.ts';

/** A command-line candidate with an install of its own, judged by one scenario. `env` is the candidate's. */
function judged(
  bench: Workbench,
  files: { readonly [path: string]: string },
  install: string,
  { name = 'repo', candidate = '' }: { readonly name?: string; readonly candidate?: string } = {},
): readonly string[] {
  const repo = bench.repo({ 'app.sh': 'echo done', ...files }, name);
  const vault = bench.vault(
    {
      'vault.yaml': `name: bench\ncandidate:\n  install: ${JSON.stringify(install)}\n  bin: { app: bash app.sh }\n${candidate}`,
      'a.yaml': 'name: It works\nsteps:\n  - { run: app, expect: { stdout: "done\\n" } }\n',
    },
    `${name}-vault`,
  );
  return ['run', repo, '--ref', 'main', '--vault', vault];
}

const dependency = {
  'package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { 'is-number': '7.0.0' } }),
  'package-lock.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'app', version: '1.0.0', dependencies: { 'is-number': '7.0.0' } },
      'node_modules/is-number': {
        version: '7.0.0',
        resolved: 'https://registry.npmjs.org/is-number/-/is-number-7.0.0.tgz',
        integrity: 'sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==',
      },
    },
  }),
};

/** A plain registry on this machine's loopback, with one package `tiny`, whose install script leaves a file. */
async function registry() {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-registry-'));
  mkdirSync(join(dir, 'package'));
  const manifest = { name: 'tiny', version: '1.0.0', scripts: { postinstall: 'echo ran > ran.txt' } };
  writeFileSync(join(dir, 'package/package.json'), JSON.stringify(manifest));
  execFileSync('tar', ['--mtime=2020-01-01', '-czf', 'tiny.tgz', 'package'], { cwd: dir });
  const bytes = readFileSync(join(dir, 'tiny.tgz'));
  const asked: string[] = [];
  let moved: string | undefined;
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    const url = `http://${request.headers.host}/tiny.tgz`;
    const dist = { tarball: url, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
    if (request.url === '/tiny')
      return response.end(
        JSON.stringify({
          name: 'tiny',
          'dist-tags': { latest: '1.0.0' },
          versions: { '1.0.0': { ...manifest, hasInstallScript: true, dist } },
        }),
      );
    if (moved !== undefined) return response.writeHead(302, { location: moved }).end();
    return response.end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    port,
    asked,
    move: (to: string) => void (moved = to),
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A server of its own is no matter of the proxy's. */
const asksItself = `
import { createServer } from 'node:http';
const server = createServer((_, answer) => answer.end('own')).listen(0, '127.0.0.1', async () => {
  const answer = await fetch('http://127.0.0.1:' + server.address().port);
  process.exit((await answer.text()) === 'own' ? 0 : 1);
});
`;

const quick = '  env: { npm_config_fetch_retries: 0 }\n';

describe('an install', () => {
  it('gets packages of the registry in force; two at once do', async () => {
    using bench = workbench();
    const runs = ['one', 'two'].map((name) =>
      bench.holdout(...judged(bench, dependency, `npm ci && test -d node_modules/is-number # ${name}`, { name })),
    );
    for (const { code, stdout } of await Promise.all(runs)) expect({ code, stdout }).toMatchObject({ code: 0 });
  });

  it.runIf(prove && process.getuid?.() === 0)('gets them for an ordinary user, too', async () => {
    using bench = workbench();
    const args = judged(bench, dependency, 'npm ci && test -d node_modules/is-number');
    execFileSync('chown', ['-R', '54321:54321', bench.dir]);
    const env = { ...bench.env, XDG_CACHE_HOME: join(bench.dir, 'other-cache') };
    expect(await finished(asOrdinaryUser(bench, env, args))).toMatchObject({ code: 0 });
  });

  whole('gets them from a plain registry on this machine’s loopback, scripts and all', async () => {
    using bench = workbench();
    using local = await registry();
    bench.env['npm_config_registry'] = local.url;
    const install = 'npm install --no-save tiny && test -e node_modules/tiny/ran.txt && node own.mjs';
    const files = { 'package.json': '{}', 'own.mjs': asksItself };
    const { code, stdout } = await bench.holdout(...judged(bench, files, install));
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(local.asked).toEqual([`localhost:${local.port}/tiny`, `localhost:${local.port}/tiny.tgz`]);
  });

  it('does not follow the registry to another host, unless the vault names it', async () => {
    using bench = workbench();
    using local = await registry();
    using other = await registry();
    local.move(`${other.url}tiny.tgz`);
    bench.env['npm_config_registry'] = local.url;
    const install = 'npm install --no-save tiny';
    const refused = await bench.holdout(
      ...judged(bench, { 'package.json': '{}' }, install, { name: 'one', candidate: quick }),
    );
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(`and asked for localhost:${other.port}: refused`);
    expect(refused.stderr).toContain(`install asked for localhost:${other.port}: refused`);
    expect(other.asked).toEqual([]);
    const named = await bench.holdout(
      ...judged(bench, { 'package.json': '{}' }, install, {
        name: 'two',
        candidate: `${quick}  registries: [${other.url}]\n`,
      }),
    );
    expect(named.stdout).toContain('1 of 1 pass');
    expect(other.asked).toEqual([`localhost:${other.port}/tiny.tgz`]);
  });

  it('is our error when the registry is away, and the candidate’s failure when nobody asked for it', async () => {
    using bench = workbench();
    using local = await registry();
    bench.env['npm_config_registry'] = local.url;
    local[Symbol.dispose]();
    const asks = await bench.holdout(...judged(bench, dependency, 'npm ci', { name: 'one', candidate: quick }));
    expect(asks.stdout).toContain(`localhost:${local.port} does not answer (ECONNREFUSED)`);
    expect(asks.code).toBe(3);
    const asksNot = await bench.holdout(...judged(bench, {}, 'exit 4', { name: 'two' }));
    expect(asksNot.stdout).toContain('`exit 4` ended with exit code 4');
    expect(asksNot.code).toBe(1);
  });
});

/** Says what of the machine it reached, and fails when it reached anything. */
const probe = `
import { lookup, resolve4, setServers } from 'node:dns/promises';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
const [tcp, udp, abstract, path, address, registry] = process.argv.slice(2);
const door = new URL(process.env.HTTP_PROXY ?? 'http://127.0.0.1:1');
const reached = [];
const joined = (options, said, wanted) => new Promise((resolve) => {
  const socket = connect(options, () => { if (said === undefined) { resolve(true); socket.destroy(); } else socket.write(said); });
  socket.setTimeout(5000, () => socket.destroy());
  socket.on('data', (chunk) => { resolve(String(chunk).includes(wanted)); socket.destroy(); });
  socket.on('error', () => resolve(false));
  socket.on('close', () => resolve(false));
});
const attempt = async (name, work) => { if (await work().catch(() => false)) reached.push(name); };
await attempt('loopback', () => joined({ host: '127.0.0.1', port: tcp }));
await attempt('loopback by IPv6', () => joined({ host: '::ffff:127.0.0.1', port: tcp }));
await attempt('its own address', () => joined({ host: address, port: tcp }));
await attempt('an abstract socket', () => joined({ path: '\\0' + abstract }));
await attempt('a socket file', () => joined({ path }));
await attempt('the metadata of a cloud', () => joined({ host: '169.254.169.254', port: 80 }));
for (const host of ['127.0.0.1', address]) {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.send('hello', udp, host, resolve));
  socket.close();
}
await attempt('names', () => lookup('localhost.localdomain.example.org').then(() => true, ({ code }) => code === 'ENOTFOUND'));
setServers(['127.0.0.1:' + udp, address + ':' + udp]);
await attempt('a name server', () => resolve4('example.org').then(() => true, ({ code }) => code === 'ENOTFOUND'));
for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', address, '0.0.0.0', '2130706433']) {
  const way = { host: door.hostname, port: door.port };
  const place = host + ':' + tcp;
  await attempt('CONNECT ' + place, () => joined(way, 'CONNECT ' + place + ' HTTP/1.1\\r\\n\\r\\n', '200'));
  await attempt('GET ' + place, () => joined(way, 'GET http://' + place + '/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n', '200'));
}
for (const place of ['example.org:443', registry.replace(/:.*/, ':22')])
  await attempt('CONNECT ' + place, () => joined({ host: door.hostname, port: door.port }, 'CONNECT ' + place + ' HTTP/1.1\\r\\n\\r\\n', '200'));
if (!(await joined({ host: door.hostname, port: door.port }, 'CONNECT ' + registry + ' HTTP/1.1\\r\\n\\r\\n', ' 200 '))) reached.push('not even the registry');
console.log('reached: ' + reached.join(', '));
process.exit(reached.length);
`;

/** Everything that listens on this machine for an install script to find, and what came. */
async function machine(bench: Workbench) {
  let heard = 0;
  const hear = (): void => void (heard += 1);
  const tcp = createServer((_, response) => response.end('here'))
    .on('connection', hear)
    .listen(0);
  const abstract = `holdout-test-${process.pid}`;
  const path = join(bench.dir, 'socket');
  const sockets = [`\0${abstract}`, path].map((place) => createTcp(hear).listen(place));
  const udp = createSocket('udp4', hear).bind(0);
  await Promise.all([tcp, ...sockets, udp].map((server) => once(server, 'listening')));
  const outside = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  return {
    heard: () => heard,
    args: [
      (tcp.address() as AddressInfo).port,
      udp.address().port,
      abstract,
      path,
      outside?.address ?? '127.0.0.2',
    ] as const,
    [Symbol.dispose]() {
      for (const server of [tcp, ...sockets, udp]) server.close();
    },
  };
}

describe('an install script', () => {
  it.for(sample(process.getuid?.() === 0 ? ['an ordinary user', 'root'] : ['this user'], 1))(
    'reaches nothing of the machine or beyond it but the registry, judged by %s',
    async (user) => {
      using bench = workbench();
      using local = await registry();
      using all = await machine(bench);
      bench.env['npm_config_registry'] = local.url;
      const install = `node probe.mjs ${all.args.join(' ')} localhost:${local.port}`;
      const args = judged(bench, { 'probe.mjs': probe }, install);
      let answer: Answer;
      if (user === 'an ordinary user') {
        execFileSync('chown', ['-R', '54321:54321', bench.dir]);
        const env = { ...bench.env, XDG_CACHE_HOME: join(bench.dir, 'other-cache') };
        answer = await finished(asOrdinaryUser(bench, env, args));
      } else answer = await bench.holdout(...args);
      expect({ code: answer.code, stdout: answer.stdout }).toMatchObject({ code: 0 });
      expect(answer.stderr).toContain('install asked for example.org:443: refused');
      expect(all.heard()).toBe(0);
    },
  );

  whole('would reach all of it without the walls', async () => {
    using bench = workbench();
    using local = await registry();
    using all = await machine(bench);
    const install = `node probe.mjs ${all.args.join(' ')} localhost:${local.port}`;
    const args = judged(bench, { 'probe.mjs': probe }, install);
    const { stdout } = await bench.holdout(...args, '--cell', 'unconfined');
    for (const place of ['loopback', 'an abstract socket', 'a socket file']) expect(stdout).toContain(place);
    expect(all.heard()).toBeGreaterThan(4);
  });
});

it('leaves no process behind when the judge is killed during an install', async () => {
  using bench = workbench();
  const child = bench.start(...judged(bench, {}, 'echo begun; sleep 100'));
  const ended = finished(child);
  const running = (): readonly number[] =>
    descendants(child.pid ?? 0).filter((pid) => commandOf(pid).includes('registry-porter'));
  await until(() => running().length > 1);
  const porters = running();
  child.kill('SIGKILL');
  await ended;
  await until(() => porters.every((pid) => !commandOf(pid).includes('registry-porter')));
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
