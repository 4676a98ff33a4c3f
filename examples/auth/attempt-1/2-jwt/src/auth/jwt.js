import { createHmac, timingSafeEqual } from 'node:crypto';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (input, secret) => createHmac('sha256', secret).update(input).digest();
const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** Creates a signed token that expires in `ttl` seconds. */
export function sign(payload, secret, ttl) {
  const iat = nowInSeconds();
  const input = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ ...payload, iat, exp: iat + ttl })}`;
  return `${input}.${hmac(input, secret).toString('base64url')}`;
}

/** Returns the payload of a valid token, or null. */
export function verify(token, secret) {
  const parts = String(token).split('.');
  if (parts.length !== 3) return null;
  const [header, payload, signature] = parts;

  const expected = hmac(`${header}.${payload}`, secret);
  const actual = Buffer.from(signature, 'base64url');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return null;

  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    return alg === 'HS256' && claims.exp > nowInSeconds() ? claims : null;
  } catch {
    return null;
  }
}
