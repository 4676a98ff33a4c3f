import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../cell/remove.ts';
import { candidateUid, isRoot } from '../cell/system.ts';
import type { Build, Candidate } from '../model/candidate.ts';
import type { Canary } from '../model/canary.ts';
import type { Confinement } from '../model/cell.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Trouble } from '../model/run.ts';
import type { Vault } from '../model/vault.ts';
import { type CanaryWatch, canaryWatch, leakOf, type SeenCanary } from './canary-watch.ts';
import { installAndBuild, type PhasesRequest, timed } from './phases.ts';
import type { FoundToolchain } from './toolchain.ts';

/** What a candidate that doesn't install or build comes to. */
export type Built =
  | { readonly is: 'built'; readonly build: Build }
  | { readonly is: 'failed'; readonly trouble: Trouble };

export interface BuildRequest extends PhasesRequest {
  /** Writes the candidate's tree into an empty folder. Not called when the Build is there already. */
  readonly exportTo: (dir: string, watch?: CanaryWatch) => Promise<Result<Candidate>>;
  /** The vault's: a tree that holds one is refused. No process but this one hears of them. */
  readonly canaries: readonly Canary[];
  /** Private folder that holds Builds from run to run. */
  readonly cache: string;
  /** What is done to the tree before it is installed, by a name that tells such Builds from others. What it says is kept as JSON. */
  readonly altered?: { readonly name: string; readonly by: (dir: string) => Promise<Result<unknown>> };
}

/** The user that owns a candidate's files when the judge is root. */
export const treeOwner = (): number | undefined => (isRoot() ? candidateUid : undefined);

/** Everything that a Build depends on. No scenario has part in it. */
function buildKey(
  candidate: Candidate,
  recipe: Vault['recipe'],
  found: FoundToolchain,
  confinement: Confinement['name'],
  altered?: string,
): string {
  const { install, build, env } = recipe;
  const facts = {
    tree: candidate.tree,
    install,
    build,
    env,
    versions: found.versions,
    platform: `${process.platform}-${process.arch}`,
    confinement,
    owner: treeOwner() ?? null,
    layout: 2,
    ...(altered === undefined ? {} : { altered }),
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Exports, installs and builds once; the same again is a look at the cache. Two judges at once each build, one result stays. */
export async function makeBuild(request: BuildRequest): Promise<Result<Built>> {
  const { candidate, recipe, found, confinement, cache, canaries } = request;
  const key = buildKey(candidate, recipe, found, confinement.name, request.altered?.name);
  const place = join(cache, key);
  const dir = join(place, 'app');
  if (existsSync(dir)) {
    const { canaries: seen, altered } = await notesOf(place);
    const leak = leakOf(seen, canaries);
    return leak === undefined
      ? ok({ is: 'built', build: { candidate, key, dir, cached: true, altered } })
      : leaked(leak);
  }
  const partial = join(cache, `${key}.${process.pid}.partial`);
  removeTree(partial);
  await mkdir(join(partial, 'app'), { recursive: true, mode: 0o711 });
  try {
    const watch = canaryWatch();
    const exported = await timed(request.emit, candidate, 'export', () =>
      request.exportTo(join(partial, 'app'), watch),
    );
    if (!exported.ok) return exported;
    const seen = watch.seen();
    const leak = watch.tooMany() ? 'it holds more canaries than can be looked up' : leakOf(seen, canaries);
    if (leak !== undefined) return leaked(leak);
    const altered = await request.altered?.by(join(partial, 'app'));
    if (altered?.ok === false) return altered;
    if (request.signal.aborted) return fail();
    if (isRoot()) await chown(join(partial, 'app'), candidateUid, candidateUid);
    const trouble = await installAndBuild(request, join(partial, 'app'));
    if (!trouble.ok) return trouble;
    if (trouble.value !== undefined) return ok({ is: 'failed', trouble: trouble.value });
    await writeFile(
      join(partial, 'built.json'),
      JSON.stringify({ tree: candidate.tree, label: candidate.label, canaries: seen, altered: altered?.value }),
    );
    await chmod(partial, 0o711);
    await rename(partial, place).catch(async (error: unknown) => {
      if (!existsSync(dir)) throw error;
    });
    return ok({ is: 'built', build: { candidate, key, dir, cached: false, altered: altered?.value } });
  } finally {
    removeTree(partial);
  }
}

const leaked = (message: string): Result<never> =>
  fail(
    problem('leaked-canary', message, {
      fix: 'find out how the worker came to read the vault, and write new scenarios',
    }),
  );

/** What was noted when it was built. Canaries of whatever vault: a scenario may have got its own since. */
async function notesOf(
  place: string,
): Promise<{ readonly canaries: readonly SeenCanary[]; readonly altered?: unknown }> {
  return JSON.parse(await readFile(join(place, 'built.json'), 'utf8')) as Awaited<ReturnType<typeof notesOf>>;
}
