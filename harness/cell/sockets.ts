import { Server, Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { Address } from '../model/cell.ts';
import type { Launched } from './process.ts';

/** Makes sockets in the network of a Cell. When it is disposed, what it has handed over lives on, and so does the Cell. */
export interface Sockets extends Disposable {
  /** As `Cell.connect`, but that it rejects without a code for what went wrong with whoever makes them. */
  connect(to: Address, within: number): Promise<Socket>;
  /** Listens at a free port of the Cell's loopback. */
  listen(): Promise<Server>;
  /** Whether whoever makes them has ended otherwise than after the Cell. */
  broken(): boolean;
}

/** Milliseconds in which it must be there. */
const START_MS = 20_000;

type Answer = { readonly n: number; readonly errno?: number };
type Made = Socket | Server | undefined;

/**
 * Has what is beside a keeper enter the network of the Cell whose pid 1 is `pid`, to make sockets there. A socket stays in the
 * network that it was made in, whoever holds it: so nothing of ours, no socket file and no process that it could see, is
 * in the Cell, and nothing of the Cell's is in our network. Returns why it failed as text.
 */
export async function openSockets(keeper: Launched, pid: number): Promise<Sockets | string> {
  const child = keeper.channel;
  if (child === undefined) return 'nobody is beside the keeper';
  const waiting = new Map<number, PromiseWithResolvers<Made>>();
  let asked = 0;
  const expectAnswer = (n: number): Promise<Made> => {
    const answer = Promise.withResolvers<Made>();
    waiting.set(n, answer);
    return answer.promise;
  };
  const ask = (question: { readonly is: 'connect' | 'listen'; readonly within: number } & Address): Promise<Made> => {
    asked += 1;
    const answer = expectAnswer(asked);
    send({ n: asked, ...question });
    return answer;
  };
  const send = (message: object): void => {
    // Where it can't be sent, whoever was to hear it has ended or is about to, and how has to be known.
    child.send(message, (error) => error !== null && !keeper.running() && fail(error));
  };
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  child.on('message', ({ n, errno }: Answer, made?: unknown) => {
    const answer = waiting.get(n);
    waiting.delete(n);
    if (errno !== undefined) answer?.reject(failure(errno));
    else answer?.resolve(made instanceof Socket || made instanceof Server ? made : undefined);
  });
  child.once('error', fail);
  child.once('exit', (code) => fail(new Error(`what makes sockets in a Cell ended with ${code}\n${keeper.output()}`)));

  const timer = setTimeout(() => fail(new Error(`no sockets within ${START_MS / 1000}s`)), START_MS);
  send({ pid });
  const trouble = await expectAnswer(0).then(
    () => undefined,
    (error: Error) => error.message,
  );
  clearTimeout(timer);
  if (trouble !== undefined) return trouble;
  return {
    async connect({ host, port }, within) {
      const made = await ask({ is: 'connect', host, port, within });
      if (!(made instanceof Socket)) throw new Error('no socket came');
      return made.setNoDelay(true);
    },
    async listen() {
      const made = await ask({ is: 'listen', host: '127.0.0.1', port: 0, within: 0 });
      if (!(made instanceof Server)) throw new Error('no listener came');
      return made;
    },
    broken: () => child.signalCode !== null || (child.exitCode ?? 0) !== 0,
    [Symbol.dispose]() {
      if (child.connected) child.disconnect();
      fail(new Error('the Cell is not connected to any more'));
    },
  };
}

function failure(errno: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`connect ${code}`), { code, errno: -errno, syscall: 'connect' });
}
