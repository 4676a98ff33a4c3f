import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Pairs } from '../../harness/model/adapter.ts';
import type { Seen } from '../../harness/model/observation.ts';

/** A body's bytes without its content-encoding; `too-large` when they would be more than `limit`. */
export async function decoded(body: Buffer, headers: Pairs, limit: number): Promise<Buffer | 'too-large' | 'damaged'> {
  const decode = decoders.get(headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '');
  // We ask for no encoding; one that we do not know is shown as it came.
  if (decode === undefined || body.length === 0) return body;
  try {
    return await decode(body, { maxOutputLength: limit });
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'damaged';
  }
}

const decoders = new Map<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** A body as text, in the charset that the content type names when it is a known one, else UTF-8. Never fails. */
export function textOf(body: Buffer, headers: Pairs): string {
  const charset = /;\s*charset="?([\w:-]{1,40})/i.exec(headerOf(headers, 'content-type') ?? '')?.[1];
  return decoderFor(charset).decode(body);
}

function decoderFor(charset = 'utf-8') {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/**
 * A body as JSON source, whatever its content type says. Whether it is JSON is for the comparison to find out: text that
 * is none must fail even `$absent`, and only an empty body is missing.
 */
export function jsonOf(text: string): Seen {
  return text.trim() === '' ? { is: 'missing', why: 'the body is empty' } : { is: 'json', source: text };
}

/** The first header of that name, in any case. */
export function headerOf(headers: Pairs, name: string): string | undefined {
  return headers.find(([own]) => own.toLowerCase() === name)?.[1];
}
