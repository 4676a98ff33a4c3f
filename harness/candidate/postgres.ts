import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../cell/remove.ts';
import { candidateUid, isRoot } from '../cell/system.ts';
import type { Confinement } from '../model/cell.ts';
import { defaultLimits } from '../model/limits.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';

const INSTALLED = '/usr/lib/postgresql';

/** The folder with the programs of the newest PostgreSQL that Debian's packages brought; nothing without one. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED) : [];
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')));
}

/** Nothing of it outlives its Cell, so it need not care for power cuts, old rows or other machines. */
const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
min_wal_size = 2MB
max_wal_size = 64MB
shared_buffers = 16MB
autovacuum = off
jit = off
huge_pages = off
max_logical_replication_workers = 0
log_timezone = 'UTC'
timezone = 'UTC'
lc_messages = 'C'
`;

/**
 * A server of the smallest size with one user and one database, both called `app`, that lets everybody on this loopback
 * in. Maps of free and visible rows, nearly half of its files, are made again where they are missing.
 */
const prepareScript = `set -e
"$1/initdb" -D data -U app --auth=trust --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=1 --no-sync
printf '%s' "$2" >> data/postgresql.conf
echo 'create database app' | "$1/postgres" --single -D data postgres
"$1/pg_resetwal" -f -D data
find data/base data/global -name '*_fsm' -delete -o -name '*_vm' -delete`;

const PREPARE_MS = 120_000;

export interface PostgresRequest {
  readonly programs: string;
  readonly walls: Confinement;
  /** Private folder that holds prepared data from run to run. */
  readonly cache: string;
}

/**
 * Prepares a data folder in a Cell without a network, once for each version and machine; the same again is a look at the
 * cache. @returns the folder, which each instance copies.
 */
export async function preparePostgres({ programs, walls, cache }: PostgresRequest): Promise<Result<string>> {
  if (walls.name === 'unconfined' && isRoot()) {
    return fail(
      problem('no-service', 'PostgreSQL refuses to run as root, as it would have to without a Cell', {
        fix: 'leave --cell unconfined out, or run as an ordinary user',
      }),
    );
  }
  const facts = { programs, prepareScript, settings, walls: walls.name, owner: process.getuid?.() };
  const key = `postgres-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)}`;
  const place = join(cache, key);
  const data = join(place, 'data');
  if (existsSync(data)) return ok(data);
  const partial = join(cache, `${key}.${process.pid}.partial`);
  removeTree(partial);
  await mkdir(partial, { recursive: true, mode: 0o711 });
  try {
    if (isRoot()) await chown(partial, candidateUid, candidateUid);
    const made = await make(programs, walls, partial);
    if (!made.ok) return made;
    await chmod(partial, 0o711);
    await rename(partial, place).catch((error: unknown) => {
      // Another judge was quicker.
      if (!existsSync(data)) throw error;
    });
    return ok(data);
  } finally {
    removeTree(partial);
  }
}

async function make(programs: string, walls: Confinement, tree: string): Promise<Result<undefined>> {
  const nothing = { binds: [], links: [], path: [], hostPath: [] };
  const opened = await walls.open({
    tree,
    writes: 'in-place',
    network: 'none',
    toolchain: nothing,
    env: {},
    limits: defaultLimits,
  });
  if (!opened.ok) return opened;
  await using cell = opened.value;
  const exit = await cell.run({
    argv: ['/bin/sh', '-c', prepareScript, 'sh', programs, settings],
    cwd: cell.appDir,
    keep: 16 * 1024,
    timeout: PREPARE_MS,
  });
  if (exit.code === 0) return ok(undefined);
  return fail(
    problem('no-service', 'PostgreSQL could not be prepared', { notes: exit.stderr.trim().split('\n').slice(-3) }),
  );
}

/** The command line that copies prepared data and becomes a server on it. */
export const postgresCommand = (programs: string, data: string, port: number): string =>
  `d=$(mktemp -d) && cp -r ${quoted(`${data}/.`)} "$d" && exec ${quoted(`${programs}/postgres`)} -D "$d" -p ${port}`;

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
