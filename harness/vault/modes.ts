import { lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';
import { isReachable, octal } from './seal.ts';

/** Entries that are looked at: a vault has fewer. */
const most = 20_000;
const shownAtMost = 3;

/**
 * A warning for a vault that other users of the machine could read or change: folders should be 0700, files 0600. What lies
 * in a folder that they can't enter is closed to them, whatever its own mode. Of an encrypted vault the key is looked at.
 */
export function openModes({ dir, encrypted }: Pick<Vault, 'dir' | 'encrypted'>): readonly Problem[] {
  const place = encrypted === undefined ? dir : encrypted.keyFile;
  if (place === undefined || !isReachable(dirname(place))) return [];
  const open = statSync(place).isDirectory() ? openBelow(dir) : openFile(place);
  const [first] = open;
  if (first === undefined) return [];
  const more = open.length - shownAtMost;
  const shown = `${open.slice(0, shownAtMost).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const what = encrypted === undefined ? 'the vault' : 'the key of the vault';
  return [
    problem('open-vault', `${what} is open to other users of this machine: ${shown}`, {
      severity: 'warning',
      fix: `chmod ${encrypted === undefined ? '-R ' : ''}go= ${quoted(place)}`,
    }),
  ];
}

/** `auth/login.yaml (0644)`, of each file and folder that is too open, as far down as others can go. */
function openBelow(dir: string): readonly string[] {
  const open: string[] = [];
  let looked = 0;
  const walk = (below: string): void => {
    const path = join(dir, below);
    const own = lstatSync(path, { throwIfNoEntry: false });
    looked += 1;
    if (own === undefined || own.isSymbolicLink() || looked > most) return;
    if ((own.mode & 0o077) !== 0) open.push(`${below === '' ? dir : below} (${octal(own)})`);
    if (!own.isDirectory() || (own.mode & 0o011) === 0) return;
    for (const name of readdirSync(path).toSorted()) walk(join(below, name));
  };
  walk('');
  return open;
}

function openFile(path: string): readonly string[] {
  const own = statSync(path);
  return (own.mode & 0o077) === 0 ? [] : [`${path} (${octal(own)})`];
}

/** As one word of a shell. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
