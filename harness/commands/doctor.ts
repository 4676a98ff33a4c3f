import { statSync } from 'node:fs';
import { registrySettings } from '../candidate/registry-settings.ts';
import { shown } from '../candidate/registry-hosts.ts';
import type { Fact } from '../cell/machine/fact.ts';
import { machineFacts } from '../cell/machine/facts.ts';
import { folderFact, modeOf, noVault, sealFact } from '../cell/machine/folder.ts';
import { registryFact } from '../cell/machine/registry.ts';
import { wallsFact } from '../cell/machine/walls.ts';
import { isRoot } from '../cell/system.ts';
import { exitCodes } from '../model/gate.ts';
import { usualVault } from '../vault/find.ts';
import { sealOf } from '../vault/seal.ts';
import { confinement } from '../wiring.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { doctorText } from './doctor-text.ts';
import { openRunDir, privateFolders, storeDir } from './places.ts';
import { styleOf } from './say.ts';

interface DoctorFlags {
  readonly json?: boolean;
}

/** `holdout doctor`: what this machine can confine, and what it can't. @returns the exit code: 3 when nothing can gate here. */
export async function doctor(flags: DoctorFlags): Promise<number> {
  closeInheritedDescriptors();
  const vault = usualVault('.');
  const dir = vault.ok ? vault.value : undefined;
  const history = storeDir(undefined);
  const [machine, cell, registry] = await Promise.all([
    machineFacts(process.env),
    lookInside(privateFolders(history, ...(dir === undefined ? [] : [dir]))),
    findRegistry(),
  ]);
  const facts = [...machine, cell, registry, ...folders(dir, history)];
  const canGate = facts.every(({ is }) => is !== 'missing');
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ version: 1, canGate, facts }, null, 2)}\n`);
  else process.stdout.write(doctorText(facts, styleOf(process.stdout)));
  return canGate ? exitCodes.allow : exitCodes.hold;
}

async function lookInside(hidden: readonly string[]): Promise<Fact> {
  using run = openRunDir();
  const walls = await confinement('bubblewrap', { dir: run.dir, isolation: 'sealed' });
  return wallsFact(await walls.preflight(hidden), isRoot());
}

async function findRegistry(): Promise<Fact> {
  const settings = await registrySettings([]);
  if (settings.ok) return registryFact(settings.value.hosts.map(shown));
  const [problem] = settings.problems;
  return registryFact(problem ?? []);
}

/** Of the vault that is meant in this folder, as far as there is one, and of the history. */
function folders(vault: string | undefined, history: string): readonly Fact[] {
  const kept = folderFact('history', history, modeOf(history));
  if (vault === undefined) return [kept];
  const mode = modeOf(vault);
  if (mode === undefined) return [noVault(vault), kept];
  const seal = sealOf({ dir: vault }, { worker: statSync('.').uid, judge: process.getuid?.() });
  return [folderFact('vault', vault, mode), sealFact(seal.is, seal.because), kept];
}
