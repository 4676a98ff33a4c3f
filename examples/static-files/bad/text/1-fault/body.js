import { readFile } from 'node:fs/promises';

/** Sends the bytes `first` to `last` of a file. */
export async function send(file, first, last, response) {
  const text = await readFile(file, 'utf8');
  response.end(Buffer.from(text).subarray(first, last + 1));
}
