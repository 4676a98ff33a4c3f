import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../cell/find-browser.ts';
import { safeGit } from '../candidate/git.ts';
import { findSource, pin, type Source } from '../candidate/pin.ts';
import { prepareServices } from '../candidate/services.ts';
import { findToolchain } from '../candidate/toolchain.ts';
import { withObjects } from '../candidate/view.ts';
import { foldersOf } from '../candidate/worktrees.ts';
import { vaultKey } from '../history/vault-key.ts';
import type { Equipment, Instruments } from '../judge/request.ts';
import { laneCache } from '../judge/lane-cache.ts';
import { openLanes } from '../judge/lanes.ts';
import { usesBrowser } from '../judge/uses-browser.ts';
import type { Confinement } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import type { Isolation } from '../model/run.ts';
import type { Store } from '../model/store.ts';
import type { Vault } from '../model/vault.ts';
import { sealOf, type Seal } from '../vault/seal.ts';
import { confinement, laneCode, laneEntry, laneModules, lanePreload } from '../wiring.ts';
import { cacheDir, newRunId, openRunGroups, privateFolders, storeDir } from './places.ts';
import { isAlive, processName } from './process-name.ts';
import { insideRepository, ownerOf } from './secrecy.ts';

export interface InstrumentsRequest {
  readonly repo: string;
  /** All of them are looked up: a slip in the last one's name should not cost the others' time. */
  readonly refs: readonly string[];
  readonly onto?: string;
  /** Folders of further objects of a local repository. */
  readonly objects?: readonly string[];
  readonly vault: Vault;
  readonly cell: 'bubblewrap' | 'unconfined';
  readonly lanes?: number;
  /** Are browsers shown in windows? */
  readonly headed?: boolean;
  /** Will the vault be read again? Then it may need a browser later. */
  readonly watch?: boolean;
  readonly store?: string;
  /** May what comes of it gate? Then the policy's demand for a seal is met, or nothing is judged. */
  readonly gates?: boolean;
  /** Opened when what is to be judged was found. */
  readonly history: () => Promise<Store>;
  /** Gone when this process is. */
  readonly runDir: string;
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
}

export interface Ready {
  readonly source: Source;
  readonly tools: Instruments;
}

/** Finds what judging takes. No Problems at all: it was interrupted. */
export async function findInstruments(request: InstrumentsRequest): Promise<Result<Ready>> {
  const { repo, refs, vault, cell, runDir, emit, signal } = request;
  const git = safeGit(join(runDir, 'git'), { signal });
  const given = await findSource(repo, git);
  const source = given.ok
    ? await withObjects(given.value, request.objects ?? [], join(runDir, 'view.git'), git)
    : given;
  if (signal.aborted) return fail();
  if (!source.ok) return source;
  const named = [...refs, ...(request.onto === undefined ? [] : [request.onto])];
  const [folders, pins] = await Promise.all([
    foldersOf(source.value, git),
    Promise.all(named.map((ref) => pin(source.value, ref, git))),
  ]);
  const exposed = insideRepository(vault, storeDir(request.store), folders);
  if (exposed.length > 0) return fail(...exposed);
  if (signal.aborted) return fail();
  const unknown = pins.flatMap((pinned) => (pinned.ok ? [] : pinned.problems));
  if (unknown.length > 0) return fail(...unknown);

  const seal = sealOf(vault, { worker: ownerOf(source.value), judge: process.getuid?.() });
  const isolation = cell === 'unconfined' ? 'unconfined' : seal.is;
  const sealed = vault.policy.require.isolation === 'sealed';
  if (request.gates === true && sealed && isolation === 'same-user') return fail(notSealed(seal));
  const store = await request.history();
  let equipped: Promise<Result<Equipment>> | undefined;
  const tools: Instruments = {
    git,
    pinned: new Map(pins.flatMap((each) => (each.ok ? [[each.value.label, each.value]] : []))),
    isolation,
    equip: () => (equipped ??= equip(request, { isolation, seal })),
    store,
    vaultKey: vaultKey(storeDir(request.store)),
    buildsDir: cacheDir('builds'),
    runDir,
    lanes: request.lanes ?? availableParallelism(),
    emit,
    owner: processName(process.pid),
    isAlive,
    newRunId,
    now: () => new Date(),
    signal,
  };
  return ok({ source: source.value, tools });
}

/** Finds, and tries, what a candidate is built and tried with. */
async function equip(
  { vault, cell, headed = false, watch = false, ...request }: InstrumentsRequest,
  { isolation, seal }: { readonly isolation: Isolation; readonly seal: Seal },
): Promise<Result<Equipment>> {
  const { runDir } = request;
  const found = findToolchain(vault.recipe.toolchain);
  if (!found.ok) return found;
  const groups = cell === 'unconfined' ? undefined : openRunGroups();
  const made = await confinement(cell, { dir: runDir, isolation, ...(groups !== undefined && { groups }) });
  const preflight = made.preflight(privateFolders(vault.dir, storeDir(request.store), ...keysOf(vault)));
  const measured = preflight.then((seen) =>
    seen.ok && cell !== 'unconfined' ? ok({ ...seen.value, seal: seal.because }) : seen,
  );
  // Looked at before the first Trial.
  measured.catch(() => {});
  const walls: Confinement = {
    ...made,
    async open(spec) {
      const seen = await preflight;
      return seen.ok ? made.open(spec) : seen;
    },
  };
  const { toolchain } = found.value;
  const prepared = await prepareServices(vault.recipe.services, { toolchain, walls, cache: cacheDir('services') });
  if (!prepared.ok) return prepared;

  const needed = headed || watch || usesBrowser(vault);
  const browser = needed ? findBrowser({ env: process.env, headed }) : undefined;
  if (headed && browser?.ok === false) return browser;

  const code = laneCode();
  const also = laneModules(cell, browser?.ok === true);
  const compiled = await laneCache({ parent: cacheDir('lanes'), walls, code, entry: laneEntry, also, runDir });
  let lanePrograms = 0;
  return ok({
    confinement: walls,
    measured,
    found: found.value,
    laneProgram: (tree) =>
      walls.lane({
        tree,
        toolchain: prepared.value,
        code,
        ...(browser?.ok === true && { browser: browser.value }),
        dir: join(runDir, `lane${lanePrograms++}`),
        ...(compiled === undefined ? {} : { cache: { dir: compiled, writable: false } }),
      }),
    openLanes: ({ program, log, env }, count) =>
      openLanes({ count, program, log, entry: laneEntry, preload: lanePreload(), env }),
    ...(browser !== undefined && { browser }),
  });
}

/** Files that open it. */
const keysOf = ({ encrypted }: Vault): readonly string[] =>
  encrypted?.keyFile === undefined ? [] : [encrypted.keyFile];

const notSealed = ({ because }: Seal): Problem =>
  problem('not-sealed', 'the policy requires a sealed vault, and the worker could read this one', {
    notes: [because],
    fix: 'judge as another user, who alone may read the vault and its key; runs that never gate (--only) go without',
  });
