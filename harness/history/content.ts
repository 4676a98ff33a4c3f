import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { extname, join } from 'node:path';

/** Files that people open, kept by what is in them: equal ones once, whatever Runs they belong to. */
export interface Content {
  /** Where the file of that content is, or would be. `name` gives the ending. */
  pathOf(digest: string, name: string): string;
  /** Writes it whole or not at all, unless it is there. */
  put(digest: string, name: string, bytes: Uint8Array): void;
  /** Removes every file that is not wanted, but for what was written just now: its Run may be about to name it. */
  sweep(isWanted: (digest: string) => boolean): void;
  /** Bytes of all. */
  size(): number;
}

/** Milliseconds in which a file counts as written just now. */
const JUST_NOW = 3_600_000;

/** SHA-256, hex. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** In folders by the digest's first two digits, for nobody else to read. */
export function contentIn(dir: string): Content {
  const pathOf = (digest: string, name: string): string =>
    join(dir, digest.slice(0, 2), `${digest}${/^\.[a-z0-9]+$/.test(extname(name)) ? extname(name) : ''}`);
  return {
    pathOf,
    put(digest, name, bytes) {
      const path = pathOf(digest, name);
      if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
        const now = new Date();
        utimesSync(path, now, now);
        return;
      }
      mkdirSync(join(dir, digest.slice(0, 2)), { recursive: true, mode: 0o700 });
      const draft = `${path}.${process.pid}.partial`;
      writeDurably(draft, bytes);
      renameSync(draft, path);
    },
    sweep(isWanted) {
      for (const { path, name } of filesIn(dir)) {
        const info = lstatSync(path, { throwIfNoEntry: false });
        if (info === undefined || isWanted(name.slice(0, 64)) || Date.now() - info.mtimeMs < JUST_NOW) continue;
        rmSync(path, { force: true });
      }
    },
    size: () =>
      filesIn(dir).reduce((sum, { path }) => sum + (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0), 0),
  };
}

function filesIn(dir: string): readonly { readonly path: string; readonly name: string }[] {
  if (lstatSync(dir, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }));
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
