import { describe, expect, it } from 'vitest';
import { load, settings } from '../rig.ts';

/** What is said of one query on a SQLite file, or on PostgreSQL. */
function messagesOf(query: string, params = '[]', db = '{ sqlite: data/app.db }'): readonly string[] {
  const step = `  - db:\n      query: ${JSON.stringify(query)}\n      params: ${params}\n    expect: { count: 1 }\n`;
  const { problems } = load({
    'vault.yaml': `${settings}  db: { main: ${db} }\nservices: { pg: { use: postgres } }\n`,
    'a.yaml': `name: A promise\nsteps:\n${step}`,
  });
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

const onPostgres = '{ postgres: pg }';

describe('a query', () => {
  it.each([
    ['select * from orders where id = ?', '[1]'],
    ["select '?' as a -- ?", '[]'],
    ['with n as (select 1 as a) select a from n;', '[]'],
    ['select replace(email, 1, 2) from orders', '[]'],
    ['pragma table_info(orders)', '[]'],
  ])('%s is one that reads', (query, params) => expect(messagesOf(query, params)).toEqual([]));

  it.each([
    ['select 1; select 2', 'a query is one statement'],
    ['insert into orders values (1)', 'a db step reads, and this query writes'],
    ['with a as (select 1) insert into b select * from a', 'a db step reads, and this query writes'],
    ['select * from orders where id = :id', 'nothing is given for :id'],
    ['select * from orders where id = ?', 'the query has 1 "?", and "params" 0 values'],
    ['selec 1', 'SQLite can\'t read this: near "selec": syntax error'],
    ['select (1', "SQLite can't read this: incomplete input"],
    ['', 'this query asks nothing'],
  ])('%s is none, and told why', (query, message) => {
    const [said = '', ...more] = messagesOf(query);
    expect(more).toEqual([]);
    expect(said.slice(0, 30)).toBe(message.slice(0, 30));
  });

  it('is counted as the engine reads it', () => {
    expect(messagesOf('select arr[?] from t', '[1]', onPostgres)).toEqual([]);
    expect(messagesOf('select [a?b] from t')).toEqual([]);
    expect(messagesOf("select $q$ ? $q$, e'\\' ?', data ?? 'k'", '[]', onPostgres)).toEqual([]);
  });

  it('is checked in a flow too', () => {
    const { problems } = load({
      'vault.yaml': `${settings}  db: { main: { sqlite: data/app.db } }\n`,
      'flows/count.yaml': 'steps:\n  - db: { query: "select id from orders where id = ?" }\n    expect: { count: 1 }\n',
      'a.yaml': 'name: A promise\nsteps:\n  - use: count\n',
    });
    expect(problems.map(({ code, excerpt }) => `${excerpt?.at.file} ${code}`)).toContain(
      'flows/count.yaml uneven-params',
    );
  });
});
