import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Address, Cell } from '../model/cell.ts';
import { MachineTrouble } from '../model/problem.ts';

/** Where a server in a Cell may listen. Most are found at the first. */
const hosts = ['127.0.0.1', '::1'] as const;
export type Host = (typeof hosts)[number];

/** The loopback address on which somebody accepts connections in a Cell; nothing when nobody does. @throws MachineTrouble */
export async function hostOf(cell: Cell, port: number): Promise<Host | undefined> {
  for (const host of hosts) if (await accepts(cell, { host, port })) return host;
  return undefined;
}

const CONNECT_MS = 1_000;

async function accepts(cell: Cell, to: Address): Promise<boolean> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), CONNECT_MS);
  const connecting = cell.connect(to);
  // One that comes too late is of no use to anybody.
  const socket = await Promise.race([connecting.catch(unlessOurs), late.promise]);
  clearTimeout(timer);
  if (socket === undefined) connecting.then(close, () => {});
  else close(socket);
  return socket !== undefined;
}

function unlessOurs(error: unknown): undefined {
  if (error instanceof MachineTrouble) throw error;
}

function close(socket: Socket): void {
  socket.on('error', () => {});
  socket.destroy();
}

/** As it stands in a URL. */
export const inUrl = (host: Host): string => (host === '::1' ? `[${host}]` : host);

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
