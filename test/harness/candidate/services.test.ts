import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { databasesOf, fillRecipe, prepareServices } from '../../../harness/candidate/services.ts';
import { isRoot } from '../../../harness/cell/system.ts';
import { unconfined } from '../../../harness/cell/unconfined.ts';
import type { Recipe } from '../../../harness/model/vault.ts';
import { openServicesCell, own, postgres, redis } from '../../rig/services.ts';

/** What a server says to one line. */
function say(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`));
    socket.once('data', (bytes: Buffer) => {
      socket.destroy();
      resolve(bytes.toString().trim());
    });
    socket.once('error', reject);
  });
}

const listen = (port: string): string =>
  `exec perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:${port}", Listen => 5, ReuseAddr => 1) or die; sleep 60'`;

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
  it('are PostgreSQL and Redis of this machine, side by side, soon', async () => {
    await using opened = await openServicesCell([postgres, redis]);
    const began = performance.now();
    const result = await opened.start([postgres, redis]);
    const ms = performance.now() - began;
    if (!result.ok) throw new Error(result.detail);
    // Preparing the data anew takes three times as long on any machine.
    expect(ms).toBeLessThan(2_000);
    const { addresses: found, lost } = result.services;
    expect(await say(found['cache']?.port ?? 0, 'PING')).toBe('+PONG');
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

  it('do not start among the files of the candidate', async () => {
    await using opened = await openServicesCell();
    const where = own('where', 'pwd; ls -A; echo done; sleep 60', { ready: { by: 'log', text: 'done', within: 100 } });
    const late = { ...where, ready: { by: 'log', text: 'never', within: 200 } as const };
    const result = await opened.start([late]);
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
