import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { db } from '../../../adapters/db/index.ts';
import type { DbQuery, TrialContext } from '../../../harness/model/adapter.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import { ExactNumber } from '../../../harness/model/value.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { openSqlite } from '../../rig/sqlite.ts';
import { emptyCell } from '../../rig/trial.ts';

const orders = `
  create table orders (id integer primary key, email text, qty integer, price real, note blob);
  insert into orders values (1, 'a@example.test', 3, 9.5, null), (2, 'b@example.test', 9007199254740993, 1e300, x'00ff');`;

const small = { ...defaultLimits, response: 1000 };

const query = (text: string, ...params: DbQuery['params']): DbQuery => ({ kind: 'db', query: text, params });

async function ask(trial: TrialContext, action: DbQuery): Promise<Observation> {
  await using session = db.open(trial);
  return session.act(action, 'default', idle());
}

function rowsOf({ fields }: Observation): unknown {
  const rows = fields['rows'];
  if (rows?.is !== 'json') throw new Error(JSON.stringify(fields));
  return JSON.parse(rows.source);
}

const forEver = 'with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as c from n';

adapterContract('db on SQLite', async () => {
  const opened = await openSqlite(orders);
  return {
    adapter: db,
    trial: opened.trial,
    answered: query('select email from orders'),
    gone: {
      trial: { ...opened.trial, databases: { main: { is: 'sqlite', path: `${opened.path}.gone` } } },
      action: query('select email from orders'),
    },
    endless: { trial: opened.trial, action: query(forEver) },
    flood: {
      trial: { ...opened.trial, limits: small },
      action: query("select email, printf('%.*c', 5000, 'x') as long from orders"),
      bytes: small.response,
    },
    closed: async () => expect(opened.copies()).toEqual([]),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

describe('a SQLite file', () => {
  it('is read as rows and their count, with every digit', async () => {
    await using opened = await openSqlite(orders);
    const observed = await ask(opened.trial, query('select * from orders where qty > ?', new ExactNumber('2')));
    expect(observed.fields).toEqual({
      rows: {
        is: 'json',
        source:
          '[{"id":1,"email":"a@example.test","qty":3,"price":9.5,"note":null},' +
          '{"id":2,"email":"b@example.test","qty":9007199254740993,"price":1e+300,"note":"AP8="}]',
      },
      count: { is: 'number', value: 2 },
    });
  });

  it('is asked with values of every kind', async () => {
    await using opened = await openSqlite(orders);
    const asked = query(
      'select ? a, ? b, ? c, ? d, ? e',
      null,
      true,
      "it's ?",
      new ExactNumber('1.5'),
      new ExactNumber('9007199254740993'),
    );
    expect((await ask(opened.trial, asked)).fields['rows']).toEqual({
      is: 'json',
      source: '[{"a":null,"b":1,"c":"it\'s ?","d":1.5,"e":9007199254740993}]',
    });
  });

  it('has no rows where nothing matches, which is no failure', async () => {
    await using opened = await openSqlite(orders);
    const observed = await ask(opened.trial, query('select * from orders where id = 9'));
    expect(observed).toEqual({ fields: { rows: { is: 'json', source: '[]' }, count: { is: 'number', value: 0 } } });
  });

  it('shows what was committed, in write-ahead mode too', async () => {
    await using opened = await openSqlite(`pragma journal_mode = wal; ${orders}`);
    opened.own.exec("begin; insert into orders (email) values ('open@example.test')");
    expect(rowsOf(await ask(opened.trial, query('select count(*) n from orders')))).toEqual([{ n: 2 }]);
    opened.own.exec('commit');
    expect(rowsOf(await ask(opened.trial, query('select count(*) n from orders')))).toEqual([{ n: 3 }]);
  });

  it('shows what was committed while a transaction is half written to it', async () => {
    await using opened = await openSqlite(orders);
    // So small a cache that changed pages are written before the end.
    opened.own.exec(`pragma cache_size = 1; begin exclusive;
      insert into orders (note) select zeroblob(2000) from (with recursive n(x) as (select 1 union all select x + 1 from n where x < 200) select x from n)`);
    expect(rowsOf(await ask(opened.trial, query('select count(*) n from orders')))).toEqual([{ n: 2 }]);
  });

  it('is whole however often it is written to meanwhile', { timeout: 30_000 }, async () => {
    await using opened = await openSqlite(
      'pragma journal_mode = wal; create table pair (a, b); insert into pair values (0, 0)',
    );
    const write = 'update pair set a = a + 1, b = b + 1';
    const timer = setInterval(() => opened.own.exec(write), 1);
    try {
      for (let n = 0; n < 5; n += 1) {
        const observed = await ask(opened.trial, query('select a = b as same, a from pair'));
        expect(rowsOf(observed)).toEqual([{ same: 1, a: expect.any(Number) }]);
      }
    } finally {
      clearInterval(timer);
    }
  });

  it('may be named by a link to it', async () => {
    await using opened = await openSqlite(orders);
    const link = `${opened.path}.link`;
    symlinkSync(opened.path, link);
    const trial: TrialContext = { ...opened.trial, databases: { main: { is: 'sqlite', path: link } } };
    expect(rowsOf(await ask(trial, query('select count(*) n from orders')))).toEqual([{ n: 2 }]);
  });

  it.for([
    ['a table that is not there', query('select * from invoices'), 'SQLite: no such table: invoices'],
    [
      'two columns of one name',
      query('select id, email as id from orders'),
      'SQLite: two columns are called "id": name them apart with "as"',
    ],
    [
      'a query that writes',
      query("update orders set email = 'x' returning id"),
      'SQLite: attempt to write a readonly database',
    ],
  ] as const)('is missing, and says why, for %s', async ([, action, why]) => {
    await using opened = await openSqlite(orders);
    const observed = await ask(opened.trial, action);
    expect(observed.fields).toEqual({ rows: { is: 'missing', why }, count: { is: 'missing', why } });
  });
});

describe('a hostile SQLite file', () => {
  const replaced: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ['a link to another file', (path) => symlinkSync('/etc/passwd', path), /file is not a database/],
    ['a link to itself', (path) => symlinkSync(path, path), /no such file/],
    ['a folder', (path) => mkdirSync(path), /not a regular file/],
    ['a pipe', (path) => void execFileSync('mkfifo', [path]), /not a regular file/],
    ['a device that never ends', (path) => symlinkSync('/dev/zero', path), /not a regular file/],
    ['nothing', () => {}, /no such file/],
    ['bytes of any kind', (path) => writeFileSync(path, 'x'.repeat(5000)), /file is not a database/],
  ];
  it.for(replaced)('is not read when %s is in its place', async ([, put, why]) => {
    await using opened = await openSqlite(orders);
    opened.own.close();
    rmSync(opened.path);
    put(opened.path);
    const observed = await ask(opened.trial, query('select * from orders'));
    expect(observed.fields['rows']).toEqual({ is: 'missing', why: expect.stringMatching(why) });
  });

  it('is not read when half of it is gone', async () => {
    await using opened = await openSqlite(orders);
    opened.own.close();
    truncateSync(opened.path, 4096);
    const observed = await ask(opened.trial, query('select * from orders'));
    expect(observed.fields['rows']).toEqual({ is: 'missing', why: 'SQLite: database disk image is malformed' });
  });

  it('hits the limit when it is larger than that', async () => {
    await using opened = await openSqlite(orders, { limits: { ...defaultLimits, database: 4096 } });
    const observed = await ask(opened.trial, query('select * from orders'));
    expect(observed.limit).toBe('database');
    expect(observed.note).toBe('the database has 8 KiB, more than limit "database" (4 KiB)');
  });

  it('can make no view that runs for ever, or takes all memory', { timeout: 20_000 }, async () => {
    await using opened = await openSqlite(
      `create view slow as ${forEver}; create view big as select zeroblob(1000000000) as b;`,
    );
    expect((await ask(opened.trial, query('select * from slow'))).note).toBe('the query took longer than 5s');
    expect((await ask(opened.trial, query('select * from big'))).note).toBe('SQLite: out of memory');
  });

  it('hits the limit when it answers with more than that', async () => {
    await using opened = await openSqlite(
      "create view big as with recursive n(x) as (select 1 union all select x + 1 from n) select printf('%.*c', 1000, 'x') as t from n",
      { limits: { ...defaultLimits, response: 1024 * 1024 } },
    );
    const observed = await ask(opened.trial, query('select * from big'));
    expect(observed.limit).toBe('response');
    expect(observed.note).toBe('the rows are longer than limit "response" (1 MiB)');
  });

  it('can have no file of the judge removed by its journal', async () => {
    await using opened = await openSqlite(orders);
    const journal = Buffer.from('d9d505f920a163d7', 'hex');
    writeFileSync(`${opened.path}-journal`, Buffer.concat([Buffer.alloc(512), journal]));
    const observed = await ask(opened.trial, query('select * from orders'));
    expect(observed.note).toBe("the database can't be read: its journal names another file");
  });

  it('is left alone by the judge', async () => {
    await using opened = await openSqlite(orders);
    await ask(opened.trial, query('select * from orders'));
    const again = new DatabaseSync(opened.path);
    expect(again.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    again.close();
  });
});

describe('a Cell that can not be read', () => {
  const ended = { code: null, signal: null, stdout: '', stderr: '', truncated: [], timedOut: false, ms: 1 } as const;
  const databases = { main: { is: 'sqlite', path: '/app/shop.db' } } as const;

  it('shows nothing when it has ended', async () => {
    await using opened = await openSqlite(orders);
    const cell = { ...emptyCell, run: () => Promise.resolve({ ...ended, lost: 'cell' as const }) };
    const observed = await ask({ ...opened.trial, cell, databases }, query('select 1 a'));
    expect(observed.note).toBe("the database can't be read: the Cell has ended");
  });

  it('is our error when the sandbox failed', async () => {
    await using opened = await openSqlite(orders);
    const cell = { ...emptyCell, run: () => Promise.resolve({ ...ended, lost: 'sandbox' as const }) };
    await expect(ask({ ...opened.trial, cell, databases }, query('select 1 a'))).rejects.toThrow('the sandbox failed');
  });
});
