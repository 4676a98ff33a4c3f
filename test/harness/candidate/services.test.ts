import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { databasesOf, fillRecipe, prepareServices } from '../../../harness/candidate/services.ts';
import { isRoot } from '../../../harness/cell/system.ts';
import { unconfined } from '../../../harness/cell/unconfined.ts';
import type { Cell } from '../../../harness/model/cell.ts';
import type { Recipe } from '../../../harness/model/vault.ts';
import { openServicesCell, own, postgres, redis } from '../../rig/services.ts';

/** What a server in a Cell says to one line. */
async function say(cell: Cell, port: number, line: string): Promise<string> {
  const socket = await cell.connect({ host: '127.0.0.1', port });
  socket.write(`${line}\r\n`);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return bytes.toString().trim();
}

const listen = (port: string, host = '127.0.0.1'): string =>
  `exec perl -MIO::Socket::IP -e 'my $s = IO::Socket::IP->new(LocalHost => "${host}", LocalPort => ${port}, Listen => 5, ReuseAddr => 1) or die; sleep 60'`;

const recipe: Recipe = {
  toolchain: [],
  registries: [],
  env: { DATABASE_URL: '${pg.url}', PORT_OF: 'port ${pg.port}', OTHER: '${HOME}/${port}' },
  install: [],
  build: [],
  start: 'serve --db ${pg.url}',
  ready: { by: 'log', text: 'with ${pg.port}', within: 1000 },
  bin: {},
  fresh: 'scenario',
  db: { main: { postgres: 'pg' }, file: { sqlite: 'data/app.db' } },
  services: [],
};
const addresses = { pg: { url: 'postgres://app:app@127.0.0.1:5432/app', port: 5432 } };

describe('a candidate with services', () => {
  it('is told where they are, and nothing else is touched', () => {
    const { env, start, ready } = fillRecipe(recipe, addresses);
    expect(env).toEqual({
      DATABASE_URL: 'postgres://app:app@127.0.0.1:5432/app',
      PORT_OF: 'port 5432',
      OTHER: '${HOME}/${port}',
    });
    expect(start).toBe('serve --db postgres://app:app@127.0.0.1:5432/app');
    expect(ready).toEqual({ by: 'log', text: 'with 5432', within: 1000 });
  });

  it('has databases that steps can reach', () => {
    expect(databasesOf(recipe.db, '/app', addresses)).toEqual({
      main: { is: 'postgres', url: addresses.pg.url },
      file: { is: 'sqlite', path: '/app/data/app.db' },
    });
  });
});

describe('services', () => {
  it('are PostgreSQL and Redis of this machine, side by side', async () => {
    await using opened = await openServicesCell([postgres, redis]);
    const result = await opened.start([postgres, redis]);
    if (!result.ok) throw new Error(result.detail);
    const { addresses: found, lost } = result.services;
    expect(await say(opened.cell, found['cache']?.port ?? 0, 'PING')).toBe('+PONG');
    const psql = await opened.cell.run({
      argv: [
        'psql',
        found['pg']?.url ?? '',
        '-tAc',
        "create table t (a text); insert into t values ('é'); select a from t",
      ],
      cwd: '/',
      keep: 1000,
      timeout: 10_000,
    });
    expect(psql.stdout).toContain('é\n');
    expect(lost()).toBeUndefined();
  });

  it('of the vault are started when those are ready that they name', async () => {
    await using opened = await openServicesCell();
    const first = own('first', `sleep 0.2; ${listen('${port}')}`, { port: 'drawn' });
    const second = own(
      'second',
      'perl -MIO::Socket::INET -e \'IO::Socket::INET->new("127.0.0.1:$ENV{FIRST}") or die; $| = 1; print "reached\\n"; sleep 60\'',
      {
        env: { FIRST: '${first.port}' },
        ready: { by: 'log', text: 'reached', within: 10_000 },
      },
    );
    const result = await opened.start([first, second]);
    if (!result.ok) throw new Error(result.detail + result.log);
    expect(Object.keys(result.services.addresses)).toEqual(['first']);
  });

  it('that do not become ready are told with their last words', async () => {
    await using opened = await openServicesCell();
    const broken = own('queue', 'echo no such option >&2; exit 3', { port: 'drawn' });
    expect(await opened.start([broken])).toMatchObject({
      ok: false,
      detail: 'the service "queue": it ended with exit code 3 before it was ready: no such option',
    });
  });

  it('that end later are told of', async () => {
    await using opened = await openServicesCell();
    const brief = own('brief', 'echo up; sleep 0.2; exit 4', { ready: { by: 'log', text: 'up', within: 5000 } });
    const result = await opened.start([brief]);
    if (!result.ok) throw new Error(result.detail);
    await expect.poll(result.services.lost).toBe('the service "brief" ended with exit code 4');
  });

  it.each([
    ['move to another port', ['CONFIG SET port 7001'], 'no longer listens where it did'],
    ['move away and back', ['CONFIG SET port 7001', 'CONFIG SET port PORT'], 'no longer listens where it did'],
  ])('that %s are told of', async (_how, lines, what) => {
    await using opened = await openServicesCell([redis]);
    const result = await opened.start([redis]);
    if (!result.ok) throw new Error(result.detail);
    const { addresses: found, lost } = result.services;
    const port = String(found['cache']?.port);
    const script = lines.map(
      (line, index) => `redis-cli -p ${index === 0 ? port : 7001} ${line.replace('PORT', port)}`,
    );
    const { stdout } = await opened.cell.run({
      argv: ['/bin/sh', '-c', script.join(' && ')],
      cwd: '/',
      keep: 1000,
      timeout: 10_000,
    });
    expect(stdout.trim().split('\n')).toEqual(lines.map(() => 'OK'));
    expect(lost()).toBe(`the service "cache" ${what}`);
  });

  it('that something else listens beside are told of, also on another address, and not for what they start', async () => {
    await using opened = await openServicesCell();
    const { cell } = opened;
    const more = `(until [ -e "$HOME/go" ]; do sleep 0.02; done; ${listen('${port}', '::1')}) & ${listen('${port}')}`;
    const result = await opened.start([own('queue', more, { port: 'drawn' })]);
    if (!result.ok) throw new Error(result.detail + result.log);
    const { addresses: found, lost } = result.services;
    const port = found['queue']?.port ?? 0;
    await cell.run({ argv: ['/bin/sh', '-c', ': > "$HOME/go"'], cwd: '/', keep: 1000, timeout: 10_000 });
    const answers = (): Promise<boolean> =>
      cell.connect({ host: '::1', port }).then(
        (socket) => {
          socket.destroy();
          return true;
        },
        () => false,
      );
    await expect.poll(answers).toBe(true);
    expect(lost()).toBeUndefined();
    const beside = cell.start({
      argv: ['/bin/sh', '-c', listen(String(port), '127.0.0.2')],
      cwd: '/',
      keep: 1000,
    });
    await expect.poll(lost).toBe('the service "queue" shares its port with something else');
    await beside.stop();
    await expect.poll(lost).toBeUndefined();
  });

  it('do not start among the files of the candidate', async () => {
    await using opened = await openServicesCell();
    const result = await opened.start([own('where', 'pwd; ls -A; echo done; exit 3', { port: 'drawn' })]);
    expect(result).toMatchObject({ ok: false, log: expect.stringMatching(/^\/tmp\/[^\n]+\ndone\n$/) });
  });

  it.runIf(isRoot())(
    'can not be PostgreSQL for root without a Cell, which is said before anything is judged',
    async () => {
      const nothing = { binds: [], links: [], path: [], hostPath: [] };
      const walls = unconfined({ dir: '/nowhere' });
      const result = await prepareServices([postgres], { toolchain: nothing, walls, cache: '/nowhere' });
      expect(result).toMatchObject({ ok: false, problems: [{ code: 'no-service' }] });
    },
  );
});
