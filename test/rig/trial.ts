import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unconfined } from '../../harness/cell/unconfined.ts';
import type { TrialContext } from '../../harness/model/adapter.ts';
import type { Cell } from '../../harness/model/cell.ts';
import { defaultLimits } from '../../harness/model/limits.ts';

/** A Cell for adapters that only talk over this process's own network: it has no files, and nothing can be run in it. */
export const emptyCell: Cell = {
  appDir: '/app',
  async connect({ host, port }) {
    const socket = createConnection({ host: host === 'localhost' ? '127.0.0.1' : host, port });
    await once(socket, 'connect');
    return socket;
  },
  workDir: () => Promise.resolve({ ok: true, value: '/work' }),
  limitHit: () => undefined,
  ended: () => false,
  start: () => {
    throw new Error('nothing can be run in the empty cell');
  },
  run: () => Promise.reject(new Error('nothing can be run in the empty cell')),
  write: () => Promise.resolve({ ok: true, value: undefined }),
  read: () => Promise.resolve({ is: 'absent' }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const noBrowser = (): never => {
  throw new Error('there is no browser in this test');
};

export function trialContext(more: Partial<TrialContext> = {}): TrialContext {
  return {
    cell: emptyCell,
    workDir: '/work',
    bin: {},
    env: {},
    limits: defaultLimits,
    databases: {},
    browser: noBrowser,
    ...more,
  };
}

/** A real Cell without walls around an empty application folder, gone with everything in it when disposed. */
export async function openTrial(
  more: Partial<TrialContext> = {},
): Promise<{ readonly trial: TrialContext } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'holdout-test-'));
  const tree = join(dir, 'tree');
  await mkdir(tree);
  const opened = await unconfined({ dir }).open({
    tree,
    writes: 'fresh',
    network: 'reached',
    toolchain: { binds: [], links: [], path: [], hostPath: [] },
    env: {},
    limits: defaultLimits,
  });
  if (!opened.ok) throw new Error('the unconfined cell did not open');
  const cell = opened.value;
  const made = await cell.workDir(10_000);
  if (!made.ok) throw new Error('the unconfined cell gave no work dir');
  return {
    trial: trialContext({ cell, workDir: made.value, ...more }),
    async [Symbol.asyncDispose]() {
      await cell[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
