import type { Candidate } from '../model/candidate.ts';
import type { Cell, Confinement, Environment } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { limitText, type Limits } from '../model/limits.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Trouble } from '../model/run.ts';
import type { Vault } from '../model/vault.ts';
import { type RegistrySettings, registrySettings } from './registry-settings.ts';
import { openWay, type Way, wayCode, wayLost } from './registry-way.ts';
import { fixedEnvironment } from './start.ts';
import type { FoundToolchain } from './toolchain.ts';

/** What installing and building a tree takes. */
export interface PhasesRequest {
  readonly candidate: Candidate;
  readonly recipe: Vault['recipe'];
  readonly limits: Vault['limits'];
  readonly found: FoundToolchain;
  readonly confinement: Confinement;
  readonly emit: (event: Event) => void;
  /** Ends what is running. */
  readonly signal: AbortSignal;
}

/**
 * Installs with a way to the registry, builds without any. Returns what went wrong, when the candidate is to blame or the
 * registry is away.
 */
export async function installAndBuild(request: PhasesRequest, tree: string): Promise<Result<Trouble | undefined>> {
  const { recipe, emit } = request;
  const { install, build } = recipe;
  if (install.length > 0) {
    const settings = await registrySettings(recipe.registries);
    if (!settings.ok) return settings;
    const installed = await timed(emit, request.candidate, 'install', () =>
      installWith(request, tree, install, settings.value),
    );
    if (!installed.ok || installed.value !== undefined) return installed;
  }
  if (build.length === 0) return ok(undefined);
  return timed(emit, request.candidate, 'build', async () => {
    const opened = await openFor(request, tree, 'none', fixedEnvironment(recipe));
    if (!opened.ok) return opened;
    await using cell = opened.value;
    return await runAll(request, 'build', cell, build, {});
  });
}

async function installWith(
  request: PhasesRequest,
  tree: string,
  commands: readonly string[],
  settings: RegistrySettings,
): Promise<Result<Trouble | undefined>> {
  const env = { ...settings.env, ...fixedEnvironment(request.recipe) };
  const opened = await openFor(request, tree, 'door', env);
  if (!opened.ok) return opened;
  await using cell = opened.value;
  const opening = await wayFrom(cell, request, settings);
  if (!opening.ok) return opening;
  await using way = opening.value;
  const failed = await runAll(request, 'install', cell, commands, { ...way?.env, ...fixedEnvironment(request.recipe) });
  const lost = way?.lost();
  if (lost !== undefined) return wayLost(lost);
  if (!failed.ok || failed.value === undefined) return failed;
  const { reason, log } = failed.value;
  const away = await whyAway(settings, way);
  const refused =
    way === undefined || way.refused().length === 0 ? '' : `, and asked for ${listed(way.refused())}: refused`;
  return ok({
    reason:
      away === undefined ? { ...reason, detail: `${reason.detail}${refused}` } : { word: 'network', detail: away },
    ...(log === undefined ? {} : { log }),
  });
}

const REFUSED_SHOWN = 5;

function listed(places: readonly string[]): string {
  const more = places.length - REFUSED_SHOWN;
  return `${places.slice(0, REFUSED_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The way to the registry from a Cell with walls. Without them there is no door, and the machine's network is the Cell's. */
async function wayFrom(
  { door }: Cell,
  { confinement, emit }: PhasesRequest,
  { hosts }: RegistrySettings,
): Promise<Result<Way | undefined>> {
  if (door === undefined) return ok(undefined);
  if (confinement.porter === undefined) throw new Error(`${confinement.name} has doors, and nobody to answer there`);
  return openWay(confinement.porter(wayCode()), door, hosts, (host) => emit({ is: 'host-refused', host }));
}

function openFor(
  { confinement, found, limits }: PhasesRequest,
  tree: string,
  network: 'door' | 'none',
  env: Environment,
): Promise<Result<Cell>> {
  return confinement.open({ tree, writes: 'in-place', network, toolchain: found.toolchain, env, limits });
}

/** Bytes of a phase's output that the owner gets to see when it fails. */
const LOG_BYTES = 8 * 1024;

/** Runs shell command lines one after another, until one fails. */
async function runAll(
  { limits, emit, signal }: PhasesRequest,
  name: 'install' | 'build',
  cell: Cell,
  commands: readonly string[],
  env: Environment,
): Promise<Result<Trouble | undefined>> {
  const deadline = performance.now() + limits.build;
  // No command of the candidate's has run in it yet.
  if (cell.ended()) return fail(problem('no-confinement', `the sandbox ended before the ${name} began`));
  for (const command of commands) {
    const started = cell.start({ argv: ['/bin/sh', '-c', command], cwd: cell.appDir, env, keep: LOG_BYTES });
    started.onOutput((chunk) => emit({ is: 'phase-output', phase: name, line: lastLine(chunk) }));
    const timer = setTimeout(() => void started.stop(), Math.max(0, deadline - performance.now()));
    const cancel = (): void => void started.stop();
    signal.addEventListener('abort', cancel);
    const exit = await started.exited;
    signal.removeEventListener('abort', cancel);
    clearTimeout(timer);
    if (exit.code === 0 && !cell.ended()) continue;
    if (exit.lost === 'sandbox')
      return fail(
        problem('no-confinement', 'a command could not be started in the sandbox', { notes: [exit.stderr.trim()] }),
      );
    const late = performance.now() >= deadline;
    return ok({
      reason: {
        word: late || cell.limitHit() !== undefined ? 'limit' : name,
        detail: whyItEnded(command, exit.code, late, limits, cell),
      },
      log: started.output(),
    });
  }
  return ok(undefined);
}

function whyItEnded(command: string, code: number | null, late: boolean, limits: Limits, cell: Cell): string {
  const hit = cell.limitHit();
  if (hit !== undefined) return `\`${command}\` hit ${limitText(hit, limits)}`;
  if (late) return `\`${command}\` hit ${limitText('build', limits)}`;
  return `\`${command}\` ended with ${code === null ? 'a signal' : `exit code ${code}`}`;
}

const lastLine = (chunk: string): string => chunk.trimEnd().split('\n').at(-1) ?? '';

/** Tells when a phase begins and how long it took. */
export async function timed<T>(
  emit: PhasesRequest['emit'],
  { label }: Candidate,
  phase: 'export' | 'install' | 'build',
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  emit({ is: 'phase-started', phase, label });
  const value = await work();
  emit({ is: 'phase-ended', phase, ms: performance.now() - started, cached: false });
  return value;
}

/**
 * Why an install that failed may not be the candidate's doing: a registry can't be reached from here. What the
 * candidate's own output says of it, and how its own connections ended, decides nothing.
 */
async function whyAway({ registry, hosts }: RegistrySettings, way: Way | undefined): Promise<string | undefined> {
  if (way !== undefined) {
    const away = await way.away();
    // Nobody asked, so it doesn't matter whether anybody would have answered.
    if (away !== undefined || !way.reached()) return away;
  }
  // Whether its certificate is trusted shows inside of what a proxy passes on. Without npm there is no registry to ask.
  if (registry === undefined || hosts.some(({ through }) => through !== undefined)) return undefined;
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
