import { createHmac, timingSafeEqual } from 'node:crypto';

const header = encode({ alg: 'HS256', typ: 'JWT' });

export function signToken(claims, key) {
  const content = `${header}.${encode(claims)}`;
  return `${content}.${signature(content, key)}`;
}

/** The claims of a token that we signed and that has not expired; nothing for any other text. */
export function verifyToken(token, key) {
  const [head, body, signed, ...rest] = token.split('.');
  if (head !== header || !body || !signed || rest.length > 0) return undefined;
  const expected = Buffer.from(signature(`${head}.${body}`, key));
  const received = Buffer.from(signed);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return undefined;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  return claims.exp > Date.now() / 1000 ? claims : undefined;
}

function signature(content, key) {
  return createHmac('sha256', key).update(content).digest('base64url');
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
