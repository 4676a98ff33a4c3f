import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { usesBrowser } from '../judge/uses-browser.ts';
import { exitCodes } from '../model/gate.ts';
import { ok } from '../model/problem.ts';
import type { Qualification } from '../model/qualified-vault.ts';
import type { Store } from '../model/store.ts';
import { qualify as qualifyVault } from '../qualify/qualify.ts';
import type { VaultFolder } from '../vault/files.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { readVault } from '../vault/load.ts';
import { store } from '../wiring.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { findInstruments } from './instruments.ts';
import { onInterrupt } from './interrupt.ts';
import { type KeyFlags, openVaultFolder } from './open-vault.ts';
import { openRunDir, storeDir, sweep } from './places.ts';
import { showProgress } from './progress.ts';
import { qualifyText } from './qualify-text.ts';
import { stop, styleOf } from './say.ts';

export interface QualifyFlags extends KeyFlags {
  readonly vault?: string;
  readonly runs: number;
  readonly mutants: number;
  readonly seed: string;
  readonly lanes?: number;
  readonly json?: boolean;
  readonly store?: string;
}

/**
 * `holdout qualify`: holds a vault's scenarios against its controls, and says of each whether it can tell good from bad.
 * @returns the exit code: 0 when all can, 1 when not, 2 or 3 when there is no telling.
 */
export async function qualify(repo: string, flags: QualifyFlags): Promise<number> {
  closeInheritedDescriptors();
  const owner = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  using interrupt = onInterrupt();
  const { signal } = interrupt;
  const place = flags.vault === undefined ? usualVault(repo, '.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, owner);
  const folder = await openVaultFolder(place.value, flags);
  const { vault, problems } = readVault(folder);
  if (vault === undefined || problems.some(({ severity }) => severity === 'error'))
    return stop(problems, owner, formatProblems);

  using runDir = openRunDir();
  using progress = showProgress(process.stderr);
  using opened = new DisposableStack();
  const history = async (): Promise<Store> => {
    const kept = opened.use(await store(storeDir(flags.store)));
    for (const what of sweep()) progress({ is: 'swept', what });
    return kept;
  };
  const ready = await findInstruments({
    ...flags,
    // Most of what is asked waits now and then, and a browser is a core's work by itself.
    lanes: flags.lanes ?? availableParallelism() * (usesBrowser(vault) ? 1 : 2),
    cell: 'bubblewrap',
    repo,
    refs: vault.controls.good.flatMap(({ source }) => (source.is === 'ref' ? [source.ref] : [])),
    vault,
    history,
    runDir: runDir.dir,
    emit: progress,
    signal,
  });
  if (signal.aborted) return interrupt.exitCode();
  if (!ready.ok) return stop(ready.problems, owner);
  const { source, tools } = ready.value;
  const controlsDir = controlsOf(folder, runDir.dir);
  const { runs, mutants, seed } = flags;
  const qualified = await qualifyVault({ vault, source, controlsDir, runs, mutants, seed }, tools);
  progress[Symbol.dispose]();
  if (signal.aborted) {
    process.stderr.write('what was found out is kept: the same command goes on from there\n');
    return interrupt.exitCode();
  }
  if (!qualified.ok) return stop(qualified.problems, owner);
  remember(tools.store, qualified.value);
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ version: 1, ...qualified.value }, null, 2)}\n`);
  else process.stdout.write(qualifyText(qualified.value, styleOf(process.stdout)));
  return exitCode(qualified.value);
}

/** What a gate that requires qualified scenarios goes by. */
function remember(history: Store, { vault, at, scenarios }: Qualification): void {
  history.qualify(
    vault,
    scenarios.map(({ digest, findings, qualified }) => ({
      scenario: digest,
      at,
      findings: qualified ? [] : findings.map(({ word }) => word),
    })),
  );
}

function exitCode({ scenarios, controls }: Qualification): number {
  const sound = controls.every(({ trouble }) => trouble === undefined);
  if (sound && scenarios.every(({ qualified }) => qualified)) return exitCodes.allow;
  const unjudged = scenarios.some(({ findings }) => findings.some(({ word }) => word === 'unjudged'));
  return unjudged ? exitCodes.hold : exitCodes.deny;
}

/** Where the controls of a vault are; those of a sealed one are laid out for as long as this process lives. */
function controlsOf({ dir, files }: VaultFolder, runDir: string): string {
  if (files === undefined) return dir;
  const place = join(runDir, 'vault');
  for (const [path, bytes] of files) {
    if (!path.startsWith('controls/')) continue;
    mkdirSync(dirname(join(place, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(place, path), bytes, { mode: 0o600 });
  }
  return place;
}
