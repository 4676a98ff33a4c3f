import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { http } from '../../../../adapters/http/index.ts';
import { defaultLimits } from '../../../../harness/model/limits.ts';
import { withWire } from '../../../../harness/qualify/wire/with-wire.ts';
import { adapterContract } from '../../../contracts/adapter.ts';
import { answerRaw, serve, serveRaw } from '../../../rig/server.ts';
import { emptyCell, trialContext } from '../../../rig/trial.ts';
import { act, exchangeRaw, idleWire, wired } from '../../../rig/wired.ts';

const get = { kind: 'http', method: 'GET', headers: [], redirects: 0, timeout: 5_000 } as const;

adapterContract('http through a wire', async () => {
  const candidate = await serve((request, response) => {
    if (request.url === '/endless') return;
    response.end(request.url === '/flood' ? 'x'.repeat(100_000) : '{"id":1}');
  });
  const nobody = await serveRaw(() => {});
  await nobody[Symbol.asyncDispose]();
  return {
    adapter: http,
    trial: through(candidate),
    answered: { ...get, target: '/' },
    gone: { trial: through(nobody), action: { ...get, target: '/' } },
    endless: { trial: through(candidate), action: { ...get, target: '/endless' } },
    flood: { trial: through(candidate, 1000), action: { ...get, target: '/flood' }, bytes: 1000 },
    closed: () => candidate.quiet(),
    [Symbol.asyncDispose]: () => candidate[Symbol.asyncDispose](),
  };
});

const through = ({ url }: { readonly url: string }, response = defaultLimits.response) =>
  trialContext({ url, cell: wired({ url }, idleWire), limits: { ...defaultLimits, response } });

const body = (head: string, bytes: string): string => `${head}\r\n\r\n${bytes}`;

describe('a wire that changes nothing', () => {
  it.for([
    [
      'words, case, order and repetition',
      body('HTTP/1.1 404 Made Up\r\nx-a: 1\r\nX-B: 2\r\nX-A: 3\r\ncontent-LENGTH: 2', 'hi'),
    ],
    ['no words behind the status', body('HTTP/1.1 200 \r\nContent-Length: 0', '')],
    [
      'several cookies, and bytes that are no ASCII',
      body('HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=\xe9\r\nContent-Length: 2', '\xe9\xff'),
    ],
    ['a body that ends with the connection', body('HTTP/1.1 200 OK\r\nServer: x', 'to the end')],
    ['chunks', body('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked', '2\r\nhi\r\n0\r\n\r\n')],
    ['no body where none may be', body('HTTP/1.1 204 No Content\r\nX-A: 1', '')],
    ['what is not modified', body('HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 5', '')],
    ['a connection that is kept or not', body('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2', 'hi')],
    [
      'JSON as it is written',
      body('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14', '{"a": 1.50e1 }'),
    ],
    [
      'what is packed',
      body(
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${gzipSync('{}').length}`,
        gzipSync('{}').toString('latin1'),
      ),
    ],
    [
      'hints before the answer, left out',
      body('HTTP/1.1 200 OK\r\nContent-Length: 2', 'hi'),
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
    ],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9\r\n'],
  ] as const)('passes on an answer to the byte: %s', async ([, answer, before = '']) => {
    await using candidate = await answerRaw(Buffer.from(before + answer, 'latin1'));
    const cell = wired(candidate, idleWire);
    expect(await exchangeRaw(cell, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(answer);
    expect(cell.acted()).toBe(false);
  });

  it('says in words what HTTP/1.0 says by its version', async () => {
    await using candidate = await answerRaw(body('HTTP/1.0 200 OK\r\nContent-Length: 2', 'hi'));
    const cell = wired(candidate, idleWire);
    const said = body('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close', 'hi');
    expect(await exchangeRaw(cell, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(said);
    expect(await act(cell, ['POST', '/'], ['POST', '/'], ['POST', '/'])).toEqual(['200 hi', '200 hi', '200 hi']);
    expect(cell.acted()).toBe(false);
  });

  it('leaves the length of what HEAD would get', async () => {
    const answer = body('HTTP/1.1 200 OK\r\nContent-Length: 1234', '');
    await using candidate = await answerRaw(answer);
    expect(await exchangeRaw(wired(candidate, idleWire), 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(answer);
  });

  it.for([
    'GET /a/../b?x=%20#y HTTP/1.1\r\nHost: a\r\nX-B: 1\r\nx-a: \xe9\r\n\r\n',
    'POST / HTTP/1.1\r\nhost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi',
    'POST / HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
    'DELETE /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
  ])('passes on a request to the byte: %j', async (request) => {
    let seen = '';
    await using candidate = await serveRaw((socket) => {
      socket.setEncoding('latin1').on('data', (text: string) => {
        seen += text;
        if (seen.length >= request.length) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      });
    });
    await exchangeRaw(wired(candidate, idleWire), request);
    expect(seen).toBe(request);
  });

  it('keeps one connection to the candidate for one of the judge, and closes both together', async () => {
    let connections = 0;
    await using candidate = await serve((_, response) => response.end('hi'));
    const cell = withWire(
      { ...emptyCell, connect: (to) => ((connections += 1), emptyCell.connect(to)) },
      candidate.url,
      idleWire,
    );
    expect(await act(cell, ['GET', '/'], ['POST', '/', {}], ['GET', '/'])).toEqual(['200 hi', '200 hi', '200 hi']);
    await candidate.quiet();
    expect(connections).toBe(1);
  });

  it('is refused where the candidate refuses', async () => {
    const candidate = await serveRaw(() => {});
    await candidate[Symbol.asyncDispose]();
    const { port } = new URL(candidate.url);
    await expect(wired(candidate, idleWire).connect({ host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it.for([
    ['a connection that is closed without an answer', (socket) => socket.end(), ''],
    ['an answer that is cut off', (socket) => socket.end(body('HTTP/1.1 200 OK\r\nContent-Length: 9', 'half')), 'half'],
  ] satisfies [string, Parameters<typeof serveRaw>[0], string][])('shows %s as it is', async ([, answer, rest]) => {
    await using candidate = await serveRaw((socket) => socket.once('data', () => answer(socket)));
    const cell = wired(candidate, idleWire);
    expect(await exchangeRaw(cell, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe(
      rest === '' ? '' : body('HTTP/1.1 200 OK\r\nContent-Length: 9', rest),
    );
    expect(await act(cell, ['POST', '/'])).toEqual(['the connection was closed before the answer was complete']);
  });

  it('shows a connection that is reset as one that is reset', async () => {
    await using candidate = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(exchangeRaw(wired(candidate, idleWire), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  it('passes on a stream of events as they come', async () => {
    await using candidate = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    });
    const cell = wired(candidate, idleWire);
    const socket = await cell.connect({ host: '127.0.0.1', port: Number(new URL(candidate.url).port) });
    socket.setEncoding('latin1').write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    let seen = '';
    while (!seen.includes('data: 1')) seen += String((await once(socket, 'data'))[0]);
    expect(seen).toContain('text/event-stream');
    socket.destroy();
    await candidate.quiet();
  });

  it('passes on what is longer than an answer may be, untouched and whole', async () => {
    const long = Buffer.alloc(defaultLimits.response + 100_000, '{"a":1}');
    await using candidate = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': long.length });
      if (request.method === 'GET') response.end(long);
      else request.pipe(response);
    });
    const cell = wired(candidate, { kind: 'mutant', name: 'half-body', seed: '' });
    const answered = await exchangeRaw(cell, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answered.slice(answered.indexOf('\r\n\r\n') + 4) === long.toString()).toBe(true);
    const head = `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${long.length}\r\n\r\n`;
    const echoed = await exchangeRaw(cell, head + long.toString());
    expect(echoed.slice(echoed.indexOf('\r\n\r\n') + 4) === long.toString()).toBe(true);
    expect(cell.acted()).toBe(false);
  });

  it('passes on bytes as they come once the protocol is another one', async () => {
    let asked = '';
    await using candidate = await serveRaw((socket) => {
      socket.setEncoding('latin1').on('data', (text: string) => {
        asked += text;
        if (text.startsWith('GET')) socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: shout\r\n\r\n');
        else socket.end(text.toUpperCase());
      });
    });
    const socket = await wired(candidate, idleWire).connect({
      host: '127.0.0.1',
      port: Number(new URL(candidate.url).port),
    });
    const request = 'GET / HTTP/1.1\r\nhost: a\r\nConnection: Upgrade\r\nUpgrade: shout\r\n\r\n';
    socket.setEncoding('latin1').write(request);
    expect((await once(socket, 'data'))[0]).toContain('101 Switching');
    socket.write('hello');
    expect((await once(socket, 'data'))[0]).toBe('HELLO');
    expect(asked).toBe(`${request}hello`);
    await candidate.quiet();
  });

  it('leads to other ports as the Cell does', async () => {
    await using candidate = await serveRaw(() => {});
    await using service = await serveRaw((socket) => socket.end('not HTTP at all'));
    const cell = wired(candidate, { kind: 'null', name: 'hangs' });
    const socket = await cell.connect({ host: '127.0.0.1', port: Number(new URL(service.url).port) });
    expect(Buffer.concat(await socket.toArray()).toString()).toBe('not HTTP at all');
    expect(cell.acted()).toBe(false);
  });

  it('closes its connections when it is disposed, and the Cell with it', async () => {
    let disposed = 0;
    await using candidate = await serve(() => {});
    const own = { ...emptyCell, [Symbol.asyncDispose]: () => Promise.resolve(void (disposed += 1)) };
    const cell = withWire(own, candidate.url, idleWire);
    const socket = await cell.connect({ host: '127.0.0.1', port: Number(new URL(candidate.url).port) });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await cell[Symbol.asyncDispose]();
    await candidate.quiet();
    expect([socket.destroyed, disposed]).toEqual([true, 1]);
  });
});
