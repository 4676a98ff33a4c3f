import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Isolation } from '../model/run.ts';

/**
 * Whether the worker could read the vault where it lies. The worker is taken to be the user who owns the candidate's
 * local repository (`workerUid`); for a remote one nobody here is, and only a vault open to everyone counts as readable.
 */
export function sealOf(vaultDir: string, workerUid: number | undefined): Isolation {
  const vault = statSync(vaultDir);
  if (workerUid === 0 || vault.uid === workerUid) return 'same-user';
  return openToOthers(vaultDir) ? 'same-user' : 'sealed';
}

/** Others may list the folder and walk down to it. Group rights count too: who is in a group is not looked up. */
function openToOthers(path: string): boolean {
  if ((statSync(path).mode & 0o044) === 0) return false;
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o011) === 0) return false;
  }
  return true;
}
