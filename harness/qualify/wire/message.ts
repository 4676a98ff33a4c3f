import type { IncomingMessage } from 'node:http';
import type { Pairs } from '../../model/adapter.ts';

/** What requests and answers have in common. */
export interface Message {
  /** In the order and the case that they came in. */
  readonly headers: Pairs;
  /** All of it; its beginning, where there is a `rest`. */
  readonly body: Buffer;
  /** What is still to come of a body that is too long to be held, that is a stream of events, or that was cut off. */
  readonly rest?: IncomingMessage;
}

export interface Ask extends Message {
  readonly method: string;
  /** As it stands in the request line. */
  readonly target: string;
}

export interface Answer extends Message {
  readonly status: number;
  /** The words behind the status. */
  readonly phrase: string;
}

export interface Exchange {
  readonly asked: Ask;
  readonly answer: Answer;
}

/** What was exchanged with the candidate before, newest last. Bounded: the oldest are forgotten first. */
export type Past = readonly Exchange[];

/** Does it ask for a change? */
export const isWrite = ({ method }: Ask): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);

export const pathOf = ({ target }: Ask): string => target.split('?', 1)[0] ?? target;

/** The first header of that name, which is in lower case. */
export function headerOf({ headers }: Message, name: string): string | undefined {
  return headers.find(([own]) => own.toLowerCase() === name)?.[1];
}

/** Without all headers of these names, which are in lower case. */
export function without<M extends Message>(message: M, ...names: readonly string[]): M {
  return { ...message, headers: message.headers.filter(([name]) => !names.includes(name.toLowerCase())) };
}

/** With another value of a header that it has; its name stays as it is written. */
export function withValue<M extends Message>(message: M, name: string, value: string): M {
  const headers = message.headers.map(([own, old]) => [own, own.toLowerCase() === name ? value : old] as const);
  return { ...message, headers };
}

/** With another body, whose length is told where the length of the old one was. What is held in part stays as it is. */
export function withBody<M extends Message>(message: M, body: Buffer): M {
  if (message.rest !== undefined || body.equals(message.body)) return message;
  return { ...withValue(message, 'content-length', String(body.length)), body };
}

/** Is the type of the body that of JSON? A body that has none is, when it looks like it. */
export function saysJson(message: Message): boolean {
  const type = headerOf(message, 'content-type');
  return type === undefined ? /^\s*[[{]/.test(message.body.toString('latin1', 0, 100)) : jsonType.test(type);
}

/** Is the body a form's fields, as in a query? */
export function isForm(message: Message): boolean {
  return (
    message.rest === undefined && /^application\/x-www-form-urlencoded/i.test(headerOf(message, 'content-type') ?? '')
  );
}

const jsonType = /^[^;]*[/+]json\s*(;|$)/i;

/** The same to the last byte? */
export function sameAsk(one: Ask, other: Ask): boolean {
  return one.method === other.method && one.target === other.target && sameMessage(one, other);
}

/** The same to the last byte? */
export function sameAnswer(one: Answer, other: Answer): boolean {
  return one.status === other.status && sameMessage(one, other);
}

function sameMessage(one: Message, other: Message): boolean {
  const text = ({ headers }: Message): string => headers.map((pair) => pair.join(': ')).join('\n');
  return text(one) === text(other) && one.body.equals(other.body);
}
