import { join } from 'node:path';
import type {
  Cell,
  CellSpec,
  Command,
  Confinement,
  Exit,
  FileContent,
  LaneProgram,
  LaneSpec,
  Process,
} from '../model/cell.ts';
import type { LimitName } from '../model/limits.ts';
import { ok, type Problem, type Result } from '../model/problem.ts';
import type { Isolation } from '../model/run.ts';
import { browserProgram } from './browser-program.ts';
import { cannotConfine, missingPrograms, preflightSpec } from './diagnose.ts';
import { commandLaunch, endOf } from './command.ts';
import { makeFolders, readInside, writeInside } from './files.ts';
import { keeperLaunch, keeperPid } from './keeper.ts';
import { laneProgram } from './lane-program.ts';
import { inside } from './layout.ts';
import { endedProcess, neverRan } from './lost.ts';
import { watchMemory } from './memory.ts';
import { killed, type Launched, launch } from './process.ts';
import { watchTree } from './tree-size.ts';

/*
 * Theory of operation
 *
 * A Cell is a set of namespaces with a folder tree. A *keeper* holds it open:
 *
 *   [root only: reach, setpriv] -> a mount namespace with a tmpfs [fresh: and an overlay of the Build] -> bwrap -> cat
 *
 * bwrap unshares user, pid, ipc, uts, cgroup and, in an install or build, the network. Its pid 1 reaps; `cat` waits for
 * the end of its input, which comes when whoever opened the Cell dies. Candidate code is never the keeper.
 *
 * Each command enters these namespaces (nsenter) and gets a second bwrap around itself: a nested user namespace without
 * a single capability that can't make further ones, and the system-call filter. So a server and the commands of later
 * steps share files, /tmp and process ids, as on a machine of their own, and none of them can undo the walls. A command
 * can end the keeper, as any process of its user. That ends the Cell, and no exit code counts from then on.
 *
 * Killing the keeper's pid 1 makes the kernel end every process of the Cell and drop its mounts; when the keeper's exit
 * is seen, nothing of it is left. No path of the host is written to, except the tree of an install or build.
 */

/** @param dir an existing private folder that only this judge uses, reachable for the candidate's user. */
export function bubblewrap({ dir, isolation }: { readonly dir: string; readonly isolation: Isolation }): Confinement {
  let opened = 0;
  const open = (spec: CellSpec): Promise<Result<Cell>> => openCell(spec, join(dir, `c${opened++}`));
  return {
    name: 'bubblewrap',
    isolation,
    open,
    preflight: () => preflight(open, dir),
    lane: (spec: LaneSpec): LaneProgram => laneProgram(spec),
    browser: browserProgram,
  };
}

async function openCell(spec: CellSpec, reachDir: string): Promise<Result<Cell>> {
  const keeper = launch(keeperLaunch(spec, reachDir));
  const pid = await keeperPid(keeper);
  if (pid === undefined) {
    await keeper.stop();
    const exit = await keeper.exited;
    return { ok: false, problems: [cannotConfine(exit.stderr)] };
  }
  return ok(makeCell(spec, keeper, pid));
}

function makeCell(spec: CellSpec, keeper: Launched, pid: number): Cell {
  let hit: LimitName | undefined;
  // The first one is made with the Cell.
  let workDirs = 1;
  let workDirsMade = 2;
  const end = (): void => {
    // Once its end was seen the id may be anybody's.
    if (keeper.running()) killed(pid);
  };
  const stopWatching = watchLimits(spec, pid, (limit) => {
    hit = limit;
    end();
  });
  void keeper.exited.then(stopWatching);

  const start = (command: Command): Process => {
    if (!keeper.running()) return endedProcess(neverRan('cell'));
    const launched = launch(commandLaunch(spec, pid, command));
    let stopped = false;
    return {
      ...launched,
      exited: launched.exited.then((exit) => endOf(launched, exit, keeper, stopped)),
      stop() {
        stopped = true;
        return launched.stop();
      },
    };
  };
  const run = async (command: Command & { readonly stdin?: string; readonly timeout: number }): Promise<Exit> => {
    if (!keeper.running()) return neverRan('cell');
    const launched = launch(commandLaunch(spec, pid, command));
    return endOf(launched, await launched.end(command.timeout), keeper, false);
  };
  return {
    appDir: inside.app,
    async workDir(timeout) {
      const value = workDirAt(workDirs);
      if (workDirs >= workDirsMade) {
        const more = Array.from({ length: WORK_DIRS }, (_, index) => workDirAt(workDirs + index));
        const made = await makeFolders(run, more, timeout);
        if (!made.ok) return made;
        workDirsMade += WORK_DIRS;
      }
      workDirs += 1;
      return { ok: true, value };
    },
    limitHit: () => hit,
    ended: () => !keeper.running(),
    start,
    run,
    write: (files, timeout) => writeInside(run, files, timeout),
    read: (path, limit): Promise<FileContent> => readInside(run, path, limit),
    async [Symbol.asyncDispose]() {
      stopWatching();
      end();
      keeper.stdin?.destroy();
      await keeper.exited;
    },
  };
}

/** Made at once, since it takes a process: a Cell that is kept needs one for each of its Trials. */
const WORK_DIRS = 16;
const workDirAt = (number: number): string => `${inside.work}/${number}`;

/** Watches what no namespace bounds, until it is told to stop. */
function watchLimits({ tree, writes, limits }: CellSpec, pid: number, over: (limit: LimitName) => void): () => void {
  const stopMemory = watchMemory(pid, limits.memory, () => over('memory'));
  const stopTree = writes === 'in-place' ? watchTree(tree, limits.tree, () => over('tree')) : () => {};
  return () => {
    stopMemory();
    stopTree();
  };
}

/** Opens a real Cell over an empty folder and runs a command in it. */
async function preflight(open: (spec: CellSpec) => Promise<Result<Cell>>, dir: string): Promise<readonly Problem[]> {
  const missing = missingPrograms();
  if (missing.length > 0) return missing;
  const opened = await open(preflightSpec(dir));
  if (!opened.ok) return opened.problems;
  await using cell = opened.value;
  const exit = await cell.run({ argv: ['/bin/true'], cwd: '/', keep: 4096, timeout: 10_000 });
  return exit.code === 0 ? [] : [cannotConfine(exit.stderr)];
}
