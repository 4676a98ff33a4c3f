import { repacked, unpacked } from './codings.ts';
import type { Message } from './message.ts';
import type { Way } from './way.ts';

/** Where the candidate listens, and where scenarios are told that it does. */
export interface Ports {
  readonly own: number;
  readonly told: number;
}

/** None that the judge gives to candidates and services, none that connections are made from, none that browsers refuse. */
export const otherPort = (own: number): number => (own === 61_999 ? 61_998 : 61_999);

/** Each side reads the port that it knows, wherever the other one names it: in headers, in bodies, in addresses. */
export function atPort({ own, told }: Ports): Way {
  const inwards = renamed(told, own);
  const outwards = renamed(own, told);
  return async (asked, app) => {
    const answer = await app({ ...throughout(asked, inwards), target: inwards(asked.target) });
    return { answer: throughout(answer, outwards), acted: true };
  };
}

function throughout<M extends Message>(message: M, rename: (text: string) => string): M {
  const headers = message.headers.map(([name, value]) => [name, rename(value)] as const);
  const written = { ...message, headers };
  const old = message.rest === undefined ? unpacked(message)?.toString('latin1') : undefined;
  const body = rename(old ?? '');
  return old === undefined || body === old ? written : repacked(written, Buffer.from(body, 'latin1'));
}

function renamed(from: number, to: number): (text: string) => string {
  const authority = new RegExp(`(127\\.0\\.0\\.1|localhost|\\[::1\\]|%5B::1%5D)(:|%3A)${from}(?![0-9])`, 'gi');
  return (text) => text.replaceAll(authority, `$1$2${to}`);
}
