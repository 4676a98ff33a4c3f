import type { LaneProgram } from '../model/cell.ts';
import type { Vault } from '../model/vault.ts';
import type { Equipment, Instruments } from './request.ts';
import type { Place } from './task.ts';

/** Where lanes of that program try a Build: as the vault says, as the lane sees it. */
export function placeOf(
  program: LaneProgram,
  { recipe, limits }: Pick<Vault, 'recipe' | 'limits'>,
  { confinement, browser, runDir }: Pick<Instruments, 'runDir'> & Pick<Equipment, 'confinement' | 'browser'>,
): Place {
  return {
    confinement: confinement.name,
    dir: confinement.name === 'unconfined' ? runDir : '/tmp',
    tree: program.tree,
    toolchain: program.toolchain,
    ...(browser === undefined ? {} : { browser }),
    recipe,
    limits,
    ...(program.groups === undefined ? {} : { groups: program.groups }),
  };
}
