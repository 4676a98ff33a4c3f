import { describe, expect, it } from 'vitest';
import { cookieJar } from '../../../adapters/http/cookies.ts';

const now = Date.UTC(2026, 0, 1);

/** The `cookie` header for `path` after one answer to a request for `/account/login`. */
function sent(setCookies: readonly string[], path = '/account/profile', at = now): string | undefined {
  const jar = cookieJar('127.0.0.1');
  jar.store(
    setCookies.map((value) => ['Set-Cookie', value]),
    '/account/login?next=/',
    now,
  );
  return jar.header(path, at);
}

describe('a cookie jar', () => {
  it('sends a cookie back below the folder it was set in', () => {
    expect(sent(['a=1'])).toBe('a=1');
    expect(sent(['a=1'], '/accounts')).toBeUndefined();
    expect(sent(['a=1; Path=/'], '/')).toBe('a=1');
    expect(sent(['a=1; path=/account'], '/account?x')).toBe('a=1');
  });

  it('keeps the value as it is, with = and quotes', () => {
    expect(sent(['a="b=c"; HttpOnly'])).toBe('a="b=c"');
  });

  it('replaces a cookie of the same name and path, and sends longer paths first', () => {
    expect(sent(['a=1; Path=/', 'a=2; Path=/', 'b=3'])).toBe('b=3; a=2');
  });

  it('lets Max-Age win over Expires', () => {
    expect(sent(['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], undefined, now + 59_999)).toBe('a=1');
    expect(sent(['a=1; Max-Age=60'], undefined, now + 60_000)).toBeUndefined();
  });

  it.each(['a=; Max-Age=0', 'a=; Max-Age=-1', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
    'forgets a cookie that %j takes back',
    (taken) => {
      expect(sent(['a=1', taken])).toBeUndefined();
    },
  );

  it('refuses a cookie for another host and takes one for its own', () => {
    expect(sent(['a=1; Domain=example.com', 'b=1; Domain=.0.0.1', 'c=1; Domain=127.0.0.1'])).toBe('c=1');
  });

  it('sends secure cookies, as browsers do on the loopback address', () => {
    expect(sent(['__Host-sid=1; Secure; Path=/; SameSite=Strict'])).toBe('__Host-sid=1');
  });

  it('knows no special names', () => {
    expect(sent(['__proto__=1', 'constructor=2'])).toBe('__proto__=1; constructor=2');
  });

  it('keeps at most as many as a browser', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `c${i}=1`);
    expect(sent(many)?.split('; ')).toHaveLength(180);
  });
});
