import { constants } from 'node:fs';
import { type FileHandle, open, readlink } from 'node:fs/promises';

/** Bytes of one source; larger ones were hardly written by hand. */
const MOST_KIB = 512;

/** A source that is open to be read and rewritten; or why it is left alone. */
export type OpenedSource =
  | ({ readonly is: 'open'; readonly text: string; rewrite(text: string): Promise<void> } & AsyncDisposable)
  | ({ readonly is: 'left'; readonly why: string } & AsyncDisposable);

/**
 * Opens a file of a tree that somebody else wrote. Neither what is read nor what is written is ever another file's: no
 * link is followed, and a file that has further names is left. It keeps its owner and its mode, since it stays the same
 * file. @param place an absolute path without links. @throws what the disk says when it won't have what is written.
 */
export async function openSource(place: string): Promise<OpenedSource> {
  const flags = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(place, flags).catch(() => undefined);
  if (file === undefined) return left("can't be opened");
  const why = await whyLeft(file, place);
  const text = why === undefined ? utf8(await file.readFile()) : undefined;
  if (text !== undefined) {
    return { is: 'open', text, rewrite: (to) => rewrite(file, to), [Symbol.asyncDispose]: () => file.close() };
  }
  await file.close();
  return left(why ?? 'is no UTF-8');
}

const left = (why: string): OpenedSource => ({ is: 'left', why, [Symbol.asyncDispose]: async () => {} });

async function whyLeft(file: FileHandle, place: string): Promise<string | undefined> {
  const { size, nlink } = await file.stat();
  // Where the kernel says the opened file is: a folder on the way that is a link would show.
  if ((await readlink(`/proc/self/fd/${file.fd}`)) !== place) return 'is not where it seems to be';
  if (nlink !== 1) return 'has a further name';
  return size > MOST_KIB * 1024 ? `is larger than ${MOST_KIB} KiB` : undefined;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function rewrite(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, done)).bytesWritten;
  await file.truncate(bytes.length);
}
