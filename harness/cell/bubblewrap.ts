import { join } from 'node:path';
import type {
  Cell,
  CellSpec,
  Command,
  Confinement,
  Exit,
  FileContent,
  Groups,
  LaneProgram,
  LaneSpec,
  Process,
} from '../model/cell.ts';
import type { LimitName } from '../model/limits.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import type { Isolation, Measured } from '../model/run.ts';
import { browserProgram } from './browser-program.ts';
import { cannotConfine, missingPrograms, preflightSpec } from './diagnose.ts';
import { commandLaunch, endOf } from './command.ts';
import { makeFolders, readInside, writeInside } from './files.ts';
import { type CellGroup, openGroup } from './group.ts';
import { keeperLaunch, keeperPid } from './keeper.ts';
import { laneProgram } from './lane-program.ts';
import { inside } from './layout.ts';
import { lastLook } from './last-look.ts';
import { endedProcess, neverRan } from './lost.ts';
import { probe } from './measure.ts';
import { refused, withConnections, withDoor } from './network.ts';
import { killed, type Launched, launch } from './process.ts';
import { porterProgram } from './porter-program.ts';
import { openSockets } from './sockets.ts';
import { watchLimits } from './watch.ts';

/*
 * Theory of operation
 *
 * A Cell is a set of namespaces with a folder tree. A *keeper* holds it open:
 *
 *   a mount namespace with a tmpfs [fresh: and an overlay of the Build] -> bwrap -> cat       (`keeper-program.ts`)
 *
 * bwrap unshares user, pid, ipc, uts, cgroup and network: a Trial's network is as fresh as its files. Who is outside has
 * sockets in there, and is not in there (`sockets.ts`): a listener that an install asks its registry at, connections to
 * a server that is judged. The program that built the Cell stays for that, without a right, in no namespace of the Cell's
 * but the network, and ends when bwrap has. bwrap's pid 1 reaps; `cat` waits for the end of its input, which comes when
 * whoever opened the Cell dies. Candidate code is never the keeper.
 *
 * Each command enters these namespaces (nsenter) and gets a second bwrap around itself: a nested user namespace without
 * a single capability that can't make further ones, and the system-call filter. So a server and the commands of later
 * steps share files, /tmp and process ids, as on a machine of their own, and none of them can undo the walls. A command
 * can end the keeper, as any process of its user. That ends the Cell, and no exit code counts from then on.
 *
 * Keeper and commands enter the Cell's control group, where there is one (`group.ts`), and each command is bounded by
 * rlimits; what neither can keep is watched (`watch.ts`).
 *
 * Killing the keeper's pid 1 makes the kernel end every process of the Cell and drop its mounts; when the keeper's exit
 * is seen, nothing of it is left. No path of the host is written to, except the tree of an install or build.
 */

export interface BubblewrapOptions {
  /** An existing private folder that only this judge uses, reachable for the candidate's user. */
  readonly dir: string;
  readonly isolation: Isolation;
  /** Where the Cells' control groups are made; without them limits are watched. */
  readonly groups?: Groups;
}

export function bubblewrap({ dir, isolation, groups }: BubblewrapOptions): Confinement {
  let opened = 0;
  let left: readonly CellGroup[] = [];
  const open = (spec: CellSpec): Promise<Result<Cell>> => {
    left = left.filter((group) => !group.remove());
    const group = groups === undefined ? undefined : openGroup(groups, spec.limits);
    const forget = (): void => {
      if (group?.remove() === false) left = [...left, group];
    };
    return openCell(spec, join(dir, `c${opened++}`), group, forget);
  };
  return {
    name: 'bubblewrap',
    isolation,
    open,
    preflight: (hidden) => preflight(open, dir, hidden, groups),
    lane: (spec: LaneSpec): LaneProgram => laneProgram(spec, groups),
    browser: browserProgram,
    porter: (code) => porterProgram(code, join(dir, `p${opened++}`)),
  };
}

/** @param forget is called when nobody is in the group any more, or about to be. */
async function openCell(
  spec: CellSpec,
  reachDir: string,
  group: CellGroup | undefined,
  forget: () => void,
): Promise<Result<Cell>> {
  const keeper = launch(keeperLaunch(spec, reachDir, group));
  const pid = await keeperPid(keeper);
  if (pid === undefined) {
    await keeper.stop();
    const exit = await keeper.exited;
    forget();
    return { ok: false, problems: [cannotConfine(exit.stderr)] };
  }
  const unsafe = lastLook(pid);
  const cell = makeCell(spec, keeper, pid, group, forget);
  if (unsafe !== undefined) {
    await cell[Symbol.asyncDispose]();
    return fail(unsafe);
  }
  if (spec.network === 'none') return ok(cell);
  const sockets = await openSockets(keeper, pid);
  try {
    if (typeof sockets === 'string') throw new Error(sockets);
    return ok(spec.network === 'door' ? await withDoor(cell, sockets) : withConnections(cell, sockets));
  } catch (error) {
    await cell[Symbol.asyncDispose]();
    return fail(cannotConfine(error instanceof Error ? error.message : String(error)));
  }
}

function makeCell(
  spec: CellSpec,
  keeper: Launched,
  pid: number,
  group: CellGroup | undefined,
  forget: () => void,
): Cell {
  let hit: LimitName | undefined;
  // The first one is made with the Cell.
  let workDirs = 1;
  let workDirsMade = 2;
  // It takes a process, and a Cell that is kept needs one for each of its Trials; but they are files of its limit, too.
  const workDirsAtOnce = Math.min(64, Math.ceil(spec.limits.files / 1000));
  const end = (): void => {
    // Once its end was seen the id may be anybody's.
    if (keeper.running()) killed(pid);
  };
  const over = (limit: LimitName): void => {
    hit ??= limit;
    end();
  };
  const watch = watchLimits(spec, pid, group, over);
  void keeper.exited.then(watch.stop);

  const told = async (launched: Launched, exit: Exit): Promise<Exit> => {
    // What the kernel ends, or doesn't let begin, so that a limit is kept, is no sandbox that failed; and nothing that is
    // said of the Cell from here on may depend on when the next look would have found it.
    const forced = group?.forced();
    if (forced !== undefined) {
      over(forced);
      await keeper.exited;
    }
    if (exit.signal === 'SIGXFSZ') watch.note('fileSize');
    return endOf(launched, exit, keeper, pid);
  };
  const start = (command: Command): Process => {
    if (!keeper.running()) return endedProcess(neverRan('cell'));
    const launched = launch(commandLaunch(spec, pid, command, group));
    return { ...launched, exited: launched.exited.then((exit) => told(launched, exit)) };
  };
  const run = async (command: Command & { readonly stdin?: string; readonly timeout: number }): Promise<Exit> => {
    if (!keeper.running()) return neverRan('cell');
    const launched = launch(commandLaunch(spec, pid, command, group));
    return told(launched, await launched.end(command.timeout));
  };
  return {
    appDir: inside.app,
    connect: () => Promise.reject(refused()),
    async workDir(timeout) {
      const value = workDirAt(workDirs);
      // What an earlier Trial in the same Cell came up against explains nothing of this one.
      watch.forget();
      if (workDirs >= workDirsMade) {
        const more = Array.from({ length: workDirsAtOnce }, (_, index) => workDirAt(workDirs + index));
        const made = await makeFolders(run, more, timeout);
        if (!made.ok) return made;
        workDirsMade += workDirsAtOnce;
      }
      workDirs += 1;
      return { ok: true, value };
    },
    limitHit: () => hit ?? group?.forced() ?? watch.reached(),
    ended: () => !keeper.running(),
    start,
    run,
    write: (files, timeout) => writeInside(run, files, timeout),
    read: (path, limit): Promise<FileContent> => readInside(run, path, limit),
    async [Symbol.asyncDispose]() {
      watch.stop();
      end();
      keeper.stdin?.destroy();
      await keeper.exited;
      forget();
    },
  };
}

const workDirAt = (number: number): string => `${inside.work}/${number}`;

/** Opens a real Cell over a folder without a candidate, and looks around in it. */
async function preflight(
  open: (spec: CellSpec) => Promise<Result<Cell>>,
  dir: string,
  hidden: readonly string[],
  groups: Groups | undefined,
): Promise<Result<Measured>> {
  const missing = missingPrograms();
  if (missing.length > 0) return fail(...missing);
  const opened = await open(preflightSpec(dir));
  if (!opened.ok) return opened;
  await using cell = opened.value;
  const seen = await probe((command) => cell.run(command), hidden);
  if (!seen.ok) return seen;
  return ok({ walls: seen.value, limits: groups === undefined ? 'watched' : `cgroup v${groups.version}` });
}
