import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** Bytes of a recording or a document: a long session with its answers. */
const longest = 64 * 1024 * 1024;

/** The text of a file, or of standard input for `-`. Devices, folders, other encodings and what is too large are Problems. */
export function readInput(path: string): Result<string> {
  const shown = path === '-' ? 'standard input' : path;
  let descriptor: number;
  try {
    descriptor = path === '-' ? 0 : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return fail(problem('no-such-file', `${shown} can't be read`, { fix: 'give the path of a file' }));
  }
  try {
    if (path !== '-' && !fstatSync(descriptor).isFile()) return fail(problem('no-such-file', `${shown} is not a file`));
    const bytes = readAll(descriptor);
    if (bytes === undefined)
      return fail(
        problem('too-large', `${shown} is larger than 64 MiB`, { fix: 'record less: one journey is a scenario' }),
      );
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail(problem('not-utf8', `${shown} is not UTF-8 text`, { fix: 'save it as UTF-8' }));
  } finally {
    if (path !== '-') closeSync(descriptor);
  }
}

function readAll(descriptor: number): Uint8Array | undefined {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= longest; ) {
    const chunk = Buffer.alloc(256 * 1024);
    const count = readChunk(descriptor, chunk);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  return undefined;
}

/** A pipe whose writer is not done says "again"; a wait in between keeps the machine cool. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
