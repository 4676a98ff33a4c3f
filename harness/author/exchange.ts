import type { Json } from './said.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request as somebody made it once, and what came back when that was recorded. */
export interface Exchange {
  /** Upper case. */
  readonly method: string;
  /** `http://localhost:3000` */
  readonly origin: string;
  /** Path and query as they were sent: `/api/users?page=2`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Pairs;
  readonly content?: Content;
  readonly redirects?: number;
  readonly answer?: Answer;
  /** What could not be taken over, each a question to the author. */
  readonly asks: readonly string[];
}

export type Content =
  /** `size` in characters, as it was sent. */
  | { readonly is: 'json'; readonly value: Json; readonly size: number }
  | { readonly is: 'form'; readonly fields: Pairs }
  | { readonly is: 'multipart'; readonly parts: readonly Part[] }
  | { readonly is: 'text'; readonly type: string; readonly text: string };

export interface Part {
  readonly name: string;
  readonly text: string;
  readonly filename?: string;
  readonly type?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Pairs;
  /** Media type without parameters, lower case. */
  readonly type: string;
  /** Nothing when it wasn't recorded, or is no text. */
  readonly text?: string;
}

/** The first value of a header. */
export const headerOf = (headers: Pairs, name: string): string | undefined =>
  headers.find(([key]) => key === name)?.[1];

export const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Characters of a body that a reader of the scenario still reads. */
const longest = 64 * 1024;

/** The same without a body that is too long to stand in a scenario: it is asked for. */
export function readable(exchange: Exchange): Exchange {
  const { content } = exchange;
  if (content === undefined || sizeOf(content) <= longest) return exchange;
  const asks = [...exchange.asks, 'the body that was sent is too long for a scenario: what of it matters?'];
  return { ...exchange, content: { is: 'text', type: 'text/plain', text: 'fill-in' }, asks };
}

function sizeOf(content: Content): number {
  if (content.is === 'text') return content.text.length;
  if (content.is === 'json') return content.size;
  const pairs = content.is === 'form' ? content.fields : content.parts.map(({ name, text }) => [name, text] as const);
  return pairs.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
}

/** What a body of this media type is. */
export function contentOf(type: string, text: string, parse: (text: string) => Json | undefined): Content | undefined {
  if (text === '') return undefined;
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (plain === 'application/x-www-form-urlencoded') return { is: 'form', fields: [...new URLSearchParams(text)] };
  const json = /^$|json$/.test(plain) || plain === 'text/plain' ? parse(text) : undefined;
  if (json !== undefined && (plain.endsWith('json') || /^\s*[[{]/.test(text)))
    return { is: 'json', value: json, size: text.length };
  return { is: 'text', type, text };
}
