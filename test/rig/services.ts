import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareServices, type ServicesStart, startServices } from '../../harness/candidate/services.ts';
import { bubblewrap } from '../../harness/cell/bubblewrap.ts';
import { candidateUid, isRoot } from '../../harness/cell/system.ts';
import type { Cell, Confinement, Toolchain } from '../../harness/model/cell.ts';
import { defaultLimits } from '../../harness/model/limits.ts';
import type { Service } from '../../harness/model/vault.ts';

/** Prepared data is the same for all tests, and takes a second to make. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/holdout/services', import.meta.url));

/** A real Cell in this process's own network, as a lane opens one, gone when disposed. */
export interface ServicesCell extends AsyncDisposable {
  readonly cell: Cell;
  readonly walls: Confinement;
  start(services: readonly Service[]): Promise<ServicesStart>;
}

/** @param prepared the services that the Cell has what they need for. */
export async function openServicesCell(prepared: readonly Service[] = []): Promise<ServicesCell> {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-test-'));
  chmodSync(dir, 0o711);
  const tree = join(dir, 'tree');
  mkdirSync(tree);
  if (isRoot()) chownSync(tree, candidateUid, candidateUid);
  const walls = bubblewrap({ dir, isolation: 'sealed' });
  const nothing: Toolchain = { binds: [], links: [], path: [], hostPath: [] };
  mkdirSync(cache, { recursive: true });
  const found = await prepareServices(prepared, { toolchain: nothing, walls, cache });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  const toolchain = found.value;
  const opened = await walls.open({
    tree,
    writes: 'fresh',
    network: 'reached',
    toolchain,
    env: {},
    limits: defaultLimits,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const cell = opened.value;
  // As a lane sees it: what is bound stands where the Cell has it.
  const seen = { ...toolchain, binds: toolchain.binds.map(({ to }) => ({ from: to, to })) };
  return {
    cell,
    walls,
    start: (services) => startServices(cell, services, seen),
    async [Symbol.asyncDispose]() {
      await cell[Symbol.asyncDispose]();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const ready = { by: 'port', within: 20_000 } as const;

/** On a drawn port: this process's network is everybody's. */
export const postgres: Service = { name: 'pg', use: 'postgres', port: 'drawn', env: {}, ready };
export const redis: Service = { name: 'cache', use: 'redis', port: 'drawn', env: {}, ready };
export const own = (name: string, start: string, more: Partial<Service> = {}): Service => ({
  name,
  use: 'own',
  start,
  env: {},
  ready,
  ...more,
});
