import { chown, cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findToolchain } from '../harness/candidate/toolchain.ts';
import { candidateUid, isRoot } from '../harness/cell/system.ts';
import { closeInheritedDescriptors } from '../harness/commands/descriptors.ts';
import { laneCache } from '../harness/judge/lane-cache.ts';
import { openLanes } from '../harness/judge/lanes.ts';
import type { LaneTask } from '../harness/judge/task.ts';
import type { Confinement } from '../harness/model/cell.ts';
import { loadVault } from '../harness/vault/load.ts';
import { confinement, laneCode, laneEntry, laneModules, lanePreload } from '../harness/wiring.ts';
import { inTurn } from './rounds.ts';
import { bareServer } from './server.ts';
import type { Row } from './table.ts';

/**
 * A trial on a no-op Node server, walls and all, in a lane that is up, against that server bare. The lane opens the next
 * Cell while a trial runs, so a trial is measured both right behind another one and after a pause.
 */
export async function measureTrial(dir: string): Promise<readonly Row[]> {
  closeInheritedDescriptors();
  const build = await makeBuild(dir);
  const walls = await confinement('bubblewrap', { dir, isolation: 'sealed' });
  const measured = await walls.preflight([]);
  if (!measured.ok) throw new Error(measured.problems.map(({ message }) => message).join('; '));
  const { program, task } = await stage(dir, build, walls);
  await using lanes = await openLanes({ ...program, count: 1, entry: laneEntry, preload: lanePreload() });
  const trial = async (): Promise<number> => {
    const started = performance.now();
    const answer = await lanes.run(task, 60_000);
    const ms = performance.now() - started;
    if (typeof answer === 'string' || answer.is !== 'outcome' || answer.outcome.is !== 'pass')
      throw new Error(`the trial did not pass: ${JSON.stringify(answer)}`);
    return ms;
  };
  const bare = (): Promise<number> => bareServer(build);
  const { server, paused, next } = await inTurn(
    'a trial',
    { server: bare, paused: trial, next: trial },
    { rounds: 50, uncounted: 5 },
  );
  const against = { name: 'that server, bare', samples: server };
  const target = { is: 'more', most: 40 } as const;
  return [
    { name: 'a trial on a no-op server, after a pause', samples: paused, against, target },
    { name: 'a trial on a no-op server, right after another', samples: next, against, target },
  ];
}

/** The no-op server, owned as a Build would be. */
async function makeBuild(dir: string): Promise<string> {
  const build = join(dir, 'build');
  await cp(join(import.meta.dirname, 'no-op/app'), build, { recursive: true });
  if (isRoot())
    for (const name of ['.', ...(await readdir(build))]) await chown(join(build, name), candidateUid, candidateUid);
  return build;
}

/** What `holdout run` makes before it opens lanes, and the task it then gives them. */
async function stage(dir: string, build: string, walls: Confinement) {
  const { vault, problems } = loadVault(join(import.meta.dirname, 'no-op/vault'));
  const [scenario] = vault?.scenarios ?? [];
  if (vault === undefined || scenario === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  const found = findToolchain(vault.recipe.toolchain);
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('; '));
  const parent = join(dir, 'compiled');
  await mkdir(parent);
  const also = laneModules('bubblewrap', false);
  const cache = await laneCache({ parent, walls, code: laneCode(), entry: laneEntry, also, runDir: dir });
  const program = walls.lane({
    tree: build,
    toolchain: found.value.toolchain,
    code: laneCode(),
    dir: join(dir, 'lane'),
    ...(cache === undefined ? {} : { cache: { dir: cache, writable: false } }),
  });
  const task: LaneTask = {
    is: 'trial',
    place: {
      confinement: walls.name,
      dir: '/tmp',
      tree: program.tree,
      toolchain: program.toolchain,
      recipe: vault.recipe,
      limits: vault.limits,
    },
    trial: { scenario: scenario.id, row: 0, repeat: 0 },
    scenario,
    seed: 'bench',
    afterwards: 'next',
  };
  return { program, task };
}
