import crypto from 'node:crypto';

export class Jwt {
  #secret;

  constructor(secret = crypto.randomBytes(32)) {
    this.#secret = secret;
  }

  sign(claims) {
    const content = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => toBase64Url(JSON.stringify(part))).join('.');
    return `${content}.${this.#mac(content)}`;
  }

  /** @returns the claims, or undefined when the token is not valid (any more) */
  verify(token) {
    const match = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token);
    if (!match) return undefined;
    const [, header, body, mac] = match;
    if (mac !== this.#mac(`${header}.${body}`)) return undefined;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    return Math.floor(Date.now() / 1000) < claims.exp ? claims : undefined;
  }

  #mac(content) {
    return crypto.createHmac('sha256', this.#secret).update(content).digest('base64url');
  }
}

const toBase64Url = (text) => Buffer.from(text).toString('base64url');
