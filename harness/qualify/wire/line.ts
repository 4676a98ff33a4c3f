import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from '../../candidate/node-http.ts';
import type { Pairs } from '../../model/adapter.ts';
import { held } from './held.ts';
import type { Ask } from './message.ts';
import type { App } from './way.ts';

/** Bytes of a head: more than any limit of the judge's own, which are to be met by whom they are for. */
export const MAX_HEAD = 1024 * 1024;

/** A connection to the candidate for one of the judge's, over which its requests go one after another. */
export interface Line extends Disposable {
  /** Connects anew where the candidate has closed the connection. */
  readonly ask: App;
}

/** @param first leads to the candidate already; `connect` does so again. @param closed is called when it is closed. */
export function lineOver(first: Socket, connect: () => Promise<Socket>, closed: () => void): Line {
  const made = new Set<Socket>();
  const watch = (socket: Socket): Socket => {
    made.add(socket);
    return socket.once('close', closed).on('error', () => {});
  };
  watch(first);
  let unused: Socket | undefined = first;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_, done) => {
    const ready = unused?.destroyed === false ? unused : undefined;
    unused = undefined;
    (ready === undefined ? connect().then(watch) : Promise.resolve(ready)).then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  };
  return {
    async ask(asked) {
      const response = await answerTo(asked, agent);
      const { statusCode: status = 0, statusMessage: phrase = '' } = response;
      const message = await held(response);
      return { status, phrase, ...message, headers: [...message.headers, ...endSaidBy(response)] };
    },
    [Symbol.dispose]() {
      agent.destroy();
      for (const socket of made) socket.destroy();
    },
  };
}

/** HTTP/1.0 says by its version, which isn't passed on, that nothing comes after the answer. */
function endSaidBy({ httpVersion, headers }: IncomingMessage): Pairs {
  return httpVersion === '1.0' && headers.connection === undefined ? [['Connection', 'close']] : [];
}

async function answerTo(asked: Ask, agent: InstanceType<typeof Agent>): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request({ agent, method: asked.method, path: asked.target, setHost: false, maxHeaderSize: MAX_HEAD });
  sent.maxHeadersCount = 0;
  sent.once('response', resolve).on('error', reject);
  writeHead(sent, asked);
  if (asked.rest === undefined) sent.end(asked.body);
  else {
    sent.write(asked.body);
    pipeline(asked.rest, sent).catch(reject);
  }
  return promise;
}

/** Just the headers that are there: Node adds some of its own unless they were taken away. */
function writeHead(sent: ClientRequest, { headers }: Ask): void {
  for (const name of ['connection', 'content-length', 'transfer-encoding']) sent.removeHeader(name);
  const groups = Map.groupBy(headers, ([name]) => name.toLowerCase());
  for (const same of groups.values()) {
    const values = same.map(([, value]) => value);
    const [[name] = ['']] = same;
    sent.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
  }
}
