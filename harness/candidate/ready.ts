import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cell, Process } from '../model/cell.ts';
import { unreachable } from '../model/problem.ts';
import type { Ready } from '../model/vault.ts';
import { request } from './node-http.ts';
import { type Host, reach } from './ports.ts';

/** What is looked at to tell whether a started program may be asked. */
export interface Look {
  readonly cell: Cell;
  readonly process: Process;
  readonly port: number | undefined;
}

/**
 * Waits until it may be asked, and never ends when that never comes to be. Looked at from outside. @param within
 * milliseconds that are left. @param over ends the waiting. @returns where its port is open, when that was looked at.
 */
export async function untilReady(
  ready: Ready,
  { cell, process, port }: Look,
  within: number,
  over: AbortSignal,
): Promise<Host | undefined> {
  if (ready.by === 'log') return said(process, ready.text);
  // Without a port there is nothing to wait for.
  if (ready.by !== 'run' && port === undefined) return undefined;
  const deadline = performance.now() + within;
  for (; !over.aborted; await pause(AGAIN_MS)) {
    const left = Math.max(1, Math.ceil(deadline - performance.now()));
    if (ready.by === 'run') {
      if (await succeeds(cell, ready.command, left)) return undefined;
      continue;
    }
    const found = await reach(cell, port ?? 0, left);
    if (found === undefined) continue;
    const isReady = ready.by === 'port' || (await answers(found.socket, port ?? 0, ready.path, left));
    found.socket.destroy();
    if (isReady) return found.host;
  }
  return undefined;
}

/** Milliseconds between one look and the next, where there is something to look at. */
const AGAIN_MS = 10;

/** Settles when a text was printed. */
function said(process: Process, text: string): Promise<undefined> {
  return new Promise((resolve) => {
    let found = false;
    const look = (): void => {
      // It is told of all that comes after, too.
      if (found) return;
      found = process.output().includes(text);
      if (found) resolve(undefined);
    };
    process.onOutput(look);
    look();
  });
}

async function succeeds(cell: Cell, command: string, timeout: number): Promise<boolean> {
  const { code } = await cell.run({ argv: ['/bin/sh', '-c', command], cwd: cell.appDir, keep: 1024, timeout });
  return code === 0;
}

/** What was waited for in vain. */
export function describeReady(ready: Ready, port: number | undefined): string {
  switch (ready.by) {
    case 'port':
      return port === undefined ? 'no port' : `nothing listened on port ${port}`;
    case 'http':
      return `GET ${ready.path} did not answer with a status below 400`;
    case 'log':
      return `it did not print ${JSON.stringify(ready.text)}`;
    case 'run':
      return `\`${ready.command}\` did not succeed`;
    default:
      return unreachable(ready);
  }
}

/** The same with every text filled. */
export function fillReady(ready: Ready, fill: (text: string) => string): Ready {
  switch (ready.by) {
    case 'port':
      return ready;
    case 'http':
      return { ...ready, path: fill(ready.path) };
    case 'log':
      return { ...ready, text: fill(ready.text) };
    case 'run':
      return { ...ready, command: fill(ready.command) };
    default:
      return unreachable(ready);
  }
}

/** Whether GET is answered with a status below 400 within the time that is left. A first answer may take long. */
function answers(socket: Socket, port: number, path: string, left: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const host = socket.remoteAddress ?? '';
  const createConnection = (): Socket => socket;
  const asked = request({ host, port, path, createConnection, signal: AbortSignal.timeout(left) }, (response) => {
    // Only the status counts; the body may never end.
    response.destroy();
    resolve((response.statusCode ?? 500) < 400);
  });
  asked.once('error', () => resolve(false));
  // An answer that goes on as another protocol is none.
  asked.once('close', () => resolve(false));
  asked.end();
  return promise;
}
