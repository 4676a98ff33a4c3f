import { createSocket } from 'node:dgram';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Words } from './attack.ts';

/** Listeners of the attacker's: on all addresses of this host, and on unix sockets that a shared file system would reach. */
export interface Sinks extends AsyncDisposable {
  /** How a candidate finds them. */
  readonly words: Words;
  /** What has come in since they were last asked: where, and the bytes. */
  taken(): readonly Caught[];
}

export interface Caught {
  readonly by: 'tcp' | 'udp' | 'unix socket' | 'abstract socket';
  readonly bytes: string;
}

const mostBytes = 1024 * 1024;

/** Opens them. `name` is new each time. */
export async function openSinks(name: string): Promise<Sinks> {
  let caught: Caught[] = [];
  let room = mostBytes;
  const note = (by: Caught['by'], bytes: string): void => {
    if (room <= 0) return;
    room -= bytes.length;
    caught.push({ by, bytes });
  };
  const listener = (by: Caught['by']): Server =>
    createServer((socket) => {
      note(by, '');
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        note(by, chunk.toString('latin1'));
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
      });
    });
  const tcp = listener('tcp');
  const unix = listener('unix socket');
  const abstract = listener('abstract socket');
  const udp = createSocket({ type: 'udp6' }).on('message', (bytes) => note('udp', bytes.toString('latin1')));
  const path = join(tmpdir(), `sink-${name}`);
  await listening(tcp, (done) => tcp.listen(0, '::', done));
  await listening(unix, (done) => unix.listen({ path, writableAll: true, readableAll: true }, done));
  await listening(abstract, (done) => abstract.listen({ path: `\0sink-${name}` }, done));
  await new Promise<void>((resolve) => udp.bind(0, '::', resolve));
  const address = tcp.address();
  const other = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  return {
    words: {
      SINK_PORT: String(typeof address === 'object' ? (address?.port ?? 0) : 0),
      SINK_UDP: String(udp.address().port),
      SINK_HOST: other?.address ?? '127.0.0.1',
      SINK_SOCKET: path,
      SINK_ABSTRACT: `sink-${name}`,
    },
    taken() {
      const now = caught;
      caught = [];
      room = mostBytes;
      return now;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([tcp, unix, abstract].map((server) => new Promise((resolve) => server.close(resolve))));
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      rmSync(path, { force: true });
    },
  };
}

function listening(server: Server, listen: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    listen(resolve);
  });
}
