import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../cell/remove.ts';
import { candidateUid, isRoot } from '../cell/system.ts';
import type { Build, Candidate } from '../model/candidate.ts';
import type { Cell, Confinement, Environment } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Trouble } from '../model/run.ts';
import type { Vault } from '../model/vault.ts';
import { fixedEnvironment } from './start.ts';
import { type FoundToolchain, registrySettings } from './toolchain.ts';

/** What a candidate that doesn't install or build comes to. */
export type Built =
  | { readonly is: 'built'; readonly build: Build }
  | { readonly is: 'failed'; readonly trouble: Trouble };

export interface BuildRequest {
  readonly candidate: Candidate;
  /** Writes the candidate's tree into an empty folder. Not called when the Build is there already. */
  readonly exportTo: (dir: string) => Promise<Result<Candidate>>;
  readonly recipe: Vault['recipe'];
  readonly limits: Vault['limits'];
  readonly found: FoundToolchain;
  readonly confinement: Confinement;
  /** Private folder that holds Builds from run to run. */
  readonly cache: string;
  readonly emit: (event: Event) => void;
  /** Ends what is running. */
  readonly signal: AbortSignal;
}

/** The user that owns a candidate's files when the judge is root. */
export const treeOwner = (): number | undefined => (isRoot() ? candidateUid : undefined);

/** Everything that a Build depends on. No scenario has part in it. */
function buildKey(
  candidate: Candidate,
  recipe: Vault['recipe'],
  found: FoundToolchain,
  confinement: Confinement['name'],
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
    layout: 1,
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Exports, installs and builds once; the same again is a look at the cache. Two judges at once each build, one result stays. */
export async function makeBuild(request: BuildRequest): Promise<Result<Built>> {
  const { candidate, recipe, found, confinement, cache } = request;
  const key = buildKey(candidate, recipe, found, confinement.name);
  const place = join(cache, key);
  const dir = join(place, 'app');
  if (existsSync(dir)) return ok({ is: 'built', build: { candidate, key, dir, cached: true } });
  const partial = join(cache, `${key}.${process.pid}.partial`);
  removeTree(partial);
  await mkdir(join(partial, 'app'), { recursive: true, mode: 0o711 });
  try {
    const exported = await timed(request, 'export', () => request.exportTo(join(partial, 'app')));
    if (!exported.ok) return exported;
    if (isRoot()) await chown(join(partial, 'app'), candidateUid, candidateUid);
    const trouble = await prepare(request, join(partial, 'app'));
    if (!trouble.ok) return trouble;
    if (trouble.value !== undefined) return ok({ is: 'failed', trouble: trouble.value });
    await writeFile(join(partial, 'built.json'), JSON.stringify({ tree: candidate.tree, label: candidate.label }));
    await chmod(partial, 0o711);
    await rename(partial, place).catch(async (error: unknown) => {
      if (!existsSync(dir)) throw error;
    });
    return ok({ is: 'built', build: { candidate, key, dir, cached: false } });
  } finally {
    removeTree(partial);
  }
}

/** Installs with the network, builds without. Returns what went wrong, when the candidate is to blame or the registry is away. */
async function prepare(request: BuildRequest, tree: string): Promise<Result<Trouble | undefined>> {
  const { recipe } = request;
  if (recipe.install.length > 0) {
    const settings = await registrySettings();
    const failed = await phase(request, 'install', tree, recipe.install, {
      ...settings.env,
      ...fixedEnvironment(recipe),
    });
    if (!failed.ok || failed.value !== undefined) {
      // Without npm there is no registry to blame.
      const away = !failed.ok || settings.registry === undefined ? undefined : await whyAway(settings.registry);
      if (!failed.ok || away === undefined) return failed;
      return ok({
        reason: { word: 'network', detail: away },
        ...(failed.value?.log === undefined ? {} : { log: failed.value.log }),
      });
    }
  }
  return recipe.build.length === 0
    ? ok(undefined)
    : phase(request, 'build', tree, recipe.build, fixedEnvironment(recipe));
}

/** Bytes of a phase's output that the owner gets to see when it fails. */
const LOG_BYTES = 8 * 1024;

async function phase(
  request: BuildRequest,
  name: 'install' | 'build',
  tree: string,
  commands: readonly string[],
  env: Environment,
): Promise<Result<Trouble | undefined>> {
  const { confinement, found, limits, emit, signal } = request;
  return timed(request, name, async () => {
    const opened = await confinement.open({
      tree,
      writes: 'in-place',
      network: name === 'install' ? 'host' : 'none',
      toolchain: found.toolchain,
      env,
      limits,
    });
    if (!opened.ok) return opened;
    await using cell = opened.value;
    const deadline = performance.now() + limits.build;
    for (const command of commands) {
      const started = cell.start({ argv: ['/bin/sh', '-c', command], cwd: cell.appDir, keep: LOG_BYTES });
      started.onOutput((chunk) => emit({ is: 'phase-output', phase: name, line: lastLine(chunk) }));
      const timer = setTimeout(() => void started.stop(), Math.max(0, deadline - performance.now()));
      const cancel = (): void => void started.stop();
      signal.addEventListener('abort', cancel);
      const exit = await started.exited;
      signal.removeEventListener('abort', cancel);
      clearTimeout(timer);
      if (exit.code === 0 && cell.limitHit() === undefined) continue;
      if (exit.lost === 'sandbox')
        return fail(
          problem('no-confinement', 'a command could not be started in the sandbox', { notes: [exit.stderr.trim()] }),
        );
      const late = performance.now() >= deadline;
      return ok({
        reason: {
          word: late || cell.limitHit() !== undefined ? 'limit' : name,
          detail: whyItEnded(command, exit.code, late, limits.build, cell),
        },
        log: started.output(),
      });
    }
    return ok(undefined);
  });
}

function whyItEnded(command: string, code: number | null, late: boolean, limit: number, cell: Cell): string {
  const hit = cell.limitHit();
  if (hit !== undefined) return `\`${command}\` hit the limit "${hit}"`;
  if (late) return `\`${command}\` hit the limit "build" (${limit / 1000}s)`;
  return `\`${command}\` ended with ${code === null ? 'a signal' : `exit code ${code}`}`;
}

const lastLine = (chunk: string): string => chunk.trimEnd().split('\n').at(-1) ?? '';

async function timed<T>(
  request: BuildRequest,
  name: 'export' | 'install' | 'build',
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  request.emit({ is: 'phase-started', phase: name, label: request.candidate.label });
  const value = await work();
  request.emit({ is: 'phase-ended', phase: name, ms: performance.now() - started, cached: false });
  return value;
}

/** Why the registry can't be reached from here: what the candidate's own output says of it decides nothing. */
async function whyAway(registry: string): Promise<string | undefined> {
  return fetch(registry, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(10_000) }).then(
    () => undefined,
    (error: { readonly cause?: { readonly code?: unknown } }) => {
      const code = typeof error.cause?.code === 'string' ? error.cause.code : undefined;
      return code !== undefined && /CERT|SIGNATURE|ISSUER/.test(code)
        ? `the certificate of ${registry} is not trusted here (${code}): name one that is, in NODE_EXTRA_CA_CERTS`
        : `${registry} does not answer${code === undefined ? '' : ` (${code})`}`;
    },
  );
}
