import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problem, type Problem } from '../../model/problem.ts';
import type { Source } from '../source.ts';

/**
 * Puts a changed file in the place of the one it was made from, whole or not at all, with the same rights. Symbolic links
 * and files that somebody else has changed in the meantime are left alone: a Problem says so.
 */
export function replaceFile(dir: string, before: Source, after: Source): Problem | undefined {
  const path = join(dir, before.file);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    let old: { bytes: Buffer; mode: number };
    try {
      old = { bytes: readFileSync(descriptor), mode: fstatSync(descriptor).mode };
    } finally {
      closeSync(descriptor);
    }
    const mark = old.bytes.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark : Buffer.alloc(0);
    if (!old.bytes.equals(Buffer.concat([mark, Buffer.from(before.text)]))) {
      return problem('not-written', `${before.file} was changed while it was being checked`, { fix: 'run it again' });
    }
    writeNew(temporary, Buffer.concat([mark, Buffer.from(after.text)]), old.mode);
    renameSync(temporary, path);
    return undefined;
  } catch (thrown) {
    rmSync(temporary, { force: true });
    const reason = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
    return problem('not-written', `${before.file} can't be written (${reason})`, {
      fix: 'check who may write to it and its folder',
    });
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function writeNew(path: string, bytes: Uint8Array, mode: number): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(descriptor, bytes);
    fchmodSync(descriptor, mode & 0o777);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
