import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { Cell, Process } from '../model/cell.ts';
import { unreachable } from '../model/problem.ts';
import type { Ready } from '../model/vault.ts';
import { type Host, hostOf } from './ports.ts';

/** What is looked at to tell whether a started program may be asked. */
export interface Look {
  readonly cell: Cell;
  readonly process: Process;
  readonly port: number | undefined;
}

/** One look, which may take as many milliseconds as are left. From outside. */
export function readiness(ready: Ready, { cell, process, port }: Look): (left: number) => Promise<boolean> {
  switch (ready.by) {
    case 'port':
      // Without a port there is nothing to wait for.
      return async () => port === undefined || (await hostOf(cell, port)) !== undefined;
    case 'http':
      return async (left) => port === undefined || answers(cell, await hostOf(cell, port), port, ready.path, left);
    case 'log':
      return () => Promise.resolve(process.output().includes(ready.text));
    case 'run':
      return async (left) => {
        const { code } = await cell.run({
          argv: ['/bin/sh', '-c', ready.command],
          cwd: cell.appDir,
          keep: 1024,
          timeout: left,
        });
        return code === 0;
      };
    default:
      return unreachable(ready);
  }
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
async function answers(cell: Cell, host: Host | undefined, port: number, path: string, left: number): Promise<boolean> {
  if (host === undefined) return false;
  const signal = AbortSignal.timeout(left);
  const socket = await cell.connect({ host, port }).catch(() => undefined);
  if (socket === undefined) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const createConnection = (): Socket => socket;
  const asked = request({ host, port, path, createConnection, signal }, (response) => {
    // Only the status counts; the body may never end.
    response.destroy();
    resolve((response.statusCode ?? 500) < 400);
  });
  asked.once('error', () => resolve(false));
  asked.end();
  return promise;
}
