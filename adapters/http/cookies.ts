import type { Pairs } from '../../harness/model/adapter.ts';

/**
 * What one identity was given by the candidate. RFC 6265 for one host: `Path`, `Max-Age`, `Expires` and an alien
 * `Domain` count; `Secure` is let through, as browsers and curl do on the loopback address. Nothing in a header of
 * the candidate's makes it throw, and it remembers a bounded number.
 */
export interface CookieJar {
  /** Takes the `set-cookie` headers of an answer to a request for `path`. `now` in milliseconds since 1970. */
  store(headers: Pairs, path: string, now: number): void;
  /** The `cookie` header for `path`; nothing when no cookie goes there. */
  header(path: string, now: number): string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Milliseconds since 1970; Infinity for a session cookie. */
  readonly expires: number;
}

/** As many as a browser keeps for one site. */
const most = 180;

export function cookieJar(host: string): CookieJar {
  let kept: readonly Cookie[] = [];
  return {
    store(headers, path, now) {
      for (const [name, value] of headers) {
        if (name.toLowerCase() !== 'set-cookie') continue;
        const cookie = parse(value, host, path, now);
        if (cookie === undefined) continue;
        const others = kept.filter((other) => other.name !== cookie.name || other.path !== cookie.path);
        kept = [...others, cookie].filter((one) => one.expires > now).slice(-most);
      }
    },
    header(path, now) {
      const due = kept.filter((cookie) => cookie.expires > now && covers(cookie.path, pathname(path)));
      // Longer paths first, then older ones: what the RFC asks for. `toSorted` keeps the order of equals.
      const ordered = due.toSorted((a, b) => b.path.length - a.path.length);
      return due.length === 0 ? undefined : ordered.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
  };
}

/** Nothing for what a browser would not keep either. */
function parse(header: string, host: string, requestPath: string, now: number): Cookie | undefined {
  const [pair = '', ...rest] = header.split(';');
  const [name, value] = halves(pair);
  if (name === '' || !pair.includes('=')) return undefined;
  const attributes = new Map(rest.map((part) => halves(part)).map(([key, text]) => [key.toLowerCase(), text]));
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  if (domain !== '' && domain !== host) return undefined;
  const path = attributes.get('path') ?? '';
  return {
    name,
    value,
    path: path.startsWith('/') ? path : defaultPath(pathname(requestPath)),
    expires: expiry(attributes.get('max-age'), attributes.get('expires'), now),
  };
}

function expiry(maxAge: string | undefined, expires: string | undefined, now: number): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const at = Date.parse(expires ?? '');
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

function halves(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const pathname = (target: string): string => target.split(/[?#]/, 1)[0] ?? '/';

const defaultPath = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));

const covers = (cookie: string, path: string): boolean =>
  path === cookie || path.startsWith(cookie.endsWith('/') ? cookie : `${cookie}/`);
