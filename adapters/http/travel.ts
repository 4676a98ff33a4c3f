import type { CookieJar } from './cookies.ts';
import { headerOf } from './body.ts';
import { type Answer, type Connection, exchange, type Sending } from './exchange.ts';
import { beginning } from '../text.ts';
import { redirectTarget } from './target.ts';

/** Where a request ended. */
export interface Travelled {
  readonly answer: Answer;
  /** What was sent first, with the jar's cookies. */
  readonly asked: Sending;
  /** Why a redirect was not followed. */
  readonly note?: string;
  /** That was because there were more of them than the step allows. */
  readonly tooMany?: boolean;
}

/** Sends a request and follows at most `redirects` redirects, on the candidate's own origin only. Cookies are kept on the way. */
export async function travel(
  first: Sending,
  redirects: number,
  connection: Connection,
  jar: CookieJar,
  signal: AbortSignal,
): Promise<Travelled> {
  const asked = withCookies(first, jar);
  let sending = asked;
  for (let left = redirects; ; left -= 1) {
    const answer = await exchange(sending, connection, signal);
    if (answer.is === 'nothing') return { answer, asked };
    jar.store(answer.headers, sending.target, Date.now());
    const to = redirects > 0 ? redirection(answer, sending, connection.origin) : undefined;
    if (to === undefined) return { answer, asked };
    if ('elsewhere' in to) return { answer, asked, note: `a redirect to ${beginning(to.elsewhere)} was not followed` };
    if (left === 0) return { answer, asked, note: stoppedAt(redirects, to.target), tooMany: true };
    sending = withCookies(redirected(first, sending, answer.status, to.target), jar);
  }
}

function redirection(answer: Extract<Answer, { is: 'answer' }>, from: Sending, origin: string) {
  const location = headerOf(answer.headers, 'location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  return redirectTarget(location, from.target, origin);
}

/** The next request as browsers make it: after 303, and a POST after 301 and 302, a GET without a body. */
function redirected(first: Sending, last: Sending, status: number, target: string): Sending {
  const { method } = last;
  const becomesGet = status === 303 ? method !== 'HEAD' : method === 'POST' && (status === 301 || status === 302);
  if (!becomesGet && last.body !== undefined) return { ...last, headers: first.headers, target };
  const headers = first.headers.filter(([name]) => !/^content-/i.test(name));
  return { method: becomesGet ? 'GET' : method, target, headers };
}

/** A `Cookie` header that the scenario states stands alone. */
function withCookies(sending: Sending, jar: CookieJar): Sending {
  if (headerOf(sending.headers, 'cookie') !== undefined) return sending;
  const cookie = jar.header(sending.target, Date.now());
  return cookie === undefined ? sending : { ...sending, headers: [...sending.headers, ['Cookie', cookie]] };
}

const stoppedAt = (redirects: number, target: string): string =>
  `stopped after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'}, at one to ${beginning(target)}`;
