import { promises as dns } from 'node:dns';
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { RegistryHost } from '../../../harness/candidate/registry-hosts.ts';
import { steadyLookup } from '../../../harness/candidate/registry-lookup.ts';
import { type RegistryNote, registryProxy } from '../../../harness/candidate/registry-proxy.ts';

/** A proxy to these places, what it noted, and a way to talk to it byte for byte. */
async function openProxy(hosts: readonly RegistryHost[]) {
  const notes: RegistryNote[] = [];
  const lookup = steadyLookup([], (name) => dns.lookup(name, { all: true, family: 4 }));
  const server = registryProxy(hosts, lookup, (note) => notes.push(note));
  const port = await listening(server);
  return {
    notes,
    port,
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
    expect(proxy.notes).toEqual([{ is: 'reached', place }]);
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
    expect(proxy.notes).toEqual([{ is: 'reached', place }]);
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

  it('tells when a place of the list is away, and again only after it was back', async () => {
    const port = await deadPort();
    await using proxy = await openProxy([{ host: '127.0.0.1', port }]);
    const place = `127.0.0.1:${port}`;
    for (let times = 0; times < 2; times += 1)
      expect(await proxy.say(`CONNECT ${place} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 502 /);
    expect(await proxy.say(`GET http://${place}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 502 /,
    );
    expect(proxy.notes).toEqual([{ is: 'away', place, why: 'ECONNREFUSED' }]);
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
});
