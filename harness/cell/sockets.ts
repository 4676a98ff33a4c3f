import { spawn } from 'node:child_process';
import { Server, Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { Address } from '../model/cell.ts';
import { socketsProgram } from './sockets-program.ts';
import { isRoot, systemEnv } from './system.ts';

/** Makes sockets in the network of a Cell. When it is disposed, what it has handed over lives on. */
export interface Sockets extends Disposable {
  /** As `Cell.connect`, but that it rejects without a code for what went wrong with whoever makes them. */
  connect(to: Address, within: number): Promise<Socket>;
  /** Listens at a free port of the Cell's loopback. */
  listen(): Promise<Server>;
}

/** Milliseconds in which it must be there. */
const START_MS = 20_000;

/** Number of sendmsg(2). */
const sendmsg: { readonly [arch: string]: number } = { x64: 46, arm64: 211 };

type Answer = { readonly n: number; readonly errno?: number };
type Made = Socket | Server | undefined;

/**
 * Starts what makes sockets in the network of the Cell whose pid 1 is `pid`. A socket stays in the network that it was made
 * in, whoever holds it: so nothing of ours, no socket file and no process that it could see, is in the Cell, and nothing
 * of the Cell's is in our network. Returns why it failed as text.
 */
export async function openSockets(pid: number): Promise<Sockets | string> {
  const number = sendmsg[process.arch];
  if (number === undefined) return `the number of sendmsg is not known for ${process.arch}`;
  // Root owns nothing in the Cell's user namespace, and needs nothing there to enter its network.
  const as = isRoot() ? [] : ['--user', '--preserve-credentials'];
  const argv = ['--target', String(pid), ...as, '--net', '--', 'perl', '-e', socketsProgram, String(number)];
  const child = spawn('nsenter', argv, { cwd: '/', env: { ...systemEnv }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 4096) said += chunk.toString('utf8');
  });
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
    child.send({ n: asked, ...question }, (error) => error !== null && fail(error));
    return answer;
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
  child.once('close', (code) => fail(new Error(`what makes sockets in a Cell ended with ${code}\n${said}`)));

  const timer = setTimeout(() => fail(new Error(`no sockets within ${START_MS / 1000}s`)), START_MS);
  const trouble = await expectAnswer(0).then(
    () => undefined,
    (error: Error) => error.message,
  );
  clearTimeout(timer);
  if (trouble !== undefined) {
    child.kill('SIGKILL');
    return trouble;
  }
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
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

function failure(errno: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`connect ${code}`), { code, errno: -errno, syscall: 'connect' });
}
