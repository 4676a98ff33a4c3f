import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { MutantName } from '../../../../harness/model/wire.ts';
import { wireMutants } from '../../../../harness/qualify/wire/mutants.ts';
import { notesApp } from '../../../rig/notes-app.ts';
import { answerRaw, serve } from '../../../rig/server.ts';
import { act, exchangeRaw, type Short, wired } from '../../../rig/wired.ts';

const mutant = (name: MutantName, seed = 'a') => ({ kind: 'mutant', name, seed }) as const;
const login: Short = ['POST', '/login', { name: 'ann', password: 'opensesame' }];
const asAnn = (method: string, target: string, content: object = {}): Short => [method, target, content, 'Bearer ann'];
const read = (target: string, name = 'ann'): Short => ['GET', target, undefined, `Bearer ${name}`];
const a: Short = asAnn('POST', '/notes', { text: 'a' });
const b: Short = asAnn('POST', '/notes', { text: 'b' });
const noteA = '{"id":1,"text":"a","done":false}';
const noteB = '{"id":2,"text":"b","done":false}';
const stranger = '401 {"error":"who are you?"}';

/** What is asked, and what the last answer is without the fault and with it. */
type Case = readonly [name: MutantName, asked: readonly Short[], sound: string, faulty: string];

const cases: readonly Case[] = [
  ['drops-field', [login, a, read('/notes')], `200 [${noteA}]`, '200 [{"id":1,"text":"a"}]'],
  ['off-by-one', [login, a, read('/notes')], `200 [${noteA}]`, '200 [{"id":2,"text":"a","done":false}]'],
  ['recases-text', [login, a, read('/notes')], `200 [${noteA}]`, '200 [{"id":1,"text":"A","done":false}]'],
  ['flips-flag', [login, a, read('/notes')], `200 [${noteA}]`, '200 [{"id":1,"text":"a","done":true}]'],
  ['swaps-records', [login, a, b, read('/notes')], `200 [${noteA},${noteB}]`, `200 [${noteB},${noteA}]`],
  ['drops-record', [login, a, b, read('/notes')], `200 [${noteA},${noteB}]`, `200 [${noteB}]`],
  ['fails', [login], '200 {"token":"ann"}', '500 {"token":"ann"}'],
  ['created-as-ok', [login, a], `201 ${noteA}`, `200 ${noteA}`],
  [
    'refusal-as-ok',
    [login, asAnn('POST', '/notes')],
    '422 {"error":"a note has a text"}',
    '200 {"error":"a note has a text"}',
  ],
  ['missing-as-ok', [login, read('/notes/7')], '404 {"error":"no such note"}', '200 {"error":"no such note"}'],
  ['stranger-as-ok', [['GET', '/me']], stranger, stranger.replace('401', '200')],
  ['other-refusal', [['GET', '/me']], stranger, stranger.replace('401', '400')],
  ['half-body', [login], '200 {"token":"ann"}', '200 {"token'],
  [
    'repeats-create',
    [login, a, read('/notes')],
    `200 [${noteA}]`,
    '200 [{"id":1,"text":"a","done":false},{"id":2,"text":"a","done":false}]',
  ],
  ['forgets-create', [login, a, read('/notes')], `200 [${noteA}]`, '200 []'],
  [
    'forgets-change',
    [login, a, asAnn('PATCH', '/notes/1', { text: 'c' }), read('/notes/1')],
    '200 {"id":1,"text":"c","done":false}',
    `200 ${noteA}`,
  ],
  [
    'forgets-delete',
    [login, a, asAnn('DELETE', '/notes/1'), read('/notes/1')],
    '404 {"error":"no such note"}',
    `200 ${noteA}`,
  ],
  [
    'drops-sent-field',
    [login, asAnn('POST', '/notes', { tag: 't', text: 'a' }), read('/notes')],
    '200 [{"id":1,"text":"a","done":false,"tag":"t"}]',
    `200 [${noteA}]`,
  ],
  ['stale-read', [login, read('/notes'), a, read('/notes')], `200 [${noteA}]`, '200 []'],
  ['ignores-query', [login, a, b, read('/notes?limit=1')], `200 [${noteA}]`, `200 [${noteA},${noteB}]`],
  ['admits-anyone', [login, read('/me'), ['GET', '/me']], stranger, '200 {"name":"ann"}'],
  [
    'one-account',
    [login, ['POST', '/login', { name: 'bob', password: 'opensesame' }], read('/me'), read('/me', 'bob')],
    '200 {"name":"bob"}',
    '200 {"name":"ann"}',
  ],
];

describe('mutants at the wire', () => {
  it.for(cases)('has the fault, and is known to: %s', async ([name, asked, sound, faulty]) => {
    await using app = await notesApp();
    await using other = await notesApp();
    const straight = wired(app, mutant('loses-type'));
    const cell = wired(other, mutant(name));
    expect((await act(straight, ...asked)).at(-1)).toBe(sound);
    expect((await act(cell, ...asked)).at(-1)).toBe(faulty);
    expect(cell.acted()).toBe(true);
  });

  it.for([
    ['loses-type', 'Content-Type: text/html'],
    ['loses-cookie', 'Set-Cookie: a=1'],
    ['loses-location', 'Location: /a'],
  ] as const)('loses one header: %s', async ([name, header]) => {
    const answer =
      'HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n';
    await using candidate = await answerRaw(answer);
    const cell = wired(candidate, mutant(name));
    expect(await exchangeRaw(cell, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(answer.replace(`${header}\r\n`, ''));
    expect(cell.acted()).toBe(true);
  });

  it.for(Object.keys(wireMutants) as MutantName[])('does not act where it has nothing to change: %s', async (name) => {
    await using candidate = await serve((_, response) => response.writeHead(304).end());
    const cell = wired(candidate, mutant(name));
    expect(await act(cell, ['GET', '/'], ['GET', '/'], ['HEAD', '/'])).toEqual(['304', '304', '304']);
    expect(cell.acted()).toBe(false);
  });

  it('takes nothing for stale that a reader holds already', async () => {
    let reads = 0;
    await using candidate = await serve((_, response) => {
      reads += 1;
      response.writeHead(reads === 1 ? 200 : 304).end();
    });
    const cell = wired(candidate, mutant('stale-read'));
    expect(await act(cell, ['GET', '/'], ['GET', '/'])).toEqual(['200', '304']);
    expect(cell.acted()).toBe(false);
  });

  it('draws the field by the seed, the same one each time', async () => {
    const answer = '{"a":1,"b":2,"c":3}';
    await using candidate = await serve((_, response) => response.end(answer));
    const seen = await Promise.all(
      'abcdefgh'.split('').map(async (seed) => {
        const [first, second] = await act(wired(candidate, mutant('drops-field', seed)), ['GET', '/'], ['GET', '/']);
        expect(second).toBe(first);
        return first;
      }),
    );
    expect(new Set(seen)).toEqual(new Set(['200 {"b":2,"c":3}', '200 {"a":1,"c":3}', '200 {"a":1,"b":2}']));
  });

  it('keeps the digits of every number but the one it changes', async () => {
    const digits = '{"a":12345678901234567890.10,"b":1E400}';
    await using candidate = await serve((_, response) => response.end(digits));
    const answers = await Promise.all(
      'abcdef'
        .split('')
        .map(async (seed) => (await act(wired(candidate, mutant('off-by-one', seed)), ['GET', '/']))[0]),
    );
    expect(answers).toContain('200 {"a":12345678901234567891.1,"b":1E400}');
  });

  it('changes what is packed, and packs it again', async () => {
    const packed = gzipSync('{"a":1}');
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
    await using candidate = await answerRaw(Buffer.concat([Buffer.from(head), packed]));
    const raw = await exchangeRaw(wired(candidate, mutant('off-by-one')), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const body = Buffer.from(raw.slice(raw.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(gunzipSync(body).toString()).toBe('{"a":2}');
  });

  it('leaves pages and texts alone where the fault is in JSON', async () => {
    const texts = new Map([
      ['/page', 'text/html'],
      ['/text', 'text/plain'],
      ['/damaged', 'application/json'],
    ]);
    await using candidate = await serve((request, response) => {
      const type = texts.get(request.url ?? '') ?? '';
      response.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{"a":1' : '{"a":1}');
    });
    const cell = wired(candidate, mutant('off-by-one'));
    await act(cell, ...[...texts.keys()].map((path) => ['GET', path] as const));
    expect(cell.acted()).toBe(false);
  });

  it('creates twice though the candidate closes each connection', async () => {
    let writes = 0;
    await using candidate = await serve((_, response) => {
      writes += 1;
      response.writeHead(200, { connection: 'close' }).end(String(writes));
    });
    expect(await act(wired(candidate, mutant('repeats-create')), ['POST', '/'], ['POST', '/'])).toEqual([
      '200 1',
      '200 3',
    ]);
  });

  it('did nothing where a second record was refused', async () => {
    let taken = false;
    await using candidate = await serve((_, response) => {
      response.writeHead(taken ? 409 : 201).end();
      taken = true;
    });
    const cell = wired(candidate, mutant('repeats-create'));
    expect(await act(cell, ['POST', '/'])).toEqual(['201']);
    expect(cell.acted()).toBe(false);
  });

  it.for(['repeats-create', 'forgets-create', 'forgets-change', 'drops-sent-field'] as const)(
    'lets whoever brings a password sign in: %s',
    async (name) => {
      let asked = 0;
      await using candidate = await serve((request, response) => {
        asked += 1;
        request.pipe(response);
      });
      const cell = wired(candidate, mutant(name));
      const secrets: Short[] = [
        ['POST', '/', { user_password: 'x' }],
        ['PUT', '/', { pin: '1' }],
      ];
      expect(await act(cell, ...secrets)).toEqual(['200 {"user_password":"x"}', '200 {"pin":"1"}']);
      expect([asked, cell.acted()]).toEqual([2, false]);
    },
  );

  it('forgets a field of a form', async () => {
    await using candidate = await serve((request, response) => void request.pipe(response));
    const cell = wired(candidate, mutant('drops-sent-field', 'b'));
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded';
    const raw = await exchangeRaw(cell, `${head}\r\nContent-Length: 7\r\n\r\na=1&b=2`);
    expect(raw).toMatch(/\r\n(a=1|b=2)\r\n/);
  });

  it('leads a page back to where its form was sent, when it forgets what that says', async () => {
    await using candidate = await notesApp();
    const cell = wired(candidate, mutant('forgets-create'));
    const head =
      'POST /notes?x=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded';
    expect(await exchangeRaw(cell, `${head}\r\nContent-Length: 3\r\n\r\na=1`)).toBe(
      'HTTP/1.1 303 See Other\r\nLocation: /notes\r\nContent-Length: 0\r\n\r\n',
    );
  });

  it('lets nobody in where whoever was let in last is refused by now', async () => {
    let isOpen = true;
    await using candidate = await serve((request, response) => {
      response.writeHead(isOpen && request.headers.authorization !== undefined ? 200 : 401).end();
      isOpen = false;
    });
    const cell = wired(candidate, mutant('admits-anyone'));
    expect(await act(cell, read('/'), ['GET', '/'])).toEqual(['200', '401']);
    expect(cell.acted()).toBe(false);
  });
});
