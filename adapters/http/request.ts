import { posix } from 'node:path';
import type { HttpPayload, HttpRequest, Pairs, Part, TrialContext } from '../../harness/model/adapter.ts';
import { headerOf } from './body.ts';
import { type LoadedPart, multipart } from './multipart.ts';

/** What is sent as a body, and the content type that it implies. */
export interface Content {
  readonly type?: string;
  readonly body?: string | Buffer;
}

/**
 * What every request carries unless the scenario says otherwise: just what curl sends, so that a candidate can't tell
 * a judge by its headers.
 */
export const usual: Pairs = [
  ['User-Agent', 'curl/8.5.0'],
  ['Accept', '*/*'],
];

/** The headers of a request but for `Host`, `Connection`, `Content-Length` and the jar's `Cookie`. */
export function headersFor(action: HttpRequest, type: string | undefined): Pairs {
  const stated = (name: string) => headerOf(action.headers, name.toLowerCase()) !== undefined;
  const implied: Pairs = type === undefined ? [] : [['Content-Type', type]];
  return [...[...usual, ...implied].filter(([name]) => !stated(name)), ...action.headers];
}

/** Reads files that a form names from the Cell. Returns why not, in words, when one isn't there. */
export async function loadContent(payload: HttpPayload | undefined, trial: TrialContext): Promise<Content | string> {
  if (payload === undefined) return {};
  if (payload.is === 'text') return { type: payload.type, body: payload.text };
  const parts: LoadedPart[] = [];
  for (const part of payload.parts) {
    const content = await contentOf(part, trial);
    if (content === undefined) return `there is no file to send for "${part.name}"`;
    parts.push({ part, content });
  }
  return multipart(parts);
}

async function contentOf(part: Part, { cell, workDir, limits }: TrialContext): Promise<Uint8Array | undefined> {
  if (part.is !== 'file') return Buffer.from(part.text);
  const found = await cell.read(posix.resolve(workDir, part.path), limits.response);
  return found.is === 'file' && found.size === found.bytes.length ? found.bytes : undefined;
}
