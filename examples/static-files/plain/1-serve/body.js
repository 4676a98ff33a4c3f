import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';

/** Sends the bytes `first` to `last` of a file. A reader who leaves is no error. */
export function send(file, first, last, response) {
  pipeline(createReadStream(file, { start: first, end: last }), response, () => {});
}
