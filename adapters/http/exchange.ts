import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Pairs } from '../../harness/model/adapter.ts';
import type { LimitName, Limits } from '../../harness/model/limits.ts';
import { MachineTrouble } from '../../harness/model/problem.ts';
import { interrupted } from '../aborted.ts';
import { bytes } from '../text.ts';
import { headerOf } from './body.ts';
import { METHODS } from './node-http.ts';

/** One request, ready to be sent. */
export interface Sending {
  readonly method: string;
  /** As it will stand in the request line. */
  readonly target: string;
  readonly headers: Pairs;
  readonly body?: string | Buffer;
}

/** What came back: an answer as it was on the wire, or nothing and why. */
export type Answer =
  | { readonly is: 'answer'; readonly status: number; readonly headers: Pairs; readonly body: Buffer }
  | {
      readonly is: 'nothing';
      readonly why: string;
      readonly limit?: LimitName;
      /** The candidate had closed a connection that was kept from an earlier answer. */
      readonly stale?: boolean;
    };

export interface Connection {
  /** `http://127.0.0.1:3000` */
  readonly origin: string;
  readonly agent: Agent;
  readonly limits: Pick<Limits, 'response' | 'headers'>;
}

const load = () => import('supertest');
let loaded: ReturnType<typeof load> | undefined;

/** Loads supertest once, which takes a tenth of a second, so that no step pays for it. */
export const warm = (): ReturnType<typeof load> => (loaded ??= load());

/**
 * Sends one request by supertest and waits for the whole answer, for as long as `signal` allows. Never follows a
 * redirect, never decodes, never judges a status. Where supertest does more than a judge wants it is held back: the
 * target goes into the request line as it is (superagent would normalise it), and the answer's encoding is hidden
 * (superagent would inflate it, and throws out of an event when bytes follow the end of the compressed stream).
 */
export async function exchange(sending: Sending, connection: Connection, signal: AbortSignal): Promise<Answer> {
  const first = await attempt(sending, connection, signal);
  // A kept connection may be closed just as it is used again. As browsers do, ask again where that can't act twice.
  const again = first.is === 'nothing' && first.stale === true && ['GET', 'HEAD'].includes(sending.method);
  return again ? attempt(sending, connection, signal) : first;
}

async function attempt(sending: Sending, connection: Connection, signal: AbortSignal): Promise<Answer> {
  const verb = sending.method.toLowerCase();
  if (!isVerb(verb)) return nothing(`${sending.method} is not a method that can be sent`);
  const { default: request } = await warm();
  if (signal.aborted) return nothing(interrupted);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  let head: IncomingMessage | undefined;
  let sent: ClientRequest | undefined;

  const ask = request(connection.origin)[verb];
  const call = ask('/')
    .agent(connection.agent)
    .set(grouped(sending.headers))
    .ok(() => true)
    .maxResponseSize(connection.limits.response)
    .buffer(true)
    .parse(collect);
  if (sending.body !== undefined) call.send(sending.body);
  call.on('request', ({ req }: { readonly req: ClientRequest }) => {
    sent = req;
    req.path = sending.target;
    asCurlSends(req, sending.headers);
    // Read when the request gets its connection. Node would drop headers past the thousandth without a word.
    Object.assign(req, { maxHeaderSize: connection.limits.headers, maxHeadersCount: 0 });
    req.prependOnceListener('response', (message) => {
      head = message;
      delete message.headers['content-encoding'];
    });
  });
  call.end((error: NodeJS.ErrnoException | null, response) => {
    if (error instanceof MachineTrouble) reject(error);
    else if (error !== null) resolve(failure(error, connection, sent?.reusedSocket));
    else if (head !== undefined) resolve(answer(head, response.body));
    else resolve(nothing('there was no answer'));
  });

  const stop = () => {
    resolve(nothing(interrupted));
    call.abort();
  };
  signal.addEventListener('abort', stop);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** `Host` first, and nothing that superagent or Node add of themselves: a candidate can't tell a judge by its headers. */
function asCurlSends(request: ClientRequest, stated: Pairs): void {
  const unstated = (name: string): boolean => headerOf(stated, name) === undefined;
  const headers = request.getRawHeaderNames().map((name) => [name, request.getHeader(name) ?? ''] as const);
  for (const [name] of headers) request.removeHeader(name);
  for (const [name, value] of headers.filter(([own]) => own.toLowerCase() === 'host')) request.setHeader(name, value);
  for (const [name, value] of headers) {
    const own = name.toLowerCase();
    if (own !== 'host' && !(own === 'accept-encoding' && unstated(own))) request.setHeader(name, value);
  }
  // Node sends one unless it was taken away. The connection is kept as it is.
  if (unstated('connection')) request.removeHeader('connection');
}

/** supertest has a function for each method that Node can send. */
function isVerb(text: string): text is 'get' {
  return METHODS.includes(text.toUpperCase());
}

/** superagent's way of reading a body; it counts the bytes itself and stops at `maxResponseSize`. */
function collect(response: NodeJS.EventEmitter, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
}

/** An answer to HEAD has no body, and superagent an empty object in its place. */
function answer(head: IncomingMessage, body: unknown): Answer {
  return {
    is: 'answer',
    status: head.statusCode ?? 0,
    headers: pairs(head.rawHeaders),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

function failure(error: NodeJS.ErrnoException, { limits }: Connection, reused = false): Answer {
  const code = error.code ?? '';
  if (code === 'ETOOLARGE')
    return { ...nothing(`the answer is larger than ${bytes(limits.response)}`), limit: 'response' };
  if (code === 'ECONNREFUSED') return nothing('connection refused');
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return { ...nothing('the connection was closed before the answer was complete'), stale: reused };
  if (code === 'HPE_HEADER_OVERFLOW')
    return { ...nothing(`the headers of the answer are larger than ${bytes(limits.headers)}`), limit: 'headers' };
  if (code.startsWith('HPE_')) return nothing(`the answer is not HTTP: ${error.message}`);
  return nothing(`the request could not be made: ${error.message}`);
}

const nothing = (why: string) => ({ is: 'nothing', why }) as const;

/** Node takes a repeated header as one name with a list. */
function grouped(headers: Pairs): Record<string, string | string[]> {
  const byName = Map.groupBy(headers, ([name]) => name.toLowerCase());
  return Object.fromEntries(
    [...byName.values()].map((same) => {
      const values = same.map(([, value]) => value);
      return [same[0]?.[0] ?? '', values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function pairs(rawHeaders: readonly string[]): Pairs {
  return Array.from({ length: rawHeaders.length / 2 }, (_, i) => [
    rawHeaders[2 * i] ?? '',
    rawHeaders[2 * i + 1] ?? '',
  ]);
}
