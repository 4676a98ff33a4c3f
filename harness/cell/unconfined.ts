import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cell, CellSpec, Command, Confinement } from '../model/cell.ts';
import { ok } from '../model/problem.ts';
import { type Launched, launch } from './process.ts';
import { systemEnv } from './system.ts';

/**
 * No walls: for developing scenarios on machines without namespaces. Asked for by name, shown in red, recorded in the Run,
 * and never allowed to gate. @param dir an existing private folder that only this judge uses.
 */
export function unconfined({ dir }: { readonly dir: string }): Confinement {
  return {
    name: 'unconfined',
    isolation: 'unconfined',
    preflight: () => Promise.resolve([]),
    open: async (spec) => ok(await openCell(spec, dir)),
    lane: ({ tree, toolchain, cache }) => ({
      program: process.execPath,
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache.dir },
      tree,
      toolchain,
    }),
  };
}

async function openCell(spec: CellSpec, parent: string): Promise<Cell> {
  const dir = await mkdtemp(join(parent, 'cell-'));
  const appDir = spec.writes === 'fresh' ? join(dir, 'app') : spec.tree;
  if (spec.writes === 'fresh')
    await cp(spec.tree, appDir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const home = join(dir, 'home');
  await mkdir(home);
  const running = new Set<Launched>();
  let workDirs = 0;

  const start = ({ argv, cwd, env, keep, stdin }: Command & { readonly stdin?: string }): Launched => {
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
    async workDir() {
      const path = join(dir, `w${workDirs++}`);
      await mkdir(path);
      return path;
    },
    limitHit: () => undefined,
    start,
    run: (command) => start(command).end(command.timeout),
    async write(files) {
      for (const { path, text } of files) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      }
    },
    async read(path, limit) {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return { is: 'absent' };
      if (!found.isFile()) return { is: 'other', what: 'not a regular file' };
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes === undefined) return { is: 'other', what: 'not readable' };
      return { is: 'file', size: found.size, bytes: bytes.subarray(0, limit) };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((started) => started.stop()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
