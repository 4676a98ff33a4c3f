import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreTrouble } from '../model/store.ts';

/**
 * The secret that instance data is drawn with, 32 bytes, hex. Made on first use and kept 0600 beside the history, so that
 * the same tree gets the same draw on this machine and nobody else can foretell it.
 */
export function vaultKey(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'key');
  const known = read(path);
  if (known !== undefined) {
    // Nobody needs a draft any more; whoever was ended between two steps left one.
    for (const name of readdirSync(dir)) if (/^key\.\d+$/.test(name)) rmSync(join(dir, name), { force: true });
    return known;
  }
  const draft = join(dir, `key.${process.pid}`);
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    // Whole or not at all, and the first of two judges wins.
    linkSync(draft, path);
  } catch {
    // The other one was first.
  }
  rmSync(draft, { force: true });
  const made = read(path);
  if (made === undefined) throw new StoreTrouble(dir, new Error(`${path} holds no key; remove it to have one made`));
  return made;
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^[0-9a-f]{64}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
