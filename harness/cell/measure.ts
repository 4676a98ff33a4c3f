import { fail, ok, type Problem, problem, type Result } from '../model/problem.ts';
import { cannotConfine } from './diagnose.ts';
import { outsideFacts, type Outside, readProbe, runProbe, type Seen } from './probe.ts';
import { type Wall, walls } from './walls.ts';

/** Looks around in a Cell without a candidate. @returns the names of the walls that stand; a Problem for each that doesn't. */
export async function probe(
  run: Parameters<typeof runProbe>[0],
  hidden: readonly string[],
): Promise<Result<readonly string[]>> {
  const exit = await runProbe(run, hidden);
  if (exit.code !== 0) return fail(cannotConfine(exit.stderr));
  return judgeProbe(readProbe(exit.stdout), outsideFacts(hidden));
}

/** A wall that isn't seen doesn't stand. @param seen nothing when what the probe printed can't be read. */
export function judgeProbe(seen: Seen | undefined, outside: Outside): Result<readonly string[]> {
  if (seen === undefined) return fail(cannotConfine('what was seen from inside the sandbox could not be read'));
  const needed = walls.filter(({ rootOnly }) => rootOnly !== true || outside.root);
  const missing = needed.filter(({ stands }) => !stands(seen, outside));
  return missing.length === 0 ? ok(needed.map(({ name }) => name)) : fail(...missing.map(noWall));
}

const noWall = ({ name, without, fix = inOrder }: Wall): Problem =>
  problem('no-confinement', `candidates can't be confined here: the wall "${name}" was not seen from inside`, {
    notes: [`without it a candidate could ${without}`],
    fix,
  });

const inOrder =
  'holdout doctor tells what this machine can confine; sudo apt-get install -y --reinstall bubblewrap util-linux brings the programs in order';
