import { STATUS_CODES } from '../../candidate/node-http.ts';
import type { Pairs } from '../../model/adapter.ts';
import { type Answer, type Ask, headerOf } from './message.ts';

/** An answer that no candidate gave. @param headers those that tell of the body are added. */
export function made(status: number, headers: Pairs = [], body: string | Buffer = ''): Answer {
  const bytes = Buffer.from(body);
  // RFC 9110, 8.6: it must not say that there is no body.
  const length: Pairs = status === 204 ? [] : [['Content-Length', String(bytes.length)]];
  return withStatus({ status, phrase: '', headers: [...headers, ...length], body: bytes }, status);
}

export function madeJson(status: number, json: string, headers: Pairs = []): Answer {
  return made(status, [['Content-Type', 'application/json'], ...headers], json);
}

export const madeHtml = (html: string): Answer => made(200, [['Content-Type', 'text/html; charset=utf-8']], html);

/** What was sent, sent back. */
export function sentBack(status: number, asked: Ask): Answer {
  return made(status, [['Content-Type', headerOf(asked, 'content-type') ?? 'application/octet-stream']], asked.body);
}

/** With another status, and the usual words for it. */
export function withStatus(answer: Answer, status: number): Answer {
  return { ...answer, status, phrase: STATUS_CODES[status] ?? '' };
}
