import { createConnection, createServer } from 'node:net';

/** Where a server of the lane's network may listen. Most are found at the first. */
const hosts = ['127.0.0.1', '[::1]'] as const;
export type Host = (typeof hosts)[number];

/** The loopback address on which somebody accepts connections; nothing when nobody does. */
export async function hostOf(port: number): Promise<Host | undefined> {
  for (const host of hosts) if (await accepts(host, port)) return host;
  return undefined;
}

const CONNECT_MS = 1_000;

function accepts(host: Host, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: bare(host), port, timeout: CONNECT_MS });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

/** The address as programs are given it, without the brackets of a URL. */
export const bare = (host: Host): string => host.replaceAll(/[[\]]/g, '');

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
