import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { createServer } from '../../candidate/node-http.ts';
import { held } from './held.ts';
import { MAX_HEAD } from './line.ts';
import type { Answer, Ask } from './message.ts';
import type { Manner } from './perturbations.ts';

export interface Service {
  /** Rejects, with a code, when the connection is to break as the candidate's did. */
  readonly answer: (asked: Ask) => Promise<Answer>;
  readonly manner: Manner;
  /** What isn't HTTP any more: from here on bytes are passed on as they come. Without it such a request is one like others. */
  readonly upgrade?: (head: Buffer, socket: Socket) => void;
}

/** Answers the requests that come over a connection. @returns closes it once what it was asked is answered. */
export function serve(socket: Socket, { answer, manner, upgrade }: Service): () => void {
  let busy = 0;
  let isOver = false;
  const endIfOver = (): void => {
    if (isOver && busy === 0) socket.destroySoon();
  };
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    busy += 1;
    try {
      const { method = '', url: target = '' } = incoming;
      const answered = await answer({ method, target, ...(await held(incoming)) });
      if (manner.delay !== undefined) await pause(manner.delay);
      await send(answered, response, manner.pieces ?? 1);
    } catch (error) {
      breakOff(socket, error);
    }
    busy -= 1;
    endIfOver();
  };
  // As long as the candidate waits, so do we.
  const patient = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };
  const server = createServer({ ...patient, maxHeaderSize: MAX_HEAD, requireHostHeader: false });
  server.maxHeadersCount = 0;
  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void => void handle(incoming, response);
  server.on('request', onRequest).on('checkExpectation', onRequest);
  if (upgrade !== undefined) {
    server.on('upgrade', (incoming: IncomingMessage, _, first: Buffer) => {
      busy += 1;
      upgrade(Buffer.concat([headOf(incoming), first]), socket);
    });
  }
  server.emit('connection', socket);
  return () => {
    isOver = true;
    endIfOver();
  };
}

/** Nothing is added to an answer, nothing taken away. */
async function send(answer: Answer, response: ServerResponse, pieces: number): Promise<void> {
  response.sendDate = false;
  for (const name of ['connection', 'content-length', 'transfer-encoding']) response.removeHeader(name);
  response.writeHead(answer.status, answer.phrase, answer.headers.flat());
  // The head, at once; `flushHeaders` would say it in UTF-8.
  response.write(Buffer.alloc(0));
  const size = Math.max(1, Math.ceil(answer.body.length / pieces));
  for (let at = 0; at < answer.body.length; at += size) {
    response.write(answer.body.subarray(at, at + size));
    if (pieces > 1) await nextTurn();
  }
  if (answer.rest === undefined) response.end();
  else await pipeline(answer.rest, response);
}

/** As the candidate did. @throws what is our own bug. */
function breakOff(socket: Socket, error: unknown): void {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const { syscall, rawPacket } = error as NodeJS.ErrnoException & { readonly rawPacket?: Buffer };
  if (rawPacket !== undefined) socket.end(rawPacket);
  else if (syscall === 'read') socket.resetAndDestroy();
  else socket.destroy();
}

function headOf({ method, url, rawHeaders }: IncomingMessage): Buffer {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  return Buffer.from([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
}
