import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { LookupFunction, Server } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killed } from '../cell/process.ts';
import type { Environment } from '../model/cell.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type RegistryHost, shown } from './registry-hosts.ts';
import { steadyLookup } from './registry-lookup.ts';
import type { RegistryNote } from './registry-proxy.ts';
import { reach } from './registry-reach.ts';

/** The way from an install's Cell to the registry. When it is disposed, its process is gone. */
export interface Way extends AsyncDisposable {
  /** Tells package managers of it. */
  readonly env: Environment;
  /** Places that somebody asked for in vain, as they came. */
  refused(): readonly string[];
  /**
   * Ends the way, and then tries once more, from here, each place of the list that was asked for and never reached: the
   * candidate has no part in that. Why one can't be reached: `registry.example.com:443 does not answer (ENOTFOUND)`.
   */
  away(): Promise<string | undefined>;
  /** Was any place of the list reached? */
  reached(): boolean;
  /** What its process said when it ended by itself: then nothing that failed is the candidate's doing. */
  lost(): string | undefined;
}

const here = fileURLToPath(import.meta.url);
const entry = join(dirname(here), here.endsWith('.ts') ? 'registry-porter.ts' : 'registry-porter.js');

/** What the process at the door has to read: the modules beside this one, and what they are written in. */
export function wayCode(): readonly string[] {
  let root = dirname(here);
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return [dirname(here), join(root, 'package.json')];
}

const READY_MS = 20_000;

/**
 * Opens the way. @param program stands in for node; see `Confinement.porter`. @param door is closed here, and answered
 * by the new process from then on. @param refused is called for each place that is asked for in vain.
 */
export async function openWay(
  program: string,
  door: Server,
  hosts: readonly RegistryHost[],
  refused: (place: string) => void,
): Promise<Result<Way>> {
  const env = proxyEnvironment(door, hosts);
  const child = fork(entry, [], {
    execPath: program,
    execArgv: [],
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said = lastWords(child);
  let lost: string | undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      lost ??= why;
      resolve();
    };
    child.once('close', (code, signal) => end(`it ended with ${signal ?? code}: ${said()}`));
    child.once('error', (error) => end(error.message));
  });
  const { promise: ready, resolve: begin } = Promise.withResolvers<void>();
  const asked: string[] = [];
  const states = new Map<string, RegistryNote['is']>();
  // Looks the names up now, before the candidate runs.
  const lookup = steadyLookup(hosts.flatMap(({ host, through }) => (through === undefined ? [host] : [])));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (closing === undefined) {
      lost ??= '';
      if (child.pid !== undefined) killed(-child.pid);
      closing = gone;
    }
    return closing;
  };
  child.on('message', (note: RegistryNote | { readonly is: 'ready' }) => {
    if (note.is === 'ready') return begin();
    if (note.is !== 'refused') return void states.set(note.place, note.is);
    asked.push(note.place);
    refused(note.place);
  });
  const way: Way = {
    env,
    refused: () => asked,
    async away() {
      await close();
      const missed = hosts.filter((host) => states.get(shown(host)) === 'asked');
      const tried = await Promise.all(missed.map((host) => whyUnreached(host, lookup)));
      return tried.find((why) => why !== undefined);
    },
    reached: () => [...states.values()].includes('reached'),
    lost: () => lost,
    [Symbol.asyncDispose]: close,
  };
  const timer = setTimeout(() => {
    lost ??= `it was not ready within ${READY_MS / 1000}s: ${said()}`;
    begin();
  }, READY_MS);
  child.send([...hosts], door, () => {});
  await Promise.race([ready, gone]);
  clearTimeout(timer);
  // From here on it is the other process's alone.
  door.close();
  if (lost === undefined) return ok(way);
  const problems = wayLost(lost);
  await way[Symbol.asyncDispose]();
  return problems;
}

/** Tries a place once. */
const whyUnreached = (host: RegistryHost, lookup: LookupFunction): Promise<string | undefined> =>
  reach(host, lookup).then(
    ({ socket }) => void socket.on('error', () => {}).destroy(),
    ({ code, message }: NodeJS.ErrnoException) => `${shown(host)} does not answer (${code ?? message})`,
  );

/** That the way to the registry is not there is ours, whatever an install comes to. */
export const wayLost = (why: string): Result<never> =>
  fail(
    problem('no-confinement', "the way from the sandbox to the package registry can't be kept open here", {
      notes: [why.trim()],
      fix: 'run it again; see docs/cell.md, or develop scenarios with --cell unconfined (never gates)',
    }),
  );

/** By the names that npm, pnpm, yarn, pip, cargo, go, git, curl and Node itself look for. */
function proxyEnvironment(door: Server, hosts: readonly RegistryHost[]): Environment {
  const address = door.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  // What an install starts for itself in there is asked directly, unless its name is that of a registry on this machine.
  const own = ['localhost', '127.0.0.1', '::1'].filter((name) => hosts.every(({ host }) => host !== name)).join(',');
  return {
    ...named(['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'], url),
    ...named(['npm_config_proxy', 'npm_config_https_proxy', 'YARN_HTTP_PROXY', 'YARN_HTTPS_PROXY'], url),
    ...named(['no_proxy', 'NO_PROXY', 'npm_config_noproxy'], own),
    NODE_USE_ENV_PROXY: '1',
  };
}

const named = (names: readonly string[], value: string): Environment =>
  Object.fromEntries(names.map((name) => [name, value]));

/** The end of what a process prints on standard error. */
function lastWords(child: ChildProcess): () => string {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2048);
  });
  return () => said;
}
