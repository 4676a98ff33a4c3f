import { describe, expect, it } from 'vitest';
import { server, workbench } from '../rig/workbench.ts';

/** Keeps orders in PostgreSQL and in a SQLite file, and counts visits in Redis. */
const shop = server(
  `
  if (request.method === 'POST' && path === '/orders') {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { email, qty } = JSON.parse(body);
    psql("insert into orders (email, qty) values ('" + email + "', " + qty + ")");
    file.prepare('insert into orders (email, qty) values (?, ?)').run(email, qty);
    return answer(201, {});
  }
  if (path === '/visits') return answer(200, { visits: await redis('INCR visits') });
  if (path === '/broken') return answer(200, psql('drop table orders'));`,
  `
  import { execFileSync } from 'node:child_process';
  import { mkdirSync } from 'node:fs';
  import { connect } from 'node:net';
  import { DatabaseSync } from 'node:sqlite';
  const psql = (sql) => execFileSync('psql', [process.env.DATABASE_URL, '-v', 'ON_ERROR_STOP=1', '-qtAc', sql], { encoding: 'utf8' });
  const redis = (line) => new Promise((resolve) => {
    const url = new URL(process.env.REDIS_URL);
    const socket = connect(url.port, url.hostname, () => socket.write(line + '\\r\\n'));
    socket.once('data', (bytes) => { socket.end(); resolve(Number(bytes.toString().slice(1))); });
  });
  const table = 'create table orders (id integer primary key, email text, qty integer)';
  psql(table.replace('integer', 'serial'));
  mkdirSync('data');
  const file = new DatabaseSync('data/shop.db');
  file.exec('pragma journal_mode = wal');
  file.exec(table);`,
);

const vault = (more = ''): string => `name: bench
candidate:
  toolchain: [node]
  env: { DATABASE_URL: "\${pg.url}", REDIS_URL: "\${cache.url}" }
  start: node server.mjs
  port: 3000
  ready: { within: 10s }
  db: { main: { postgres: pg }, file: { sqlite: data/shop.db } }
${more}services:
  pg: { use: postgres }
  cache: { use: redis, port: "\${port}" }
`;

const order = (name: string): string => `name: ${name}
vars: { email: "\${random.email()}", qty: "\${random.int(2, 9)}" }
steps:
  - http: { request: POST /orders, json: { email: "\${email}", qty: "\${qty}" } }
    expect: { status: 201 }
  - db: { source: main, query: "select email, qty from orders where email = ?", params: ["\${email}"] }
    expect: { count: 1, rows: [{ email: "\${email}", qty: "\${qty}" }] }
  - db: { source: file, query: "select email, qty from orders" }
    expect: { rows: [{ email: "\${email}", qty: "\${qty}" }] }
    save: { kept: "rows[0].qty" }
  - http: GET /visits
    expect: { body: { visits: 1 } }
`;

describe('a candidate with PostgreSQL, Redis and a SQLite file', () => {
  it('is judged by what it keeps in them, anew for each scenario', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': shop });
    const scenarios = { 'a.yaml': order('a'), 'b.yaml': order('b') };
    const dir = bench.vault({ 'vault.yaml': vault(), ...scenarios });
    const { code, stdout, stderr } = await bench.holdout('run', repo, '--ref', 'main', '--vault', dir);
    expect(stdout + stderr).toContain('2 of 2 pass');
    expect(code).toBe(0);
  });

  it('fails for what is not there, and for what its server calls no SQL, with the server’s words', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': shop });
    const dir = bench.vault({
      'vault.yaml': vault('  fresh: run\n'),
      'empty.yaml':
        'name: empty\nsteps:\n  - db: { source: main, query: select * from invoices }\n    expect: { count: 0 }\n',
      'wrong.yaml':
        'name: wrong\nsteps:\n  - db: { source: main, query: select form orders form }\n    expect: { count: 0 }\n',
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', dir);
    expect(stdout).toContain('PostgreSQL: relation "invoices" does not exist');
    expect(stdout).toContain('PostgreSQL: syntax error at or near "form"');
    expect(stdout).toMatch(/0 of 2 pass.*2 fail/);
    expect(code).toBe(1);
  });
});

describe('a service that does not become ready', () => {
  it('is our error, and holds', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': server('') });
    const dir = bench.vault({
      'vault.yaml': `name: bench
candidate: { start: node server.mjs, port: 3000 }
services: { queue: { start: "echo no such option; exit 3", port: 9000 } }
`,
      'a.yaml': 'name: a\nsteps: [{ http: GET /health }]\n',
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', dir);
    expect(stdout).toContain('the service "queue": it ended with exit code 3 before it was ready: no such option');
    expect(code).toBe(3);
  });
});
