import { execFileSync } from 'node:child_process';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { candidateUid, isRoot } from '../harness/cell/system.ts';
import type { CellSpec } from '../harness/model/cell.ts';
import { defaultLimits } from '../harness/model/limits.ts';
import { confinement } from '../harness/wiring.ts';
import { commitAll } from './repo.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

const sizes = [300, 30_000, 100_000];

/** A fresh writable copy of a built tree, as a Cell has it, against the ways to copy it, and against a small tree's. */
export async function measureWorkspaces(dir: string): Promise<readonly Row[]> {
  const walls = await confinement('bubblewrap', { dir, isolation: 'sealed' });
  const trees = new Map<number, string>();
  for (const size of sizes) trees.set(size, await makeTree(join(dir, `tree-${size}`), size));
  const open = (size: number) => async (): Promise<number> => {
    const started = performance.now();
    const opened = await walls.open({ ...spec, tree: trees.get(size) ?? '' });
    const ms = performance.now() - started;
    if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('; '));
    await opened.value[Symbol.asyncDispose]();
    return ms;
  };
  const cells = await inTurn(
    'workspaces',
    { small: open(300), medium: open(30_000), large: open(100_000) },
    { rounds: 30, uncounted: 3 },
  );
  const rows: Row[] = [
    { name: 'a Cell over 300 files', samples: cells.small },
    {
      name: 'a Cell over 100,000 files',
      samples: cells.large,
      against: { name: 'over 300', samples: cells.small },
      target: { is: 'times', factor: 2 },
    },
    { name: 'a Cell over 100,000 files', samples: cells.large, target: { is: 'within', most: 20 } },
  ];
  for (const [size, samples] of [
    [300, cells.small],
    [30_000, cells.medium],
    [100_000, cells.large],
  ] as const) {
    const tree = trees.get(size) ?? '';
    const copies = await inTurn(
      `copies of ${size} files`,
      {
        'cp -a': copying(dir, (to) => ['cp', '-a', tree, to]),
        'cp -al': copying(dir, (to) => ['cp', '-al', tree, to]),
        'git worktree add': copying(dir, (to) => [
          'git',
          // Its folder may be a candidate's.
          ...['-c', 'safe.directory=*', '-C', tree],
          'worktree',
          'add',
          '--quiet',
          '--force',
          '--detach',
          to,
        ]),
      },
      { rounds: 3, uncounted: 1 },
    );
    for (const [name, against] of Object.entries(copies))
      rows.push({
        name: `a Cell over ${size.toLocaleString('en')} files`,
        samples,
        against: { name, samples: against },
      });
  }
  return rows;
}

const spec: Omit<CellSpec, 'tree'> = {
  writes: 'fresh',
  network: 'none',
  toolchain: { binds: [], links: [], path: [], hostPath: [] },
  env: {},
  limits: defaultLimits,
};

/** A copy that is removed again; only making it counts. */
function copying(dir: string, argv: (to: string) => readonly string[]): () => Promise<number> {
  const to = join(dir, 'copy');
  return async () => {
    const [program = '', ...args] = argv(to);
    const started = performance.now();
    execFileSync(program, args, { stdio: 'ignore' });
    const ms = performance.now() - started;
    await rm(to, { recursive: true, force: true });
    return ms;
  };
}

/** A repository of so many files of a kilobyte, a hundred in each folder, all checked out. */
async function makeTree(tree: string, files: number): Promise<string> {
  for (let index = 0; index < files; index++) {
    const folder = join(tree, `d${Math.floor(index / 10_000)}`, `e${Math.floor(index / 100) % 100}`);
    if (index % 100 === 0) await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `f${index}.txt`), `${index}\n`.repeat(150));
  }
  commitAll(tree);
  if (isRoot()) await chown(tree, candidateUid, candidateUid);
  return tree;
}
