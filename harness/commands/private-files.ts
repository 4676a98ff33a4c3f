import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';

/** Writes a file that is nobody else's, whole or not at all; what is in its place is replaced. */
export const replacePrivately = (path: string, bytes: Uint8Array): Problem | undefined =>
  allOrNothing(path, (temporary) => write(temporary, bytes));

/** Makes a folder of such files, by their paths. There must be nothing in its place. */
export const writeFolder = (dir: string, files: ReadonlyMap<string, Uint8Array>): Problem | undefined =>
  allOrNothing(dir, (temporary) => {
    mkdirSync(temporary, { mode: 0o700 });
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(temporary, path)), { recursive: true, mode: 0o700 });
      write(join(temporary, path), bytes);
    }
  });

function allOrNothing(path: string, make: (temporary: string) => void): Problem | undefined {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    make(temporary);
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return problem('not-writable', `${path} could not be written (${code})`, { fix: 'choose another place with -o' });
  }
}

function write(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
