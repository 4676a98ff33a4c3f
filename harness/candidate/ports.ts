import { randomInt } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Address, Cell } from '../model/cell.ts';
import { MachineTrouble } from '../model/problem.ts';

/** The loopback address on which a server in a Cell listens. */
export type Host = Exclude<Address['host'], 'localhost'>;

/**
 * A connection to a port of a Cell, as soon as somebody listens there, and where that is. @param within milliseconds for
 * which it is waited. @returns nothing when nobody does. @throws MachineTrouble
 */
export async function reach(
  cell: Cell,
  port: number,
  within = 0,
): Promise<{ readonly socket: Socket; readonly host: Host } | undefined> {
  const late = Promise.withResolvers<undefined>();
  // Who lets its queue run full neither takes a connection nor refuses it.
  const timer = setTimeout(() => late.resolve(undefined), within + CONNECT_MS);
  const connecting = cell.connect({ host: 'localhost', port }, within).catch(unlessOurs);
  const socket = await Promise.race([connecting, late.promise]);
  clearTimeout(timer);
  if (socket === undefined) connecting.then(close, () => {});
  // Whoever uses it sees its end too.
  socket?.on('error', () => {});
  return socket && { socket, host: socket.remoteAddress === '::1' ? '::1' : '127.0.0.1' };
}

const CONNECT_MS = 1_000;

function unlessOurs(error: unknown): undefined {
  if (error instanceof MachineTrouble) throw error;
}

/** One that comes too late is of no use to anybody. */
function close(socket: Socket | undefined): void {
  socket?.on('error', () => {}).destroy();
}

/** Where somebody accepts connections in a Cell just now; nothing when nobody does. @throws MachineTrouble */
export async function hostOf(cell: Cell, port: number): Promise<Host | undefined> {
  const found = await reach(cell, port);
  found?.socket.destroy();
  return found?.host;
}

/** As it stands in a URL. */
export const inUrl = (host: Host): string => (host === '::1' ? `[${host}]` : host);

/**
 * A port that nobody listens on, and none of `taken`. None of those that connections are made from: who connects again and
 * again to one of them, while nobody listens, is once connected with himself.
 */
export async function freePort(taken: readonly number[] = []): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
