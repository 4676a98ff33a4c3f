import type { ClientRequest } from 'node:http';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { request } from './node-http.ts';
import { type RegistryHost, shown } from './registry-hosts.ts';

/** A connection, and what came on it by then. */
interface Reached {
  readonly socket: Socket;
  readonly first: Buffer;
}

/** Milliseconds. */
export const CONNECT_MS = 30_000;

/** Connects to a place, directly or through the machine's own proxy. @throws when there is no connection in time. */
export function reach(host: RegistryHost, lookup: LookupFunction): Promise<Reached> {
  return host.through === undefined ? directly(host, lookup) : throughProxy(host, new URL(host.through));
}

async function directly({ host, port }: RegistryHost, lookup: LookupFunction): Promise<Reached> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host, port, lookup }, resolve);
  socket.once('error', reject);
  await inTime(promise, socket);
  return { socket, first: Buffer.alloc(0) };
}

async function throughProxy(host: RegistryHost, proxy: URL): Promise<Reached> {
  const { promise, resolve, reject } = Promise.withResolvers<Reached>();
  const headers = { host: shown(host), ...credentials(proxy) };
  const asked = request({ ...addressOf(proxy), method: 'CONNECT', path: shown(host), headers, agent: false });
  const refused = (status: number | undefined): void => reject(new Error(`${proxy.host} answered ${status}`));
  asked.once('error', reject);
  asked.once('response', ({ statusCode }) => refused(statusCode));
  asked.once('connect', ({ statusCode }, socket: Socket, first) => {
    if (statusCode === 200) resolve({ socket, first });
    else refused(statusCode);
  });
  asked.end();
  try {
    return await inTime(promise, asked);
  } catch (error) {
    asked.destroy();
    throw error;
  }
}

async function inTime<T>(promise: Promise<T>, begun: Socket | ClientRequest): Promise<T> {
  const timer = setTimeout(() => begun.destroy(new Error('no connection in time')), CONNECT_MS);
  return promise.finally(() => clearTimeout(timer));
}

/** Where a proxy listens. */
export const addressOf = ({ hostname, port }: URL): { readonly host: string; readonly port: number } => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: port === '' ? 80 : Number(port),
});

/** The header that a proxy wants from who has a name with it. */
export function credentials({ username, password }: URL): { readonly 'proxy-authorization'?: string } {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
