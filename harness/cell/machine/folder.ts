import { statSync } from 'node:fs';
import type { Isolation } from '../../model/run.ts';
import { orElse } from '../or-else.ts';
import { type Fact, fine, gap } from './fact.ts';

/** Whether a folder is for its owner alone. @param mode as `stat` says it; nothing when it isn't there yet. */
export function folderFact(id: string, path: string, mode: number | undefined): Fact {
  if (mode === undefined) return fine(id, `${path} is not there yet and will be made private`);
  if ((mode & 0o077) === 0) return fine(id, `${path} is private`);
  const said = (mode & 0o777).toString(8).padStart(3, '0');
  return gap(
    id,
    `${path} is open to other users (${said})`,
    'A worker on this machine may be able to read it.',
    `chmod 700 '${path.replaceAll("'", `'\\''`)}'`,
  );
}

export const modeOf = (path: string): number | undefined => orElse(undefined, () => statSync(path).mode);

/** @param isolation how far a worker is from the vault, whose repository would be the current folder; @param because why. */
export function sealFact(isolation: Isolation, because: string): Fact {
  if (isolation === 'sealed') return fine('seal', because);
  return gap(
    'seal',
    because,
    'Runs are recorded as same-user: that user can read the scenarios without a candidate’s help.',
    'run holdout as another user, who owns the vault, and ask for it: gate: { require: { isolation: sealed } }',
  );
}

export const noVault = (path: string): Fact =>
  gap('vault', `nothing is at ${path}`, 'Nothing can be judged by it.', 'set HOLDOUT_VAULT to a vault, or unset it');
