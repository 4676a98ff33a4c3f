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
import { dirname, extname, join } from 'node:path';

/** Files that people open, kept by what is in them: equal ones once, whatever Runs they belong to. */
export interface Content {
  /** Where the file of that content is, or would be. `name` gives the ending. */
  pathOf(digest: string, name: string): string;
  /** Writes it whole or not at all, unless it is there. */
  put(digest: string, name: string, bytes: Uint8Array): void;
  /** Removes every file that is not wanted, but for what was written just now: its Run may be about to name it. */
  sweep(isWanted: (digest: string) => boolean): void;
  /** Removes what somebody was writing who was ended meanwhile. */
  sweepDrafts(): void;
  /** Bytes of all. */
  size(): number;
}

/** Milliseconds in which a file counts as written just now. */
const JUST_NOW = 3_600_000;

/** SHA-256, hex. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** In folders by the digest's first two digits, for nobody else to read. */
export function contentIn(dir: string): Content {
  const drafts = join(dir, 'drafts');
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
      const [folder, draft] = [dirname(path), join(drafts, `${digest}.${process.pid}`)];
      for (const needed of [drafts, folder]) makeFolder(needed);
      writeDurably(draft, bytes);
      renameSync(draft, path);
      flush(folder);
    },
    sweep(isWanted) {
      const unwanted = filesIn(dir).filter(
        ({ path, name }) => dirname(path) === drafts || !isWanted(name.slice(0, 64)),
      );
      for (const { path } of unwanted) removeOld(path);
    },
    sweepDrafts() {
      for (const { path } of filesIn(drafts)) removeOld(path);
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

/** Unless it was written just now. */
function removeOld(path: string): void {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (info !== undefined && Date.now() - info.mtimeMs >= JUST_NOW) rmSync(path, { force: true });
}

function makeFolder(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) flush(dirname(path));
}

/** So that the names in a folder survive the machine, as what is in its files does. */
function flush(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
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
