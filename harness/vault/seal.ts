import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { Isolation } from '../model/run.ts';
import type { Vault } from '../model/vault.ts';

/** Whether the worker could read the vault where it lies, or put another in its place, and how that was found out. */
export interface Seal {
  readonly is: Exclude<Isolation, 'unconfined'>;
  /** One line: `the repository belongs to ann (uid 1000), who owns the vault too`. */
  readonly because: string;
}

/** Ids of users. */
interface Users {
  /** Who owns the candidate's local repository, which is whom the worker is taken to be; nobody here, for a remote one. */
  readonly worker: number | undefined;
  /** As whom this process runs. */
  readonly judge: number | undefined;
}

/** Of an encrypted vault it is the key that must be out of reach, and the memory of the judge that opened it. */
export function sealOf({ dir, encrypted }: Pick<Vault, 'dir' | 'encrypted'>, { worker, judge }: Users): Seal {
  const who =
    worker === undefined ? 'the repository is on another machine' : `the repository belongs to ${named(worker)}`;
  const open = (why: string): Seal => ({ is: 'same-user', because: `${who}${why}` });
  if (worker === 0) return open(', who can read everything');
  if (encrypted !== undefined && worker !== undefined && worker === judge)
    return open(', as whom the judge runs: its memory, where the vault is opened, is no secret from that user');
  const secret = encrypted === undefined ? dir : encrypted.keyFile;
  const what = encrypted === undefined ? 'the vault' : `the key ${secret}`;
  if (secret !== undefined) {
    const own = statSync(secret);
    if (own.uid === worker) return open(`, who owns ${what} too`);
    if (isOpenToOthers(secret)) return open(`, and ${what} can be read by others (mode ${octal(own)})`);
  }
  const door = replaceable(dir, worker);
  if (door !== undefined) return open(`, and others could put another vault in its place: ${door}`);
  const closed =
    secret === undefined ? 'the vault is encrypted, and its passphrase was typed in' : `${what} is closed to others`;
  return { is: 'sealed', because: `${who}, and ${closed}` };
}

/**
 * Others may walk down to it, and read it; of a folder it is enough that they may enter, since vault.yaml has a known name.
 * Group rights count too: who is in a group is not looked up.
 */
function isOpenToOthers(path: string): boolean {
  const own = statSync(path);
  return (own.mode & (own.isDirectory() ? 0o011 : 0o044)) !== 0 && isReachable(dirname(path));
}

/** Others may walk down to a folder and into it. */
export function isReachable(folder: string): boolean {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o011) === 0) return false;
  }
  return true;
}

/** The place at which others than the judge could exchange a file or folder for another; nothing when there is none. */
function replaceable(path: string, worker: number | undefined): string | undefined {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const own = statSync(at);
    if (worker !== undefined && own.uid === worker) return `${at} belongs to ${named(worker)}`;
    // In a sticky folder everybody keeps to what is theirs.
    const sticky = at !== path && (own.mode & 0o1000) !== 0;
    if ((own.mode & 0o022) !== 0 && !sticky && isReachable(dirname(at)))
      return `${at} can be written by others (mode ${octal(own)})`;
  }
  return undefined;
}

/** `0644` */
export const octal = ({ mode }: Pick<Stats, 'mode'>): string => (mode & 0o7777).toString(8).padStart(4, '0');

/** `ann (uid 1000)` */
function named(uid: number): string {
  const name = accounts().get(uid);
  return name === undefined ? `the user with the id ${uid}` : `${name} (uid ${uid})`;
}

/** Names of the machine's own users, by id; what a directory service knows is not asked for. */
function accounts(): ReadonlyMap<number, string> {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n').toReversed();
    return new Map(lines.map((line) => line.split(':')).map(([name = '', , id]) => [Number(id), name]));
  } catch {
    return new Map();
  }
}
