import { createConnection, createServer } from 'node:net';
import { request } from 'node:http';
import type { Cell, Environment, Exit, Process } from '../model/cell.ts';
import { unreachable } from '../model/problem.ts';
import type { Ready, Recipe } from '../model/vault.ts';

/** A started candidate that is ready to be asked. */
export interface Started {
  readonly url?: string;
  /** The vault's environment with the instance's port filled in. */
  readonly env: Environment;
  readonly process: Process;
  /** Its exit, when it ended already. */
  ended(): Exit | undefined;
}

export type StartResult =
  | { readonly ok: true; readonly started: Started }
  /** `blame` is ours when the port was taken before the candidate had it. */
  | { readonly ok: false; readonly blame: 'candidate' | 'sandbox'; readonly detail: string; readonly log: string };

/** The vault's environment for what runs before, or without, a drawn port. */
export const fixedEnvironment = (recipe: Recipe): Environment =>
  Object.fromEntries(Object.entries(recipe.env).filter(([, value]) => !value.includes('${port}')));

/** Bytes kept of what a started candidate prints. */
const LOG_BYTES = 64 * 1024;

/**
 * Starts the candidate in a Cell and waits until it is ready, by what the vault says that means. Readiness is looked at
 * from outside, from within the lane's network, and never asked of the candidate.
 */
export async function startCandidate(
  cell: Cell,
  recipe: Recipe & { readonly start: string },
  signal: AbortSignal,
): Promise<StartResult> {
  const port = recipe.port === 'drawn' ? await freePort() : recipe.port;
  if (port !== undefined && (await hostOf(port)) !== undefined) {
    return { ok: false, blame: 'sandbox', detail: `port ${port} is in use already`, log: '' };
  }
  const fill = (text: string): string => (port === undefined ? text : text.replaceAll('${port}', String(port)));
  const env: Environment = {
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...Object.fromEntries(Object.entries(recipe.env).map(([name, value]) => [name, fill(value)])),
  };
  const process = cell.start({ argv: ['/bin/sh', '-c', fill(recipe.start)], cwd: cell.appDir, env, keep: LOG_BYTES });
  let exit: Exit | undefined;
  void process.exited.then((ended) => {
    exit = ended;
  });
  const deadline = performance.now() + recipe.ready.within;
  const isReady = readiness(recipe.ready, { cell, process, port, fill });
  for (let wait = 1; ; wait = Math.min(wait * 1.1, 50)) {
    if (exit !== undefined) return whyEnded(exit, cell, process);
    if (await isReady(Math.max(1, Math.ceil(deadline - performance.now())))) {
      const url = port === undefined ? {} : { url: `http://${(await hostOf(port)) ?? hosts[0]}:${port}` };
      return { ok: true, started: { process, env, ended: () => exit, ...url } };
    }
    if (performance.now() > deadline || signal.aborted) {
      await process.stop();
      return failed(
        `it was not ready within ${recipe.ready.within / 1000}s (${describeReady(recipe.ready, port)})`,
        process,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function whyEnded(exit: Exit, cell: Cell, process: Process): StartResult {
  if (exit.lost === 'sandbox') return { ok: false, blame: 'sandbox', detail: exit.stderr.trim(), log: '' };
  const hit = cell.limitHit();
  const how = hit === undefined ? `ended with ${describeExit(exit)}` : `hit the limit "${hit}"`;
  return failed(`it ${how} before it was ready`, process);
}

const failed = (detail: string, process: Process): StartResult => ({
  ok: false,
  blame: 'candidate',
  detail,
  log: process.output(),
});

/** `exit code 1`: how something that was started ended, after the words "ended with". */
export function describeExit({ code, signal, lost }: Exit): string {
  if (lost !== undefined) return lost === 'cell' ? 'its Cell' : 'nothing that could be started';
  return code === null ? `signal ${signal ?? 'unknown'}` : `exit code ${code}`;
}

interface Look {
  readonly cell: Cell;
  readonly process: Process;
  readonly port: number | undefined;
  readonly fill: (text: string) => string;
}

/** One look, which may take as many milliseconds as are left. */
function readiness(ready: Ready, { cell, process, port, fill }: Look): (left: number) => Promise<boolean> {
  switch (ready.by) {
    case 'port':
      // Without a port there is nothing to wait for.
      return async () => port === undefined || (await hostOf(port)) !== undefined;
    case 'http':
      return async (left) => port === undefined || answers(await hostOf(port), port, fill(ready.path), left);
    case 'log':
      return () => Promise.resolve(process.output().includes(fill(ready.text)));
    case 'run':
      return async (left) => {
        const { code } = await cell.run({
          argv: ['/bin/sh', '-c', fill(ready.command)],
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

function describeReady(ready: Ready, port: number | undefined): string {
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

/** Where a server of the lane's network may listen. Most are found at the first. */
const hosts = ['127.0.0.1', '[::1]'] as const;
type Host = (typeof hosts)[number];

/** The loopback address on which somebody accepts connections; nothing when nobody does. */
async function hostOf(port: number): Promise<Host | undefined> {
  for (const host of hosts) if (await accepts(host, port)) return host;
  return undefined;
}

const CONNECT_MS = 1_000;

function accepts(host: Host, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: bare(host), port, timeout: CONNECT_MS });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

/** Whether GET is answered with a status below 400 within the time that is left. A first answer may take long. */
function answers(host: Host | undefined, port: number, path: string, left: number): Promise<boolean> {
  if (host === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const asked = request(
      { host: bare(host), port, path, agent: false, signal: AbortSignal.timeout(left) },
      (response) => {
        // Only the status counts; the body may never end.
        response.destroy();
        resolve((response.statusCode ?? 500) < 400);
      },
    );
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

const bare = (host: Host): string => host.replaceAll(/[[\]]/g, '');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
