import { posix } from 'node:path';
import { systemProgram } from '../cell/system.ts';
import type { Database } from '../model/adapter.ts';
import type { Cell, Confinement, Toolchain } from '../model/cell.ts';
import { fail, ok, problem, type Result, unreachable } from '../model/problem.ts';
import type { Recipe, Service } from '../model/vault.ts';
import { holdPort } from './listeners.ts';
import { freePort } from './ports.ts';
import { postgresCommand, postgresPrograms, preparePostgres } from './postgres.ts';
import { describeExit, type Program, type ProgramStart, type Running, startProgram } from './program.ts';
import { fillReady } from './ready.ts';

/** Where a Cell sees what PostgreSQL's data is copied from. */
const POSTGRES_DATA = '/opt/postgres';

/**
 * Finds the services of a vault on this machine and prepares what can be prepared once.
 * @returns the toolchain that Cells and lanes need for them, beside the candidate's own.
 */
export async function prepareServices(
  services: readonly Service[],
  { toolchain, walls, cache }: { readonly toolchain: Toolchain; readonly walls: Confinement; readonly cache: string },
): Promise<Result<Toolchain>> {
  const uses = services.map(({ use }) => use);
  if (uses.includes('redis') && systemProgram('redis-server') === undefined) return missing('Redis', 'redis-server');
  if (!uses.includes('postgres')) return ok(toolchain);
  const programs = postgresPrograms();
  if (programs === undefined) return missing('PostgreSQL', 'postgresql');
  const data = await preparePostgres({ programs, walls, cache });
  if (!data.ok) return data;
  return ok({ ...toolchain, binds: [...toolchain.binds, { from: data.value, to: POSTGRES_DATA }] });
}

function missing(name: string, debian: string): Result<never> {
  return fail(
    problem('no-service', `${name}, which vault.yaml has as a service, was not found on this machine`, {
      fix: `sudo apt-get install -y --no-install-recommends ${debian}`,
    }),
  );
}

/** Services that are ready, by name. */
interface StartedServices {
  /** How others reach them: what `${name.url}` and `${name.port}` stand for. */
  readonly addresses: Addresses;
  /** One line about the first that ended since, or may not be the one that answers on its port any more. */
  lost(): string | undefined;
}

export type Addresses = { readonly [name: string]: { readonly url: string; readonly port: number } };

export type ServicesStart =
  | { readonly ok: true; readonly services: StartedServices }
  /** The first that did not become ready. The candidate was not started yet, so it is never the candidate's doing. */
  | { readonly ok: false; readonly detail: string; readonly log: string };

/**
 * Starts all services in a Cell, each as soon as those are ready that it names. @param toolchain as this lane sees it.
 * @param others ports that are not theirs.
 */
export async function startServices(
  cell: Cell,
  services: readonly Service[],
  toolchain: Toolchain,
  others: readonly number[] = [],
): Promise<ServicesStart> {
  const addresses = await addressesOf(services, others);
  const starting = new Map<string, Promise<ProgramStart>>();
  for (const service of services) {
    const program = programOf(fillService(service, addresses), addresses[service.name]?.port, toolchain);
    const named = [...starting].flatMap(([name, started]) => (mentions(service, name) ? [started] : []));
    const begin = async (): Promise<ProgramStart> => {
      const failed = (await Promise.all(named)).find(({ ok: isReady }) => !isReady);
      return failed ?? startProgram(cell, program, AbortSignal.timeout(service.ready.within + 1000));
    };
    starting.set(service.name, begin());
  }
  const results = await Promise.all([...starting].map(async ([name, started]) => ({ name, result: await started })));
  const kept: Kept[] = [];
  for (const { name, result } of results) {
    if (!result.ok) return { ok: false, detail: `the service "${name}": ${withLastLine(result)}`, log: result.log };
    const { running } = result;
    const port = addresses[name]?.port;
    kept.push({ name, running, moved: port === undefined ? () => undefined : holdPort(running.process.pid, port) });
  }
  return { ok: true, services: { addresses, lost: () => whichLost(kept) } };
}

interface Kept {
  readonly name: string;
  readonly running: Running;
  /** What became of its port, after its name. */
  moved(): string | undefined;
}

function whichLost(services: readonly Kept[]): string | undefined {
  for (const { name, running, moved } of services) {
    const exit = running.ended();
    const what = exit === undefined ? moved() : `ended with ${describeExit(exit)}`;
    if (what !== undefined) return `the service "${name}" ${what}`;
  }
  return undefined;
}

const withLastLine = ({ detail, log }: { readonly detail: string; readonly log: string }): string =>
  [detail, log.trim().split('\n').at(-1) ?? ''].filter((part) => part !== '').join(': ');

async function addressesOf(services: readonly Service[], others: readonly number[]): Promise<Addresses> {
  const found: { [name: string]: { readonly url: string; readonly port: number } } = {};
  const fixed = services.flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
  for (const { name, use, port: wanted } of services) {
    if (wanted === undefined) continue;
    const taken = [...others, ...fixed, ...Object.values(found).map(({ port }) => port)];
    const port = wanted === 'drawn' ? await freePort(taken) : wanted;
    found[name] = { port, url: urlOf(use, port) };
  }
  return found;
}

function urlOf(use: Service['use'], port: number): string {
  switch (use) {
    case 'postgres':
      return `postgres://app:app@127.0.0.1:${port}/app`;
    case 'redis':
      return `redis://127.0.0.1:${port}`;
    case 'own':
      return `http://127.0.0.1:${port}`;
    default:
      return unreachable(use);
  }
}

/** Puts addresses where `${name.url}` and `${name.port}` stand. Any other `${...}` is the shell's. */
const fillReferences = (text: string, addresses: Addresses): string =>
  Object.entries(addresses).reduce(
    (filled, [name, { url, port }]) =>
      filled.replaceAll(`\${${name}.url}`, url).replaceAll(`\${${name}.port}`, String(port)),
    text,
  );

/** The recipe of a candidate that is told where its services are. */
export function fillRecipe(recipe: Recipe, addresses: Addresses): Recipe {
  const fill = (text: string): string => fillReferences(text, addresses);
  const { start } = recipe;
  return {
    ...recipe,
    ...(start === undefined ? {} : { start: fill(start) }),
    env: filledEnv(recipe.env, fill),
    ready: fillReady(recipe.ready, fill),
  };
}

/** What `db` steps may read, as it is reached from a lane. */
export function databasesOf(
  db: Recipe['db'],
  appDir: string,
  addresses: Addresses,
): { readonly [name: string]: Database } {
  return Object.fromEntries(
    Object.entries(db).map(([name, from]): readonly [string, Database] => [
      name,
      'sqlite' in from
        ? { is: 'sqlite', path: posix.join(appDir, from.sqlite) }
        : { is: 'postgres', url: addresses[from.postgres]?.url ?? '' },
    ]),
  );
}

function fillService(service: Service, addresses: Addresses): Service {
  const own = addresses[service.name]?.port;
  const fill = (text: string): string =>
    fillReferences(own === undefined ? text : text.replaceAll('${port}', String(own)), addresses);
  const { start } = service;
  return {
    ...service,
    ...(start === undefined ? {} : { start: fill(start) }),
    env: filledEnv(service.env, fill),
    ready: fillReady(service.ready, fill),
  };
}

const filledEnv = (env: Recipe['env'], fill: (text: string) => string): Recipe['env'] =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));

const mentions = ({ start = '', env, ready }: Service, name: string): boolean =>
  [start, ...Object.values(env), JSON.stringify(ready)].some((text) => text.includes(`\${${name}.`));

function programOf({ use, start = '', env, ready }: Service, port = 0, toolchain: Toolchain): Program {
  const base = { cwd: '/', env, ready, port };
  switch (use) {
    case 'postgres': {
      const data = toolchain.binds.find(({ to }) => to === POSTGRES_DATA)?.from ?? POSTGRES_DATA;
      // Its port is open before it answers.
      const within = ready.within;
      return {
        ...base,
        command: postgresCommand(postgresPrograms() ?? '', data, port),
        ready: { by: 'log', text: 'database system is ready to accept connections', within },
      };
    }
    case 'redis':
      return {
        ...base,
        command: `cd "$(mktemp -d)" && exec redis-server --bind 127.0.0.1 --port ${port} --save '' --appendonly no`,
      };
    case 'own':
      // In an empty folder: not among the candidate's files.
      return { ...base, port: port === 0 ? undefined : port, command: `cd "$(mktemp -d)" || exit\n${start}` };
    default:
      return unreachable(use);
  }
}
