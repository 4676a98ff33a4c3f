import { constants, createReadStream, type Dirent, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Entries of a folder tree that are looked at. */
const most = 1_000_000;

/**
 * Every file below a folder, relative to it, ignored ones too. Links are not followed, and what git keeps in `.git` is not
 * gone into: it is packed.
 */
export function* filesBelow(dir: string): Generator<string> {
  const open = [''];
  let looked = 0;
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const entry of entriesOf(join(dir, below))) {
      looked += 1;
      if (looked > most) return;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git') open.push(path);
      } else if (entry.isFile()) yield path;
    }
  }
}

function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The bytes of a file as they come; nothing when it can't be read, or is none. */
export function bytesOf(path: string): AsyncIterable<Buffer> | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined;
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    return createReadStream('', { fd, highWaterMark: 1024 ** 2 }) as AsyncIterable<Buffer>;
  } catch {
    return undefined;
  }
}
