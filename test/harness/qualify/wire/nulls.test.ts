import { describe, expect, it } from 'vitest';
import type { NullName } from '../../../../harness/model/wire.ts';
import { serveRaw } from '../../../rig/server.ts';
import { act, exchangeRaw, wired } from '../../../rig/wired.ts';

/** Nobody listens there: none of them needs a candidate. */
async function nobody(name: NullName) {
  const closed = await serveRaw(() => {});
  await closed[Symbol.asyncDispose]();
  return wired(closed, { kind: 'null', name });
}

const emptyPage = '<!doctype html><html><head><title></title></head><body></body></html>';

describe('null candidates', () => {
  it.for([
    [
      'closes',
      'the connection was closed before the answer was complete',
      'the connection was closed before the answer was complete',
    ],
    ['404', '404 {"error":"Not Found"}', '404 {"error":"Not Found"}'],
    ['500', '500 {"error":"Internal Server Error"}', '500 {"error":"Internal Server Error"}'],
    ['200-json', '200 {}', '200 {}'],
    ['200-html', '200 <h1>OK</h1>', '200 <h1>OK</h1>'],
    ['empty-page', `200 ${emptyPage}`, `200 ${emptyPage}`],
    ['echo', '200 {"method":"GET","target":"/a?b"}', '200 {"a":1}'],
  ] as const)('answers a GET and a POST: %s', async ([name, got, posted]) => {
    const cell = await nobody(name);
    expect(await act(cell, ['GET', '/a?b'], ['POST', '/', { a: 1 }])).toEqual([got, posted]);
    expect(cell.acted()).toBe(true);
  });

  it('has a candidate that never answers, and reads all it is sent', async () => {
    const cell = await nobody('hangs');
    const socket = await cell.connect({ host: '127.0.0.1', port: Number(new URL(cell.url).port) });
    const sent = Buffer.alloc(10_000_000);
    await new Promise((resolve) => socket.write(sent, resolve));
    expect([socket.bytesWritten, socket.bytesRead]).toEqual([sent.length, 0]);
    await cell[Symbol.asyncDispose]();
  });

  it('has a candidate that accepts everything, and tells back what it was last told at an address', async () => {
    const record = '{"text":"a","id":1,"token":"token-1"}';
    expect(
      await act(
        await nobody('accepts'),
        ['GET', '/notes'],
        ['POST', '/notes', { text: 'a' }],
        ['GET', '/notes?x'],
        ['PUT', '/notes/1', { text: 'b' }],
        ['GET', '/notes/1'],
        ['DELETE', '/notes/1'],
        ['GET', '/notes/1'],
        ['POST', '/login', { name: 'ann' }],
      ),
    ).toEqual([
      '200 {}',
      `201 ${record}`,
      `200 ${record}`,
      '200 {"text":"b"}',
      '200 {"text":"b"}',
      '204',
      '200 {}',
      '201 {"name":"ann","id":2,"token":"token-2"}',
    ]);
  });

  it('signs in whoever asks', async () => {
    const cell = await nobody('accepts');
    const head =
      'POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded';
    expect(await exchangeRaw(cell, `${head}\r\nContent-Length: 8\r\n\r\nname=ann`)).toContain(
      '\r\nSet-Cookie: session=token-1; Path=/\r\nContent-Length: 39\r\n\r\n{"name":"ann","id":1,"token":"token-1"}'.replace(
        '42',
        '39',
      ),
    );
  });
});
