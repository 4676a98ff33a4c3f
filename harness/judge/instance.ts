import type { Adapters } from './sessions.ts';
import { fixedEnvironment, startCandidate } from '../candidate/start.ts';
import { databasesOf, fillRecipe, startServices } from '../candidate/services.ts';
import type { BrowserProgram, Cell, Confinement } from '../model/cell.ts';
import type { Wire } from '../model/wire.ts';
import type { Recipe } from '../model/vault.ts';
import type { Stage } from './stage.ts';
import type { Place } from './task.ts';

/** A started candidate in a Cell of its own, that a Trial, or several, may act on. */
export interface Instance extends AsyncDisposable {
  readonly stage: Omit<Stage, 'now' | 'untouched'>;
  /** Whether what stands at the wire has changed anything so far; nothing where nothing stands there. */
  readonly acted: () => boolean | undefined;
}

export type Opened =
  | { readonly is: 'open'; readonly instance: Instance }
  | { readonly is: 'closed'; readonly blame: 'candidate' | 'sandbox'; readonly detail: string; readonly log: string };

/** A Cell whose connections to the candidate's port lead through something, and where the candidate is asked then. */
interface Wired extends Cell {
  readonly url: string;
  acted(): boolean;
}

export interface InstanceMeans {
  readonly adapters: Adapters;
  readonly browser: () => BrowserProgram;
  /** Puts something between a Cell's candidate and whoever asks it at `url`. */
  readonly withWire: (cell: Cell, url: string, wire: Wire) => Promise<Wired>;
}

/** @throws when the machine can't confine: it could a moment ago, so this is a bug or a broken machine, never the candidate. */
export async function openCell(place: Place, walls: Confinement): Promise<Cell> {
  const opened = await walls.open({
    tree: place.tree,
    writes: 'fresh',
    network: isReached(place.recipe) ? 'reached' : 'none',
    toolchain: place.toolchain,
    env: fixedEnvironment(place.recipe),
    limits: place.limits,
  });
  if (!opened.ok)
    throw new Error(opened.problems.map(({ message, notes = [] }) => [message, ...notes].join('\n')).join('\n'));
  return opened.value;
}

/** Whether anything in the Cell is to be connected to. */
const isReached = ({ start, services }: Recipe): boolean => start !== undefined || services.length > 0;

/** Starts the services and the candidate in a Cell, which is disposed when that fails. */
export async function startInstance(cell: Cell, place: Place, means: InstanceMeans): Promise<Opened> {
  const opened = await equipped(cell, place, means).catch(async (error: unknown) => {
    await cell[Symbol.asyncDispose]();
    throw error;
  });
  if (opened.is === 'closed') await cell[Symbol.asyncDispose]();
  return opened;
}

async function equipped(cell: Cell, place: Place, { adapters, browser, withWire }: InstanceMeans): Promise<Opened> {
  const { limits, wire } = place;
  const { port } = place.recipe;
  const own = typeof port === 'number' ? [port] : [];
  const beside = await startServices(cell, place.recipe.services, place.toolchain, own);
  if (!beside.ok) return { is: 'closed', blame: 'sandbox', detail: beside.detail, log: beside.log };
  const { addresses, lost: lostService } = beside.services;
  const recipe = fillRecipe(place.recipe, addresses);
  const databases = databasesOf(recipe.db, cell.appDir, addresses);
  const env = recipe.start === undefined ? fixedEnvironment(recipe) : recipe.env;
  const stage = {
    ...{ cell, browser, adapters, bin: recipe.bin, env, limits, databases, lostService },
    ...(place.globals === undefined ? {} : { globals: place.globals }),
  };
  const open = async (more: Pick<Stage, 'started' | 'url'>): Promise<Opened> => {
    const { url } = more;
    const wired = wire === undefined || url === undefined ? undefined : await withWire(cell, url, wire);
    const instance: Instance = {
      stage: { ...stage, ...more, ...(wired === undefined ? {} : { cell: wired, url: wired.url }) },
      acted: () => wired?.acted(),
      [Symbol.asyncDispose]: () => (wired ?? cell)[Symbol.asyncDispose](),
    };
    return { is: 'open', instance };
  };
  // What stands in a server's place answers where the server would.
  if (wire?.kind === 'null') return open({ url: `http://127.0.0.1:${own[0] ?? USUAL_PORT}` });
  if (recipe.start === undefined) return open({});
  const result = await startCandidate(
    cell,
    { ...recipe, start: recipe.start },
    {
      signal: AbortSignal.timeout(recipe.ready.within + 1000),
      taken: Object.values(addresses).map(({ port: service }) => service),
    },
  );
  if (!result.ok) return { is: 'closed', blame: result.blame, detail: result.detail, log: result.log };
  const { started } = result;
  return open({ started, ...(started.url === undefined ? {} : { url: started.url }) });
}

/** Of what is started at no port of its own. */
const USUAL_PORT = 8080;
