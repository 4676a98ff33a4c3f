import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { http } from '../../../adapters/http/index.ts';
import type { HttpRequest } from '../../../harness/model/adapter.ts';
import { defaultLimits, type Limits } from '../../../harness/model/limits.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { answerRaw, type Served, serve, serveRaw } from '../../rig/server.ts';
import { trialContext } from '../../rig/trial.ts';

function get(target: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { kind: 'http', method: 'GET', target, headers: [], redirects: 0, timeout: 5_000, ...more };
}

/** Acts once in a session of its own. */
async function ask(
  candidate: { readonly url: string },
  action: HttpRequest,
  limits: Limits = defaultLimits,
): Promise<Observation> {
  await using session = http.open(trialContext({ url: candidate.url, limits }));
  return await session.act(action, 'default', idle());
}

async function body(message: IncomingMessage): Promise<string> {
  return Buffer.concat(await message.toArray()).toString('latin1');
}

/** Answers with what it was asked: request line, headers in order, body. */
const echo: RequestListener = (request, response) => {
  void body(request).then((text) => {
    const lines = [`${request.method} ${request.url}`, ...pairsOf(request.rawHeaders), '', text];
    response.end(lines.join('\n'));
  });
};

function pairsOf(raw: readonly string[]): readonly string[] {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${raw[i + 1]}`] : []));
}

const textOf = (observed: Observation): string => {
  const seen = observed.fields['text'];
  return seen?.is === 'text' ? seen.text : `(${seen?.is === 'missing' ? seen.why : 'no text'})`;
};

/** Redirects from a few paths; `/out` leads to `other`. */
const moving =
  (other: string): RequestListener =>
  (request, response) => {
    const to = new Map([
      ['/a', '/b'],
      ['/b', '/c?x=1'],
      ['/loop', '/loop'],
      ['/out', other],
      ['/bad', 'http://['],
    ]).get(request.url ?? '');
    if (to === undefined) return echo(request, response);
    response.writeHead(Number(request.headers['x-status'] ?? 302), { location: to }).end('moved');
  };

/** Sends `head`, then `drop` for ever. */
const drip = (head: string, drop: string) => (): Promise<Served> =>
  serveRaw((socket) =>
    socket.once('data', () => {
      socket.write(head);
      const timer = setInterval(() => socket.write(drop), 20);
      socket.once('close', () => clearInterval(timer));
    }),
  );

const small = { ...defaultLimits, response: 1000 };

adapterContract('http', async () => {
  const candidate = await serve((request, response) => {
    if (request.url === '/endless') return;
    response.end(request.url === '/flood' ? 'x'.repeat(100_000) : '{"id":1}');
  });
  const trial = trialContext({ url: candidate.url });
  return {
    adapter: http,
    trial,
    answered: get('/'),
    gone: { trial: trialContext({ url: await freePort() }), action: get('/') },
    endless: { trial, action: get('/endless') },
    flood: { trial: trialContext({ url: candidate.url, limits: small }), action: get('/flood'), bytes: small.response },
    closed: () => candidate.quiet(),
    [Symbol.asyncDispose]: () => candidate[Symbol.asyncDispose](),
  };
});

/** An address where nobody listens. */
async function freePort(): Promise<string> {
  await using served = await serveRaw(() => {});
  return served.url;
}

describe('what http sees', () => {
  it('sees status, headers as they came, JSON and text', async () => {
    await using candidate = await answerRaw(
      'HTTP/1.1 201 Created\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 10\r\n\r\n{"a": 1.0}',
    );
    expect((await ask(candidate, get('/'))).fields).toEqual({
      status: { is: 'status', value: 201 },
      headers: {
        is: 'headers',
        pairs: [
          ['X-A', '1'],
          ['x-a', '2'],
          ['Content-Length', '10'],
        ],
      },
      body: { is: 'json', source: '{"a": 1.0}' },
      text: { is: 'text', text: '{"a": 1.0}' },
      ms: { is: 'number', value: expect.any(Number) },
    });
  });

  it.each([
    ['<!DOCTYPE html><h1>Oh no</h1>', { is: 'json', source: '<!DOCTYPE html><h1>Oh no</h1>' }],
    ['{"a": 1', { is: 'json', source: '{"a": 1' }],
    ['  ', { is: 'missing', why: 'the body is empty' }],
  ])('leaves it to the comparison whether %j is JSON; only an empty body is missing', async (text, seen) => {
    await using candidate = await serve((_, response) =>
      response.setHeader('content-type', 'application/json').end(text),
    );
    const { fields } = await ask(candidate, get('/'));
    expect(fields['status']).toEqual({ is: 'status', value: 200 });
    expect(fields['body']).toEqual(seen);
    expect(fields['text']).toEqual({ is: 'text', text });
  });

  it('shows invalid UTF-8 with replacement characters', async () => {
    await using candidate = await serve((_, response) => response.end(Buffer.from([0x61, 0xff, 0x62])));
    expect(textOf(await ask(candidate, get('/')))).toBe('a\ufffdb');
  });

  it('reads a body in the charset that it names, and in UTF-8 when there is no such charset', async () => {
    await using candidate = await serve((request, response) =>
      response
        .setHeader('content-type', `text/plain; charset=${request.url?.slice(1)}`)
        .end(Buffer.from('é', request.url === '/latin1' ? 'latin1' : 'utf8')),
    );
    expect(textOf(await ask(candidate, get('/latin1')))).toBe('é');
    expect(textOf(await ask(candidate, get('/klingon')))).toBe('é');
  });

  it('sees no body in an answer to HEAD and in 204', async () => {
    await using candidate = await serve((request, response) => {
      response.statusCode = request.method === 'HEAD' ? 200 : 204;
      response.end();
    });
    expect((await ask(candidate, get('/', { method: 'HEAD' }))).fields['text']).toEqual({ is: 'text', text: '' });
    expect((await ask(candidate, get('/', { method: 'DELETE' }))).fields['status']).toEqual({
      is: 'status',
      value: 204,
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks %s although it asked for none', async (encoding, pack) => {
    await using candidate = await serve((_, response) =>
      response.setHeader('content-encoding', encoding).end(pack('{"ok":true}')),
    );
    expect((await ask(candidate, get('/'))).fields['body']).toEqual({ is: 'json', source: '{"ok":true}' });
  });
});

describe('what http sends', () => {
  it('looks like curl: its headers, in its order, and none that a client of Node would add', async () => {
    await using candidate = await serve(echo);
    const sent = textOf(await ask(candidate, get('/')));
    expect(sent).toMatch(
      /^GET \/\nHost: [\d.:]+\nUser-Agent: curl\/[\d.]+\nAccept: \*\/\*\n(?!.*(?:Connection|Accept-Encoding):)/s,
    );
    expect(sent).not.toMatch(/superagent|supertest|holdout|node/i);
  });

  it('lets the scenario replace what it would send', async () => {
    await using candidate = await serve(echo);
    const headers = [['accept', 'text/html']] as const;
    expect(textOf(await ask(candidate, get('/', { headers })))).not.toContain('*/*');
  });

  it('sends a header twice when it is given twice', async () => {
    await using candidate = await serve(echo);
    const headers = [
      ['X-A', '1'],
      ['x-a', '2'],
    ] as const;
    expect(textOf(await ask(candidate, get('/', { headers })))).toContain('X-A: 1\nX-A: 2');
  });

  it.each([
    ['/a/../b/./c', '/a/../b/./c'],
    ['//evil.example/x', '//evil.example/x'],
    ['/a%2e%2e/b?q=[1]&r={2}', '/a%2e%2e/b?q=[1]&r={2}'],
    ['/a b\r\nX: y', '/a%20b%0D%0AX:%20y'],
    ['/é#top', '/%C3%A9'],
    ['\\..\\x', '(\\..\\x is not a path on the candidate)'],
    ['http://evil.example/', '(http://evil.example/ is not a path on the candidate)'],
  ])('puts the target %j into the request line as %j', async (target, sent) => {
    await using candidate = await serve((request, response) => response.end(request.url));
    expect(textOf(await ask(candidate, get(target)))).toBe(sent);
  });

  it('takes an absolute address of the candidate itself as a path', async () => {
    await using candidate = await serve((request, response) => response.end(request.url));
    expect(textOf(await ask(candidate, get(`${candidate.url}/next?page=2`)))).toBe('/next?page=2');
  });

  it('sends text exactly, with a body even on GET', async () => {
    await using candidate = await serve(echo);
    const content = { is: 'text', type: 'application/json', text: '{"n":1.10,"é":"\\u0000"}' } as const;
    const sent = textOf(await ask(candidate, get('/', { content })));
    expect(sent).toContain('Content-Type: application/json\n');
    expect(Buffer.from(sent.split('\n\n')[1] ?? '', 'latin1').toString()).toBe(content.text);
  });

  it('sends forms with files, their names untouched', async () => {
    await using candidate = await serve(echo);
    const cell = {
      ...trialContext().cell,
      read: (path: string) => Promise.resolve({ is: 'file', size: 4, bytes: Buffer.from(path.slice(-4)) } as const),
    };
    await using session = http.open(trialContext({ url: candidate.url, cell }));
    const content = {
      is: 'multipart',
      parts: [
        { is: 'field', name: 'title', text: 'A "b"' },
        { is: 'content', name: 'note', filename: '../../x"y.txt', text: 'hello' },
        { is: 'file', name: 'photo', filename: 'p.png', type: 'image/png', path: 'p.png' },
      ],
    } as const;
    const sent = textOf(await session.act(get('/up', { method: 'POST', content }), 'default', idle()));
    const boundary = /boundary=(\S+)/.exec(sent)?.[1] ?? 'none';
    expect(sent.slice(sent.indexOf(`--${boundary}\r`)).replaceAll(boundary, 'B')).toBe(
      [
        '--B',
        'Content-Disposition: form-data; name="title"',
        '',
        'A "b"',
        '--B',
        'Content-Disposition: form-data; name="note"; filename="../../x%22y.txt"',
        'Content-Type: application/octet-stream',
        '',
        'hello',
        '--B',
        'Content-Disposition: form-data; name="photo"; filename="p.png"',
        'Content-Type: image/png',
        '',
        '.png',
        '--B--',
        '',
      ].join('\r\n'),
    );
  });

  it('says so when a file to send is not there', async () => {
    await using candidate = await serve(echo);
    const content = { is: 'multipart', parts: [{ is: 'file', name: 'photo', filename: 'p', path: 'p' }] } as const;
    expect((await ask(candidate, get('/', { content }))).note).toBe('there is no file to send for "photo"');
  });

  it('sends nothing that cannot stand in a header', async () => {
    await using candidate = await serve(echo);
    const { note } = await ask(candidate, get('/', { headers: [['X-A', 'a\r\nX-B: b']] }));
    expect(note).toBe('the request could not be made: Invalid character in header content ["X-A"]');
  });

  it('uses one connection for the acts of a session', async () => {
    const ports = new Set<number | undefined>();
    await using candidate = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    await using session = http.open(trialContext({ url: candidate.url }));
    for (const path of ['/1', '/2', '/3']) await session.act(get(path), 'default', idle());
    expect(ports.size).toBe(1);
  });

  it('asks again when a kept connection turns out to be closed', async () => {
    let connections = 0;
    await using candidate = await serveRaw((socket) => {
      connections += 1;
      let asked = 0;
      socket.on('data', () => {
        asked += 1;
        if (asked === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
      });
    });
    await using session = http.open(trialContext({ url: candidate.url }));
    await session.act(get('/'), 'default', idle());
    expect(textOf(await session.act(get('/'), 'default', idle()))).toBe('ok');
    expect(connections).toBe(2);
    const posted = await session.act(get('/', { method: 'POST' }), 'default', idle());
    expect(posted.note).toBe('the connection was closed before the answer was complete');
  });
});

describe('http and redirects', () => {
  const elsewhere = 'http://elsewhere.example/';
  it('follows none unless asked', async () => {
    await using candidate = await serve(moving(elsewhere));
    const observed = await ask(candidate, get('/a'));
    expect(observed.fields['status']).toEqual({ is: 'status', value: 302 });
    expect(observed.note).toBeUndefined();
  });

  it('follows as many as asked and no more', async () => {
    await using candidate = await serve(moving(elsewhere));
    expect(textOf(await ask(candidate, get('/a', { redirects: 2 })))).toMatch(/^GET \/c\?x=1\n/);
    expect((await ask(candidate, get('/a', { redirects: 1 }))).note).toBe('stopped after 1 redirect, at one to /c?x=1');
    expect((await ask(candidate, get('/loop', { redirects: 9 }))).note).toBe(
      'stopped after 9 redirects, at one to /loop',
    );
  });

  it('reports a redirect to another origin and does not follow it', async () => {
    await using other = await serve(() => expect.unreachable('asked the other origin'));
    await using candidate = await serve(moving(`${other.url}/secret`));
    const observed = await ask(candidate, get('/out', { redirects: 5 }));
    expect(observed.note).toBe(`a redirect to ${other.url}/secret was not followed`);
    expect(observed.fields['status']).toEqual({ is: 'status', value: 302 });
    expect(other.open()).toBe(0);
  });

  it('shows an unreadable location as it is', async () => {
    await using candidate = await serve(moving(elsewhere));
    expect((await ask(candidate, get('/bad', { redirects: 5 }))).fields['status']).toEqual({
      is: 'status',
      value: 302,
    });
  });

  it.each([
    [302, 'POST', 'GET /b', ''],
    [303, 'PUT', 'GET /b', ''],
    [302, 'PUT', 'PUT /b', 'hi'],
    [307, 'POST', 'POST /b', 'hi'],
    [308, 'PATCH', 'PATCH /b', 'hi'],
  ])('after %i a %s becomes %s', async (status, method, line, sentBody) => {
    await using candidate = await serve((request, response) => {
      if (request.url === '/b') return echo(request, response);
      response.writeHead(status, { location: '/b' }).end();
    });
    const content = { is: 'text', type: 'text/plain', text: 'hi' } as const;
    const sent = textOf(await ask(candidate, get('/a', { method, content, redirects: 1 })));
    expect(sent.split('\n')[0]).toBe(line);
    expect(sent.split('\n\n')[1]).toBe(sentBody);
  });
});

describe('http and identities', () => {
  it('keeps the cookies of each identity apart', async () => {
    await using candidate = await serve((request, response) => {
      if (request.url === '/in') response.setHeader('set-cookie', ['sid=1; HttpOnly', 'theme=dark; Path=/']);
      response.end(request.headers.cookie ?? 'none');
    });
    await using session = http.open(trialContext({ url: candidate.url }));
    await session.act(get('/in'), 'alice', idle());
    expect(textOf(await session.act(get('/'), 'alice', idle()))).toBe('sid=1; theme=dark');
    expect(textOf(await session.act(get('/'), 'bob', idle()))).toBe('none');
  });

  it('keeps cookies that are set on the way of a redirect', async () => {
    await using candidate = await serve((request, response) => {
      if (request.url === '/in') response.writeHead(302, { location: '/home', 'set-cookie': 'sid=1' }).end();
      else response.end(request.headers.cookie ?? 'none');
    });
    expect(textOf(await ask(candidate, get('/in', { redirects: 1 })))).toBe('sid=1');
  });

  it('sends a cookie header that the scenario gives in place of the jar', async () => {
    await using candidate = await serve((request, response) =>
      response.setHeader('set-cookie', 'sid=1').end(request.headers.cookie ?? 'none'),
    );
    await using session = http.open(trialContext({ url: candidate.url }));
    await session.act(get('/'), 'default', idle());
    const forged = get('/', { headers: [['Cookie', 'sid=forged']] });
    expect(textOf(await session.act(forged, 'default', idle()))).toBe('sid=forged');
  });
});

const withHead = (bytes: number): string => `HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: ${'y'.repeat(bytes)}\r\n\r\n`;

describe('the limits of http', () => {
  it('bound the head of an answer by "headers"', async () => {
    await using candidate = await answerRaw(withHead(2000));
    const limits = { ...defaultLimits, headers: 1000 };
    expect(await ask(candidate, get('/'), limits)).toMatchObject({ limit: 'headers' });
    await using large = await answerRaw(withHead(30_000));
    const more = await ask(large, get('/'), { ...defaultLimits, headers: 64 * 1024 });
    expect(more.fields['status']).toEqual({ is: 'status', value: 200 });
  });

  it('drop none of very many headers', async () => {
    const names = Array.from({ length: 2500 }, (_, n) => `h${n}: x\r\n`).join('');
    await using candidate = await answerRaw(`HTTP/1.1 200 OK\r\n${names}Content-Length: 0\r\n\r\n`);
    const { fields } = await ask(candidate, get('/'), { ...defaultLimits, headers: 64 * 1024 });
    expect(fields['headers']?.is === 'headers' && fields['headers'].pairs.length).toBe(2501);
  });

  it('bound the time of a step that states a longer one by "step", and name it for one that states a shorter', async () => {
    await using candidate = await serveRaw(() => {});
    const limits = { ...defaultLimits, step: 150 };
    expect(await ask(candidate, get('/'), limits)).toMatchObject({
      note: 'no complete answer within 150ms',
      reached: { limit: 'step', how: 'no complete answer within 150ms' },
    });
    expect(await ask(candidate, get('/', { timeout: 100 }), limits)).toMatchObject({
      note: 'no complete answer within 100ms',
    });
  });

  it('name "redirects" for one that does not come to an end', async () => {
    await using candidate = await serve(moving('/'));
    expect(await ask(candidate, get('/loop', { redirects: 20 }))).toMatchObject({
      reached: { limit: 'redirects', how: 'stopped after 20 redirects, at one to /loop' },
    });
    expect(await ask(candidate, get('/a', { redirects: 20 }))).not.toHaveProperty('reached');
  });

  it('bound requests that are under way at once by "connections"', async () => {
    await using candidate = await serveRaw(() => {});
    await using session = http.open(trialContext({ url: candidate.url }));
    const acts = Array.from({ length: 5 }, () => session.act(get('/', { timeout: 300 }), 'default', idle()));
    const limits = (await Promise.all(acts)).map(({ limit }) => limit);
    expect(limits).toEqual([undefined, undefined, undefined, undefined, 'connections']);
  });
});

describe('http and hostile candidates', () => {
  it.each([
    ['a dripping body', drip('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n', '.')],
    ['never-ending headers', drip('HTTP/1.1 200 OK\r\n', 'x: y\r\n')],
    ['never-ending 1xx', drip('', 'HTTP/1.1 100 Continue\r\n\r\n')],
    ['silence', drip('', '')],
    ['an endless stream', drip('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n', 'data: x\n\n')],
  ])('is not held longer than its timeout by %s', { timeout: 3_000 }, async (_, start) => {
    await using candidate = await start();
    const observed = await ask(candidate, get('/', { timeout: 200 }));
    expect(observed.note).toBe('no complete answer within 200ms');
    expect(observed.fields['status']).toEqual({ is: 'missing', why: observed.note });
    await candidate.quiet();
  });

  it.each([
    ['nothing', '', 'the connection was closed before the answer was complete'],
    [
      'a cut body',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab',
      'the connection was closed before the answer was complete',
    ],
    [
      'huge headers',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      'the headers of the answer are larger than 16 KiB',
    ],
    [
      'another language',
      'SSH-2.0-OpenSSH_9.6\r\n',
      'the answer is not HTTP: Parse Error: Expected HTTP/, RTSP/ or ICE/',
    ],
  ])('sees nothing in %s', async (_, bytes, why) => {
    await using candidate = await answerRaw(bytes);
    const observed = await ask(candidate, get('/'));
    expect(observed.note).toBe(why);
    expect(Object.values(observed.fields)).toEqual(Array.from({ length: 5 }, () => ({ is: 'missing', why })));
  });

  it('survives a reset', async () => {
    await using candidate = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await ask(candidate, get('/'))).note).toBe('the connection was closed before the answer was complete');
  });

  it('stops reading at the limit', async () => {
    let written = 0;
    await using candidate = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && written < 100_000_000) {
          written += 64 * 1024;
          if (!response.write(Buffer.alloc(64 * 1024, 'x'))) return void response.once('drain', more);
        }
      };
      more();
    });
    const observed = await ask(candidate, get('/'), small);
    expect(observed.limit).toBe('response');
    expect(observed.note).toBe('the answer is larger than 1000 bytes');
    await candidate.quiet();
    expect(written).toBeLessThan(50_000_000);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('stops unpacking a %s bomb at the limit', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000));
    await using candidate = await serve((_, response) => response.setHeader('content-encoding', encoding).end(bomb));
    const observed = await ask(candidate, get('/'), { ...defaultLimits, response: 100_000 });
    expect(observed.limit).toBe('response');
    expect(observed.note).toBe('the answer is larger than 97.7 KiB once it is unpacked');
  });

  it('shows head and reason when a body is not what its encoding says', async () => {
    await using candidate = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip'));
    const { fields } = await ask(candidate, get('/'));
    expect(fields['status']).toEqual({ is: 'status', value: 200 });
    expect(fields['text']).toEqual({ is: 'missing', why: 'the body is not what its content-encoding says' });
  });

  it('is not upset by bytes behind a compressed body', async () => {
    const packed = Buffer.concat([gzipSync('{"ok":1}'), Buffer.from('and more')]);
    await using candidate = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(packed));
    expect((await ask(candidate, get('/'))).fields['status']).toEqual({ is: 'status', value: 200 });
  });

  it.each([';', '=;', '=', 'a', ';;;=;', 'a=1; =; path', `a=${'x'.repeat(10_000)}`, 'a=b; expires=x; max-age=x'])(
    'is not upset by the cookie %j',
    async (cookie) => {
      await using candidate = await answerRaw(
        `HTTP/1.1 200 OK\r\nset-cookie: ${cookie}\r\nContent-Length: 2\r\n\r\nok`,
      );
      expect(textOf(await ask(candidate, get('/')))).toBe('ok');
    },
  );

  it('is not upset by an upgrade that nobody asked for', { timeout: 3_000 }, async () => {
    await using candidate = await answerRaw(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    );
    expect((await ask(candidate, get('/', { timeout: 500 }))).fields['status']?.is).toBe('missing');
  });
});
