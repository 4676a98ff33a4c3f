import { once } from 'node:events';
import { request } from 'node:http';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { node } from './holdout.ts';

/**
 * What a trial can't do without, and nothing else: spawns the server in `dir`, polls its port, asks once, kills it.
 * @returns milliseconds.
 */
export async function bareServer(
  dir: string,
  { path = '/', env = {} }: { readonly path?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const started = performance.now();
  await withServer(dir, env, (port) => ask(port, path));
  return performance.now() - started;
}

/** Does something while the server in `dir` runs, and waits for its end. */
export async function withServer(
  dir: string,
  env: NodeJS.ProcessEnv,
  work: (port: number) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const server = spawn(node, ['server.js'], { cwd: dir, env: { ...env, PORT: String(port) }, stdio: 'ignore' });
  const ended = once(server, 'exit');
  for (let wait = 1; !(await accepts(port)); wait = Math.min(wait * 1.1, 50)) {
    if (server.exitCode !== null) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await work(port);
  server.kill('SIGKILL');
  await ended;
}

/** Whether something on this machine accepts connections there. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

async function ask(port: number, path: string): Promise<void> {
  const asked = request({ host: '127.0.0.1', port, path, agent: false }).end();
  // Until the answer is there an error is one; then the server is killed, with the connection.
  asked.on('error', () => {});
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
}

/** @returns a port that nothing uses, a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
