import type { IncomingMessage } from 'node:http';
import type { Pairs } from '../../model/adapter.ts';
import { defaultLimits } from '../../model/limits.ts';
import type { Message } from './message.ts';

/** Waits for the whole body, when it is one that ends and is no longer than an answer may be. Never rejects. */
export async function held(message: IncomingMessage): Promise<Message> {
  const headers = pairs(message.rawHeaders);
  if (/^text\/event-stream/i.test(message.headers['content-type'] ?? '')) {
    return { headers, body: Buffer.alloc(0), rest: message };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > defaultLimits.response) return { headers, body: Buffer.concat(chunks), rest: message };
    }
  } catch {
    // Cut off: whoever reads the rest meets the same end.
    return { headers, body: Buffer.concat(chunks), rest: message };
  }
  return { headers, body: Buffer.concat(chunks) };
}

function pairs(raw: readonly string[]): Pairs {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? '']);
}
