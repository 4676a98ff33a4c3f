import { promises as dns } from 'node:dns';
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import type { LookupFunction } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { RegistryHost } from '../../../harness/candidate/registry-hosts.ts';
import { steadyLookup } from '../../../harness/candidate/registry-lookup.ts';
import { type RegistryNote, registryProxy } from '../../../harness/candidate/registry-proxy.ts';
import { openWay, type Way } from '../../../harness/candidate/registry-way.ts';

const found = steadyLookup([], (name) => dns.lookup(name, { all: true, family: 4 }));

/** Keeps whoever looks a name up waiting, until all are let go in vain. From then on it finds them. */
function heldLookup() {
  const held: (() => void)[] = [];
  let open = false;
  const lookup: LookupFunction = (name, options, callback) => {
    if (open) found(name, options, callback);
    else held.push(() => callback(new Error('not found'), ''));
  };
  const release = (): void => {
    open = true;
    for (const fail of held) fail();
  };
  return { held, lookup, release };
}

/** A proxy to these places, what it noted, and a way to talk to it byte for byte. */
async function openProxy(hosts: readonly RegistryHost[], lookup = found) {
  const notes: RegistryNote[] = [];
  const server = registryProxy(hosts, lookup, (note) => notes.push(note));
  const port = await listening(server);
  return {
    notes,
    port,
    server,
    say: (text: string) => say(port, text),
    [Symbol.asyncDispose]: () => closed(server),
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const closed = (server: Server | HttpServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });

const connections = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

/** A way to these places, and the port of its door. */
async function opened(hosts: readonly RegistryHost[]): Promise<{ readonly way: Way; readonly door: number }> {
  const server = createTcp();
  const door = await listening(server);
  const way = await openWay(process.execPath, server, hosts, () => {});
  if (!way.ok) throw new Error(way.problems[0]?.message);
  return { way: way.value, door };
}

/** Everything that is answered to these bytes. */
const say = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });

/** Answers with what it was asked, and closes. */
async function site(answer = 'here') {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(200, { connection: 'close' }).end(answer);
  });
  const port = await listening(server);
  return { asked, host: { host: '127.0.0.1', port }, [Symbol.asyncDispose]: () => closed(server) };
}

/** A port that nobody listens at. */
async function deadPort(): Promise<number> {
  const server = createTcp();
  const port = await listening(server);
  await closed(server);
  return port;
}

describe('the proxy of an install', () => {
  it('makes a tunnel to a place of the list, and brings all that is said in it', async () => {
    const much = 'x'.repeat(3_000_000);
    await using registry = await site(much);
    await using proxy = await openProxy([registry.host]);
    const place = `127.0.0.1:${registry.host.port}`;
    const heard = await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\nHost: any\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(heard.split('x').length - 1).toBe(much.length);
    expect(proxy.notes).toEqual([
      { is: 'asked', place },
      { is: 'reached', place },
    ]);
  });

  it('finds the names of the list itself', async () => {
    await using registry = await site();
    await using proxy = await openProxy([{ ...registry.host, host: 'localhost' }]);
    const heard = await proxy.say(
      `CONNECT LOCALHOST:${registry.host.port} HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\nHost: any\r\n\r\n`,
    );
    expect(heard).toContain('here');
  });

  it('refuses any other place, tells of it once, and connects to nothing', async () => {
    await using registry = await site();
    await using other = await site();
    await using proxy = await openProxy([registry.host]);
    const place = `127.0.0.1:${other.host.port}`;
    for (let times = 0; times < 3; times += 1)
      expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\nHost: 127.0.0.1:${registry.host.port}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 403 /,
      );
    expect(await proxy.say(`GET http://${place}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await proxy.say('CONNECT /var/run/docker.sock HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect(proxy.notes).toEqual([
      { is: 'refused', place },
      { is: 'refused', place: 'an odd address' },
    ]);
    expect(other.asked).toEqual([]);
  });

  it('asks a plain registry anew, by its own name, without what is between two neighbours', async () => {
    await using registry = await site();
    await using proxy = await openProxy([registry.host]);
    const place = `127.0.0.1:${registry.host.port}`;
    const heard = await proxy.say(
      `GET http://user:secret@${place}/a%20b?c=d HTTP/1.1\r\nHost: other.example\r\nProxy-Authorization: Basic eA==\r\nProxy-Connection: x\r\nAccept: y\r\nConnection: close\r\n\r\n`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK[^]*here/);
    expect(registry.asked[0]?.url).toBe('/a%20b?c=d');
    expect(registry.asked[0]?.headers).toEqual({ host: place, accept: 'y', connection: 'close' });
    expect(proxy.notes).toEqual([
      { is: 'asked', place },
      { is: 'reached', place },
    ]);
  });

  it('is no server of its own, and no way to https by plain requests', async () => {
    await using registry = await site();
    await using proxy = await openProxy([registry.host]);
    for (const target of ['/', `https://127.0.0.1:${registry.host.port}/`, 'file:///etc/passwd', '*'])
      expect(await proxy.say(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 400 /,
      );
    expect(await proxy.say('\x16\x03\x01 this is no HTTP\r\n\r\n')).toBe('');
  });

  it('tells once that a place of the list was asked for, and of reaching it only when it was', async () => {
    const port = await deadPort();
    await using proxy = await openProxy([{ host: '127.0.0.1', port }]);
    const place = `127.0.0.1:${port}`;
    for (let times = 0; times < 2; times += 1)
      expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 502 /);
    expect(await proxy.say(`GET http://${place}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 502 /,
    );
    expect(proxy.notes).toEqual([{ is: 'asked', place }]);
  });

  it('goes through the machine’s own proxy, with its credentials', async () => {
    await using registry = await site();
    await using outer = await openProxy([registry.host]);
    const seen: (string | undefined)[] = [];
    const gate = createServer((asked, answer) => {
      seen.push(asked.headers['proxy-authorization']);
      answer.writeHead(200, { connection: 'close' }).end(asked.url);
    });
    gate.on('connect', (asked: IncomingMessage, client) => {
      seen.push(asked.headers['proxy-authorization']);
      const socket = connect(outer.port, '127.0.0.1', () => socket.write(`CONNECT ${asked.url} HTTP/1.1\r\n\r\n`));
      socket.pipe(client).pipe(socket);
    });
    const through = `http://me:p%40ss@127.0.0.1:${await listening(gate)}`;
    await using proxy = await openProxy([
      { ...registry.host, through },
      { host: 'plain.invalid', port: 80, through },
    ]);
    const place = `127.0.0.1:${registry.host.port}`;
    expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n`)).toContain('here');
    expect(await proxy.say('GET http://plain.invalid/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(
      'http://plain.invalid/a',
    );
    const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(seen).toEqual([basic, basic]);
    await closed(gate);
    expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 502 /);
  });

  it('goes on when clients come and go in the middle of everything', async () => {
    await using registry = await site();
    await using proxy = await openProxy([registry.host]);
    const place = `127.0.0.1:${registry.host.port}`;
    for (const text of [
      '',
      'CONN',
      `CONNECT ${place} HTTP/1.1\r\n\r\n`,
      `POST http://${place}/ HTTP/1.1\r\nContent-Length: 9\r\n\r\nx`,
    ])
      await new Promise<void>((resolve) => {
        const socket = connect(proxy.port, '127.0.0.1', () => socket.write(text, () => socket.resetAndDestroy()));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    expect(await proxy.say(`GET http://${place}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toContain('here');
  });

  it('says nothing more of a place when the client leaves before there is a connection', async () => {
    await using registry = await site();
    const { held, lookup, release } = heldLookup();
    await using proxy = await openProxy([{ ...registry.host, host: 'localhost' }], lookup);
    const place = `localhost:${registry.host.port}`;
    const get = `GET http://${place}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    const client = connect(proxy.port, '127.0.0.1', () => client.write(get));
    await vi.waitFor(() => expect(held.length).toBe(1));
    client.destroy();
    await vi.waitFor(async () => expect(await connections(proxy.server)).toBe(0));
    expect(proxy.notes).toEqual([{ is: 'asked', place }]);
    release();
    expect(await proxy.say(get)).toContain('here');
    expect(proxy.notes.at(-1)).toEqual({ is: 'reached', place });
  });

  it('makes one connection for a client, however much it asks for at once', async () => {
    await using registry = await site();
    await using proxy = await openProxy([registry.host]);
    const get = `GET http://127.0.0.1:${registry.host.port}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(await proxy.say(get.repeat(300))).toMatch(/^HTTP\/1\.1 200 OK[^]*here/);
    expect(registry.asked.length).toBe(1);
  });

  it('makes 256 connections at once and no more, tunnels included', async () => {
    await using registry = await site();
    const { held, lookup, release } = heldLookup();
    await using proxy = await openProxy([{ ...registry.host, host: 'localhost' }], lookup);
    const place = `localhost:${registry.host.port}`;
    const get = `GET http://${place}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    const clients = Array.from({ length: 128 }, () => {
      const client = connect(proxy.port, '127.0.0.1', () => client.write(`${get}CONNECT ${place} HTTP/1.1\r\n\r\n`));
      return client.on('error', () => {});
    });
    await vi.waitFor(() => expect(held.length).toBe(256), 5000);
    expect(await proxy.say(get)).toMatch(/^HTTP\/1\.1 503 /);
    expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 503 /);
    expect(held.length).toBe(256);
    release();
    for (const client of clients) client.destroy();
    await vi.waitFor(async () => expect(await proxy.say(get)).toContain('here'), 5000);
  });

  it('passes on no body that could be taken for another request', async () => {
    await using registry = await site();
    await using proxy = await openProxy([registry.host]);
    const place = `127.0.0.1:${registry.host.port}`;
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
    const size = hidden.length;
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])
      for (const body of [
        `Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
        `Content-Length: ${size}\r\n\r\n${hidden}`,
      ])
        expect(await proxy.say(`${method} http://${place}/ HTTP/1.1\r\nHost: x\r\n${body}`)).toMatch(
          /^HTTP\/1\.1 400 /,
        );
    expect(registry.asked).toEqual([]);
    const empty = `DELETE http://${place}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`;
    expect(await proxy.say(empty)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('says anew where any other body ends', async () => {
    const asked: string[] = [];
    const registry = createServer((request, answer) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
      request.on('end', () => {
        const { 'transfer-encoding': encoding, 'content-length': length } = request.headers;
        asked.push(`${request.method} ${encoding} ${length} ${body}`);
        answer.end();
      });
    });
    const port = await listening(registry);
    const place = `127.0.0.1:${port}`;
    await using proxy = await openProxy([{ host: '127.0.0.1', port }]);
    for (const body of [
      'Transfer-Encoding: chunked\r\n\r\n3\r\nGET\r\n2\r\n /\r\n0\r\n\r\n',
      'Content-Length: 5\r\n\r\nGET /',
    ])
      expect(await proxy.say(`PUT http://${place}/ HTTP/1.1\r\nHost: x\r\n${body}`)).toMatch(/^HTTP\/1\.1 200 /);
    const odd = 'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n';
    expect(await proxy.say(`PUT http://${place}/ HTTP/1.1\r\nHost: x\r\n${odd}`)).toMatch(/^HTTP\/1\.1 400 /);
    await closed(registry);
    expect(asked).toEqual(['PUT chunked undefined GET /', 'PUT undefined 5 GET /']);
  });
});

describe('the way of an install', () => {
  it('takes a place for away when it can’t be reached without the candidate either', async () => {
    const port = await deadPort();
    const { way, door } = await opened([{ host: '127.0.0.1', port }]);
    await using _ = way;
    expect(await say(door, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 502 /);
    expect(await way.away()).toBe(`127.0.0.1:${port} does not answer (ECONNREFUSED)`);
  });

  it('takes none for away that the candidate alone did not reach, or that nobody asked for', async () => {
    const [port, other] = [await deadPort(), await deadPort()];
    const { way, door } = await opened([port, other].map((at) => ({ host: '127.0.0.1', port: at })));
    await using _ = way;
    expect(await say(door, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 502 /);
    const registry = createTcp();
    await new Promise<void>((resolve) => registry.listen(port, '127.0.0.1', resolve));
    expect([await way.away(), way.reached()]).toEqual([undefined, false]);
    await closed(registry);
  });

  it('takes none for away that was reached before', async () => {
    const registry = await site();
    const { way, door } = await opened([registry.host]);
    await using _ = way;
    const get = `GET http://127.0.0.1:${registry.host.port}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(await say(door, get)).toContain('here');
    await registry[Symbol.asyncDispose]();
    expect(await say(door, get)).toMatch(/^HTTP\/1\.1 502 /);
    expect([await way.away(), way.reached()]).toEqual([undefined, true]);
  });
});
