import { once } from 'node:events';
import { cpSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cell, CellSpec, Command, Confinement, Done, Exit, Process } from '../model/cell.ts';
import { ok } from '../model/problem.ts';
import { endedProcess, neverRan } from './lost.ts';
import { type Launched, launch } from './process.ts';
import { removeTree } from './remove.ts';
import { isRoot, ownNode, systemEnv } from './system.ts';

/**
 * No walls: for developing scenarios on machines without namespaces. Asked for by name, shown in red, recorded in the Run,
 * and never allowed to gate. @param dir an existing private folder that only this judge uses.
 */
export function unconfined({ dir }: { readonly dir: string }): Confinement {
  return {
    name: 'unconfined',
    isolation: 'unconfined',
    preflight: () => Promise.resolve(ok({ walls: [] })),
    open: async (spec) => ok(await openCell(spec, dir)),
    lane: ({ tree, toolchain, cache, browser }) => ({
      program: ownNode,
      log: join(dir, 'lane.log'),
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache.dir },
      tree,
      toolchain,
      ...(browser !== undefined && { browser }),
    }),
    browser: ({ executable, dir: own, display }) => ({
      program: executable,
      dir: own,
      headed: display !== undefined,
      sandbox: !isRoot(),
    }),
  };
}

async function openCell(spec: CellSpec, parent: string): Promise<Cell> {
  const dir = await mkdtemp(join(parent, 'cell-'));
  const appDir = spec.writes === 'fresh' ? join(dir, 'app') : spec.tree;
  // At once: with two thousand files Node's copy that can be awaited takes twenty times as long.
  if (spec.writes === 'fresh')
    cpSync(spec.tree, appDir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const home = join(dir, 'home');
  await mkdir(home);
  const running = new Set<Launched>();
  let workDirs = 0;
  let ended = false;

  const cannotRun = ({ cwd }: Command): Exit | undefined => {
    if (ended) return neverRan('cell');
    return isFolder(cwd) ? undefined : neverRan('cwd', `${cwd} is no folder`);
  };
  const begin = ({ argv, cwd, env, keep, stdin }: Command & { readonly stdin?: string }): Launched => {
    const started = launch({
      argv,
      cwd,
      env: {
        PATH: [...spec.toolchain.hostPath, systemEnv.PATH].join(':'),
        HOME: home,
        TMPDIR: home,
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        TZ: 'UTC',
        ...spec.env,
        ...env,
      },
      keep,
      ...(stdin === undefined ? {} : { stdin }),
    });
    running.add(started);
    return started;
  };
  return {
    appDir,
    async connect({ host, port }, within = 0) {
      const until = performance.now() + within;
      for (;;) {
        try {
          return await (host === 'localhost' ? eitherHost(port) : connected(host, port));
        } catch (error) {
          if (ended || performance.now() >= until) throw error;
        }
        await pause(AGAIN_MS);
      }
    },
    async workDir() {
      if (ended) return over;
      const path = join(dir, `w${workDirs++}`);
      return done(path, () => mkdir(path));
    },
    limitHit: () => undefined,
    ended: () => ended,
    start: (command): Process => {
      const exit = cannotRun(command);
      return exit === undefined ? begin(command) : endedProcess(exit);
    },
    run: async (command) => cannotRun(command) ?? begin(command).end(command.timeout),
    async write(files) {
      if (ended) return over;
      return done(undefined, async () => {
        for (const { path, text } of files) {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, text);
        }
      });
    },
    async read(path, limit) {
      if (ended) return { is: 'unseen', why: 'the Cell has ended' };
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return { is: 'absent' };
      if (!found.isFile()) return { is: 'other', what: 'not a regular file' };
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes === undefined) return { is: 'other', what: 'not readable' };
      return { is: 'file', size: found.size, bytes: bytes.subarray(0, limit) };
    },
    async [Symbol.asyncDispose]() {
      ended = true;
      await Promise.all([...running].map((started) => started.stop()));
      removeTree(dir);
    },
  };
}

/** Milliseconds after which a connection that was refused is tried again. */
const AGAIN_MS = 5;

async function connected(host: string, port: number): Promise<Socket> {
  const socket = createConnection({ host, port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** One that was not yet there at the first address may be there by the time of the second, at both. */
async function eitherHost(port: number): Promise<Socket> {
  const first = (): Promise<Socket | undefined> => connected('127.0.0.1', port).catch(() => undefined);
  const found = await first();
  if (found !== undefined) return found;
  const other = await connected('::1', port);
  other.on('error', () => {});
  const again = await first();
  if (again !== undefined) other.destroy();
  return again ?? other;
}

const over: Done<never> = { ok: false, why: 'ended', detail: '' };

/** What the file system says no to is told, not thrown. */
async function done<T>(value: T, work: () => Promise<unknown>): Promise<Done<T>> {
  try {
    await work();
    return { ok: true, value };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { ok: false, why: code === 'ENOSPC' ? 'disk' : 'refused', detail: message };
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
