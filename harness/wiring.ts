import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell, Confinement, Groups } from './model/cell.ts';
import type { Reporter } from './model/report.ts';
import type { Isolation } from './model/run.ts';
import type { Store } from './model/store.ts';
import type { Wire } from './model/wire.ts';
import type { WiredCell } from './qualify/wire/with-wire.ts';

// The one file that names concrete confinements, stores, adapters and reporters. Each is loaded when it is asked for.

export async function confinement(
  name: Confinement['name'],
  options: { readonly dir: string; readonly isolation: Isolation; readonly groups?: Groups },
): Promise<Confinement> {
  if (name === 'unconfined') return (await import('./cell/unconfined.ts')).unconfined(options);
  return (await import('./cell/bubblewrap.ts')).bubblewrap(options);
}

export async function store(dir: string): Promise<Store> {
  return (await import('./history/store.ts')).openStore(dir);
}

/** How a Report may be read, by the names that `--report` takes, each loaded when it is asked for. */
const reporters = {
  terminal: async () => (await import('../reports/terminal/index.ts')).terminal,
  json: async () => (await import('../reports/json/index.ts')).json,
  junit: async () => (await import('../reports/junit/index.ts')).junit,
  ctrf: async () => (await import('../reports/ctrf/index.ts')).ctrf,
  markdown: async () => (await import('../reports/markdown/index.ts')).markdown,
  html: async () => (await import('../reports/html/index.ts')).html,
  github: async () => (await import('../reports/github/index.ts')).github,
} as const satisfies { readonly [name: string]: () => Promise<Reporter> };

type Format = keyof typeof reporters;

export const formatNames: readonly string[] = Object.keys(reporters);

export const isFormat = (name: string): name is Format => Object.hasOwn(reporters, name);

export const reporter = (name: Format): Promise<Reporter> => reporters[name]();

export async function adapters(): Promise<typeof import('../adapters/index.ts')> {
  return import('../adapters/index.ts');
}

/** Only qualifying puts something at the wire. */
export const withWire = async (cell: Cell, url: string, wire: Wire): Promise<WiredCell> =>
  (await import('./qualify/wire/with-wire.ts')).withWire(cell, url, wire);

const here = fileURLToPath(import.meta.url);

const language = here.endsWith('.ts') ? '.ts' : '.js';

/** The module that lanes run: beside this one, and in the same language. */
export const laneEntry = join(dirname(here), `lane${language}`);

/** What lanes import before it. */
export const lanePreload = (): string => join(packageRoot(), 'bin/own-modules.mjs');

/** What a lane loads beside it: before it, and once it knows its task its walls, what stands at the wire, the browser's client. */
export function laneModules(cell: Confinement['name'], browses: boolean): readonly string[] {
  const walls = join(dirname(here), 'cell', `${cell}${language}`);
  const modules = [lanePreload(), walls, join(dirname(here), 'qualify/wire', `with-wire${language}`)];
  return browses ? [...modules, join(dirname(dirname(here)), 'adapters/browser', `warm${language}`)] : modules;
}

/** Everything of the judge's that a lane has to read: its code and its packages, wherever a package manager put them. */
export function laneCode(): readonly string[] {
  const marker = `${sep}node_modules${sep}`;
  const installed = here.indexOf(marker);
  if (installed >= 0) return [here.slice(0, installed + marker.length - 1)];
  const root = packageRoot();
  return ['bin', 'harness', 'adapters', 'dist', 'schemas', 'node_modules', 'package.json']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path));
}

/** The attacks that `doctor --prove` tries, which ship with the program. */
export const attackCorpus = (): string => join(packageRoot(), 'test/attacks');

/** The program as a user calls it. */
export const ownProgram = (): { readonly node: string; readonly file: string } => ({
  node: process.execPath,
  file: join(packageRoot(), 'bin/holdout.mjs'),
});

function packageRoot(): string {
  let folder = dirname(here);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
