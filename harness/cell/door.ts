import { spawn } from 'node:child_process';
import { Server } from 'node:net';
import { isRoot, ownNode, systemEnv } from './system.ts';

const LISTEN_MS = 20_000;

/** Run by the judge's node in the Cell's network and nowhere else of it: its files and processes stay ours. */
const listening = `
const server = require('node:net').createServer();
server.listen(0, '127.0.0.1', () => process.send('listening', server));
process.on('disconnect', () => process.exit());`;

/**
 * Listens on the loopback of the Cell whose pid 1 is `pid`. A socket stays in the network that it was made in, whoever
 * holds it: so nothing of ours, no socket file and no process, has to be put into the Cell. Returns why it failed as text.
 */
export async function openDoor(pid: number): Promise<Server | string> {
  // Root owns nothing in the Cell's user namespace, and needs nothing there to enter its network.
  const as = isRoot() ? [] : ['--user', '--preserve-credentials'];
  const child = spawn('nsenter', ['--target', String(pid), ...as, '--net', '--', ownNode, '--eval', listening], {
    cwd: '/',
    env: { ...systemEnv },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 4096) said += chunk.toString('utf8');
  });
  const { promise, resolve } = Promise.withResolvers<Server | string>();
  const timer = setTimeout(() => resolve(`nothing listened within ${LISTEN_MS / 1000}s`), LISTEN_MS);
  child.once('message', (_, handle) => resolve(handle instanceof Server ? handle : 'no listener came'));
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code) => resolve(`nsenter ended with ${code}\n${said}`));
  const door = await promise;
  clearTimeout(timer);
  child.kill('SIGKILL');
  return door;
}
