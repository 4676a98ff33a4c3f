import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadTo, openProxy, throwTrouble } from '../../../adapters/browser/proxy.ts';
import { MachineTrouble } from '../../../harness/model/problem.ts';
import { emptyCell } from '../../rig/trial.ts';

let proxy: Server;
let page: Server;

beforeAll(async () => {
  proxy = await openProxy();
  page = createServer((socket) => socket.on('error', () => {}).end('the page'));
  await once(page.listen(0, '127.0.0.1'), 'listening');
  leadTo(emptyCell);
});

afterAll(() => {
  proxy.close();
  page.close();
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const port = (of: number): readonly number[] => [Math.floor(of / 256), of % 256];
const named = (name: string, of: number): Buffer =>
  Buffer.from([5, 1, 0, 3, name.length, ...Buffer.from(name), ...port(of)]);
const numbered = (kind: 1 | 4, address: readonly number[], of: number): Buffer =>
  Buffer.from([5, 1, 0, kind, ...address, ...port(of)]);

/** All that comes back, after the answer to the greeting. */
async function ask(...sent: readonly Buffer[]): Promise<string> {
  const socket: Socket = createConnection({ host: '127.0.0.1', port: portOf(proxy), noDelay: true });
  for (const bytes of [Buffer.of(5, 1, 0), ...sent]) {
    await new Promise((resolve) => socket.write(bytes, resolve));
    // Each in a packet of its own.
    await new Promise(setImmediate);
  }
  const [, , ...rest] = await buffer(socket);
  return `${rest[1]} ${Buffer.from(rest.slice(10)).toString('latin1')}`.trim();
}

describe('the way of a page', () => {
  it('leads to the Cell’s loopback, by each of its names', async () => {
    const of = portOf(page);
    const asked = [
      ...['localhost', 'localhost.', 'app.localhost', '127.0.0.1'].map((name) => named(name, of)),
      numbered(1, [127, 0, 0, 1], of),
    ];
    expect(await Promise.all(asked.map((one) => ask(one)))).toEqual(asked.map(() => '0 the page'));
  });

  it('leads nowhere else, and looks no name up', async () => {
    const asked = [
      named('example.com', 80),
      ...['localhost.example.com', 'notlocalhost', '128.0.0.1', '127.0.0.1.example.com'].map((name) => named(name, 80)),
      numbered(1, [192, 0, 2, 1], 80),
      numbered(4, [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 12 }, () => 0)], 80),
      // To listen, instead of to connect.
      Buffer.from([5, 2, 0, 1, 127, 0, 0, 1, ...port(portOf(page))]),
    ];
    expect(await Promise.all(asked.map((one) => ask(one)))).toEqual(asked.map(() => '4'));
  });

  it('says that nobody listens', async () => {
    const gone = createServer();
    await once(gone.listen(0, '127.0.0.1'), 'listening');
    const of = portOf(gone);
    gone.close();
    await once(gone, 'close');
    expect(await ask(named('localhost', of))).toBe('5');
  });

  it('understands what comes byte by byte', async () => {
    const bytes = [...named('localhost', portOf(page))].map((byte) => Buffer.of(byte));
    expect(await ask(...bytes)).toBe('0 the page');
  });

  it('passes on that a page was cut off, and leaves nothing open for who is gone', async () => {
    const cut = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.write('half', () => socket.resetAndDestroy()));
    });
    await once(cut.listen(0, '127.0.0.1'), 'listening');
    await expect(ask(named('localhost', portOf(cut)), Buffer.from('GET'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    cut.close();
    const asked = Promise.withResolvers<Socket>();
    const connected = Promise.withResolvers<Socket>();
    leadTo({ ...emptyCell, connect: () => connected.promise });
    const client = createConnection({ host: '127.0.0.1', port: portOf(proxy) });
    proxy.once('connection', (socket: Socket) => socket.once('close', () => asked.resolve(socket)));
    client.write(Buffer.of(5, 1, 0));
    client.write(named('localhost', portOf(page)));
    await once(client, 'data');
    client.resetAndDestroy();
    await asked.promise;
    const late = createConnection({ host: '127.0.0.1', port: portOf(page) });
    connected.resolve(late);
    await once(late, 'close');
    leadTo(emptyCell);
  });

  it('tells whoever asks that it was our own side, until another Cell is led to', async () => {
    leadTo({ ...emptyCell, connect: () => Promise.reject(new MachineTrouble('no sockets')) });
    expect(await ask(named('localhost', 80))).toBe('5');
    expect(throwTrouble).toThrow('no sockets');
    leadTo(emptyCell);
    expect(throwTrouble).not.toThrow();
  });

  it('closes on what is no SOCKS, and lives when its Cell fails', async () => {
    const socket = createConnection({ host: '127.0.0.1', port: portOf(proxy) });
    socket.write('GET / HTTP/1.1\r\n\r\n');
    expect((await buffer(socket)).toString()).toBe('');
    leadTo({ ...emptyCell, connect: () => Promise.reject(new MachineTrouble('no sockets')) });
    expect(await ask(named('localhost', 80))).toBe('5');
    leadTo(emptyCell);
    expect(await ask(named('localhost', portOf(page)))).toBe('0 the page');
  });
});
