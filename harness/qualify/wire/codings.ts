import * as zlib from 'node:zlib';
import { defaultLimits } from '../../model/limits.ts';
import { headerOf, type Message, withBody } from './message.ts';

/** The body without its content-encoding; nothing when it is in an unknown one, is damaged, or unpacks to too much. */
export function unpacked(message: Message): Buffer | undefined {
  const coding = codingOf(message);
  if (coding === '' || message.body.length === 0) return message.body;
  try {
    return codings.get(coding)?.unpack(message.body, { maxOutputLength: defaultLimits.response });
  } catch {
    return undefined;
  }
}

/** With another body, in the content-encoding that the message has. @param body not packed. */
export function repacked<M extends Message>(message: M, body: Buffer): M {
  const coding = codings.get(codingOf(message));
  return withBody(message, coding === undefined ? body : coding.pack(body));
}

const codingOf = (message: Message): string => headerOf(message, 'content-encoding')?.trim().toLowerCase() ?? '';

interface Coding {
  readonly pack: (body: Buffer) => Buffer;
  readonly unpack: (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer;
}

const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', { pack: zlib.gzipSync, unpack: zlib.gunzipSync }],
  ['deflate', { pack: zlib.deflateSync, unpack: zlib.inflateSync }],
  ['br', { pack: zlib.brotliCompressSync, unpack: zlib.brotliDecompressSync }],
  ['zstd', { pack: zlib.zstdCompressSync, unpack: zlib.zstdDecompressSync }],
]);
