import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { type LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer, request } from './node-http.ts';
import { findPlace, placeAsked, placeOf, type RegistryHost, shown } from './registry-hosts.ts';
import { addressOf, CONNECT_MS, credentials, reach } from './registry-reach.ts';

/** What the proxy of an install tells whoever started it. `place` is a name and a port, safe to show. */
export type RegistryNote =
  /** Somebody asked for what isn't on the list. */
  | { readonly is: 'refused'; readonly place: string }
  /** Somebody asked for what is. Why no connection came about is not told: whoever asks can see to that. */
  | { readonly is: 'asked'; readonly place: string }
  | { readonly is: 'reached'; readonly place: string };

/** At once, on either side; package managers open 15 to 64. */
const MAX_CONNECTIONS = 256;
/** Bytes of one install, in both directions together. */
const MAX_BYTES = 8 * 1024 ** 3;
const IDLE_MS = 120_000;
/** Places that are told of; who asks for more asks for the sake of asking. */
const MAX_REFUSED = 50;

/**
 * An HTTP proxy to the places of a list and no others: CONNECT, and plain http by absolute URLs. What it is asked
 * decides which entry is meant; names are found by `lookup`, requests are written anew, bytes, time and connections are
 * bounded. @param note is called with what is new: a candidate that asks again and again adds nothing.
 */
export function registryProxy(
  hosts: readonly RegistryHost[],
  lookup: LookupFunction,
  note: (note: RegistryNote) => void,
): Server {
  const tell = newsOnly(note);
  const find = (asked: RegistryHost | undefined): RegistryHost | undefined => {
    const found = findPlace(hosts, asked);
    const place = asked === undefined ? 'an odd address' : shown(asked);
    tell({ is: found === undefined ? 'refused' : 'asked', place });
    return found;
  };
  // Connections to places, those that are being made included: they may outlive whoever wanted them.
  let open = 0;
  const end = (): void => void (open -= 1);
  let left = MAX_BYTES;
  const bounded = (stream: IncomingMessage | Socket): void => {
    stream.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) stream.destroy();
    });
  };

  const tunnel = async (authority: string, client: Socket, first: Buffer): Promise<void> => {
    client.on('error', () => {});
    const host = find(placeAsked(authority));
    if (host === undefined) return void client.end(head('403 Forbidden'));
    if (open >= MAX_CONNECTIONS) return void client.end(head('503 Service Unavailable'));
    open += 1;
    const reached = await reach(host, lookup).catch(() => undefined);
    if (reached === undefined) {
      end();
      return void client.end(head('502 Bad Gateway'));
    }
    if (reached.socket.closed) end();
    else reached.socket.once('close', end);
    tell({ is: 'reached', place: shown(host) });
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.write(reached.first);
    reached.socket.write(first);
    for (const stream of [client, reached.socket]) bounded(stream);
    join(client, reached.socket);
  };

  const forward = (asked: IncomingMessage, answer: ServerResponse): void => {
    answer.shouldKeepAlive = false;
    const url = asked.url !== undefined && URL.canParse(asked.url) ? new URL(asked.url) : undefined;
    if (url?.protocol !== 'http:' || !isFramed(asked)) return void answer.writeHead(400).end();
    const host = find(placeOf(url.href));
    if (host === undefined) return void answer.writeHead(403).end();
    if (open >= MAX_CONNECTIONS) return void answer.writeHead(503).end();
    open += 1;
    const proxy = host.through === undefined ? undefined : new URL(host.through);
    const sent = request({
      ...(proxy === undefined ? { host: host.host, port: host.port, lookup } : addressOf(proxy)),
      method: asked.method,
      path: `${proxy === undefined ? '' : url.origin}${url.pathname}${url.search}`,
      // The name is the place's own: by another one the same server may have other sites.
      headers: {
        ...passedOn(asked.headers),
        ...(asked.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
        host: url.host,
        ...(proxy === undefined ? {} : credentials(proxy)),
      },
      agent: false,
    });
    sent.once('close', end);
    sent.once('socket', (socket) => {
      socket.setTimeout(CONNECT_MS, () => sent.destroy(new Error('no answer in time')));
      socket.once('connect', () => {
        socket.setTimeout(IDLE_MS);
        tell({ is: 'reached', place: shown(host) });
      });
    });
    sent.on('error', () => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end();
    });
    sent.once('response', (got) => {
      bounded(got);
      got.once('error', () => answer.destroy());
      answer.writeHead(got.statusCode ?? 502, passedOn(got.headers));
      got.pipe(answer);
    });
    answer.once('close', () => sent.destroy());
    bounded(asked);
    asked.pipe(sent);
  };

  const server = createServer(forward);
  server.maxConnections = MAX_CONNECTIONS;
  // One for each connection: who asks for more at once would have more connections made than it has.
  server.maxRequestsPerSocket = 1;
  server.on('clientError', (_, client) => void client.destroy());
  server.on('connect', (asked: IncomingMessage, client: Duplex, first: Buffer) => {
    if (client instanceof Socket) void tunnel(asked.url ?? '', client, first);
  });
  return server;
}

/** Passes on each note once. */
function newsOnly(note: (note: RegistryNote) => void): (note: RegistryNote) => void {
  const told = new Set<string>();
  let refused = 0;
  return (news) => {
    const key = `${news.is} ${news.place}`;
    if (told.has(key)) return;
    if (news.is === 'refused' && ++refused > MAX_REFUSED) return;
    told.add(key);
    note(news);
  };
}

/** Requests of these are sent without saying where a body ends, so what follows could be taken for another request. */
const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** Does it say where it ends, in a way that can be said anew? */
function isFramed({ method = '', headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (bodiless.has(method)) return encoding === undefined && (length === undefined || length === '0');
  return encoding === undefined || (encoding.toLowerCase() === 'chunked' && length === undefined);
}

/** What one says the other hears, until either is gone or both are silent for long. */
function join(client: Socket, socket: Socket): void {
  for (const [one, other] of [
    [client, socket],
    [socket, client],
  ] as const) {
    one.setTimeout(IDLE_MS, () => one.destroy());
    one.on('error', () => {});
    // What it said before is still to be heard.
    one.once('close', () => other.destroySoon());
    if (one.destroyed) other.destroy();
    one.pipe(other);
  }
}

const head = (status: string): string => `HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;

/** Headers that speak of one connection, not of what is asked or answered. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)));
