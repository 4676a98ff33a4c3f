import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../../adapters/db/index.ts';
import type { DbQuery, TrialContext } from '../../../harness/model/adapter.ts';
import type { Cell } from '../../../harness/model/cell.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import { ExactNumber } from '../../../harness/model/value.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { openServicesCell, postgres, type ServicesCell } from '../../rig/services.ts';
import { emptyCell, trialContext } from '../../rig/trial.ts';

let opened: ServicesCell;
let url = '';

beforeAll(async () => {
  opened = await openServicesCell([postgres]);
  const result = await opened.start([postgres]);
  if (!result.ok) throw new Error(result.detail);
  url = result.services.addresses['pg']?.url ?? '';
  await psql(`
    create table orders (id serial primary key, email text, qty bigint, price numeric(40, 20), paid boolean);
    insert into orders (email, qty, price, paid) values ('a@example.test', 3, 9.5, true), ('b@example.test', 9007199254740993, 0.1, null);
    create function blame() returns integer language plpgsql as
      $$ begin raise exception 'your query is wrong' using errcode = '42601'; end $$;
    create view blamed as select blame() as a;
    create view flood as select repeat('x', 1000) as t from generate_series(1, 1000000);`);
});

afterAll(() => opened[Symbol.asyncDispose]());

async function psql(script: string): Promise<string> {
  const { code, stdout, stderr } = await opened.cell.run({
    argv: ['psql', url, '-v', 'ON_ERROR_STOP=1', '-tAc', script],
    cwd: '/',
    keep: 10_000,
    timeout: 10_000,
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Impostors are in this process's network, the server in its Cell's. */
const cell: Cell = {
  ...emptyCell,
  connect: (to) => (url.includes(`:${to.port}/`) ? opened.cell : emptyCell).connect(to),
};

const at = (address: string): TrialContext =>
  trialContext({ cell, databases: { main: { is: 'postgres', url: address } } });

const query = (text: string, ...params: DbQuery['params']): DbQuery => ({ kind: 'db', query: text, params });

async function ask(trial: TrialContext, action: DbQuery): Promise<Observation> {
  await using session = db.open(trial);
  return session.act(action, 'default', idle());
}

const sourceOf = ({ fields }: Observation): unknown =>
  fields['rows']?.is === 'json' ? fields['rows'].source : fields['rows'];

const connections = (): Promise<string> =>
  psql(
    "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and query not like '%pg_sleep%'",
  );

const small = { ...defaultLimits, response: 1000 };

adapterContract('db on PostgreSQL', async () => ({
  adapter: db,
  trial: at(url),
  answered: query('select email from orders'),
  gone: { trial: at('postgres://app:app@127.0.0.1:1/app'), action: query('select email from orders') },
  endless: { trial: at(url), action: query('select pg_sleep(60)') },
  flood: { trial: { ...at(url), limits: small }, action: query('select * from flood'), bytes: small.response },
  closed: () => expect.poll(connections).toBe('0'),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}));

describe('PostgreSQL', () => {
  it('is read as rows and their count, with every digit', async () => {
    const observed = await ask(at(url), query('select * from orders where qty > ? order by id', new ExactNumber('2')));
    expect(observed.fields).toEqual({
      rows: {
        is: 'json',
        source:
          '[{"id":1,"email":"a@example.test","qty":3,"price":9.50000000000000000000,"paid":true},' +
          '{"id":2,"email":"b@example.test","qty":9007199254740993,"price":0.10000000000000000000,"paid":null}]',
      },
      count: { is: 'number', value: 2 },
    });
  });

  it.for([
    ["timestamptz '2026-01-02 03:04:05.5+02'", '"2026-01-02T01:04:05.5Z"'],
    ["timestamp '2026-01-02 03:04:05'", '"2026-01-02T03:04:05"'],
    ["date '2026-01-02'", '"2026-01-02"'],
    ["interval '1 day 2 hours'", '"P1DT2H"'],
    ["'\\x00ff'::bytea", '"AP8="'],
    ['\'{"a": [1, null], "b": 1.10}\'::jsonb', '{"a": [1, null], "b": 1.10}'],
    ['array[1, null, 3]', '[1,null,3]'],
    ["array[array['a b', 'c\"d'], array['{', 'NULL']]", '[["a b","c\\"d"],["{","NULL"]]'],
    ["'{}'::text[]", '[]'],
    ["'[0:1]={7,8}'::int[]", '[7,8]'],
    ["'NaN'::float8", '"NaN"'],
    ['1e300::float8', '1e+300'],
    ["'6f1d6c4e-1f6b-4b55-9d3c-000000000000'::uuid", '"6f1d6c4e-1f6b-4b55-9d3c-000000000000"'],
  ] as const)('tells %s as %s', async ([expression, json]) => {
    expect(sourceOf(await ask(at(url), query(`select ${expression} as v`)))).toBe(`[{"v":${json}}]`);
  });

  it('is asked with values of every kind, and question marks of its own', async () => {
    const asked = query(
      `select ?::text a, ?::boolean b, ?::text c, ?::numeric d, '{"k": 1}'::jsonb ?? 'k' e, '?' f -- ?`,
      null,
      true,
      "it's ?",
      new ExactNumber('12345678901234567890.1'),
    );
    expect(sourceOf(await ask(at(url), asked))).toBe(
      '[{"a":null,"b":true,"c":"it\'s ?","d":12345678901234567890.1,"e":true,"f":"?"}]',
    );
  });

  it('is read over one connection for each trial', async () => {
    await using session = db.open(at(url));
    const pid = query('select pg_backend_pid() as pid');
    const first = await session.act(pid, 'default', idle());
    const second = await session.act(pid, 'bob', idle());
    expect(sourceOf(second)).toEqual(sourceOf(first));
  });

  it('goes on after a query that failed', async () => {
    await using session = db.open(at(url));
    await session.act(query('select * from invoices'), 'default', idle());
    expect(sourceOf(await session.act(query('select 1 as a'), 'default', idle()))).toBe('[{"a":1}]');
  });

  it.for([
    ['a table that is not there', query('select * from invoices'), 'relation "invoices" does not exist'],
    [
      'a value of the wrong type',
      query('select * from orders where id = ?', 'x'),
      'invalid input syntax for type integer: "x"',
    ],
    ['a view that claims that the query is wrong', query('select * from blamed'), 'your query is wrong'],
    ['what is no SQL', query('selec 1'), 'syntax error at or near "selec"'],
    [
      'a query that writes',
      query("select nextval('orders_id_seq')"),
      'cannot execute nextval() in a read-only transaction',
    ],
    ['two statements', query('select 1; select 2'), 'cannot insert multiple commands into a prepared statement'],
  ] as const)('says why there is nothing to see for %s, whoever is to blame', async ([, action, why]) => {
    const observed = await ask(at(url), action);
    expect(observed.fields['rows']).toEqual({ is: 'missing', why: `PostgreSQL: ${why}` });
  });

  it('hits the limit when it answers with more than that', async () => {
    const observed = await ask(at(url), query('select * from flood'));
    expect(observed.limit).toBe('response');
    expect(observed.note).toBe('the rows are longer than limit "response" (8 MiB)');
  });
});

/** A message of the protocol: a letter, a length, a body. */
function message(code: string, body: Buffer | string, length = Buffer.byteLength(body) + 4): Buffer {
  const head = Buffer.alloc(5);
  head.write(code);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', 'I')]);

/** A server on the database's port that says what it likes. */
async function impostor(
  answer: (send: (bytes: Buffer) => boolean, asked: number) => void,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const server: Server = createServer((socket) => {
    let asked = 0;
    socket.on('error', () => {});
    socket.on('data', () => answer((bytes) => !socket.destroyed && socket.write(bytes), asked++));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `postgres://app:app@127.0.0.1:${port}/app`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe.concurrent('a PostgreSQL that takes its time', () => {
  it('keeps nobody waiting for a table that is locked', { timeout: 15_000 }, async () => {
    const locked = psql('begin; lock table orders; select pg_sleep(7); commit').catch(() => '');
    await expect.poll(() => psql("select count(*) from pg_locks where mode = 'AccessExclusiveLock'")).toBe('1');
    const observed = await ask(at(url), query('select * from orders'));
    expect(observed.note).toBe('PostgreSQL: the query took longer than 5s');
    await locked;
  });
});

describe.concurrent('an impostor on the port of PostgreSQL', () => {
  it('can not send for ever', async () => {
    const chunk = message('D', Buffer.alloc(60_000));
    await using server = await impostor((send, asked) => {
      if (asked === 0) send(welcome);
      const more = (): void => {
        if (send(chunk)) setImmediate(more);
        else setTimeout(() => send(chunk) && more(), 1);
      };
      if (asked > 0) more();
    });
    const observed = await ask(at(server.url), query('select 1'));
    expect(observed.limit).toBe('response');
  });

  it('can not be silent for ever', { timeout: 10_000 }, async () => {
    await using server = await impostor(() => {});
    const observed = await ask(at(server.url), query('select 1'));
    expect(observed.note).toBe('PostgreSQL: no answer within 5s');
  });

  it.for([
    ['ends a message too early', message('T', Buffer.from([0x7f, 0xff]))],
    ['says that a message is longer than memory', message('D', 'x', 0xffff_ffff)],
    ['sends messages of no length', Buffer.concat(Array.from({ length: 50 }, () => message('D', '', 0)))],
    ['sends another protocol', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
    [
      'asks for a password that costs much to compute',
      message('R', Buffer.concat([Buffer.from([0, 0, 0, 10]), Buffer.from('SCRAM-SHA-256\0\0')])),
    ],
  ] as const)('is seen as no database when it %s', { timeout: 10_000 }, async ([, bytes]) => {
    await using server = await impostor((send, asked) => {
      if (asked < 4) send(asked === 0 ? Buffer.concat([welcome, bytes]) : bytes);
    });
    const observed = await ask(at(server.url), query('select 1'));
    expect(observed.fields['rows']?.is).toBe('missing');
  });
});
