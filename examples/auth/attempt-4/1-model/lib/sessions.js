import crypto from 'node:crypto';

/** Live sessions by token id. */
export class Sessions {
  #jwt;
  #file;
  #live;

  constructor(jwt, file) {
    this.#jwt = jwt;
    this.#file = file;
    this.#live = new Map(Object.entries(file.read({})));
  }

  open(user, ttl) {
    const jti = crypto.randomUUID();
    const iat = Math.floor(Date.now() / 1000);
    this.#live.set(jti, user.id);
    this.#save();
    return this.#jwt.sign({ sub: user.id, jti, iat, exp: iat + ttl });
  }

  resolve(token) {
    const claims = this.#jwt.verify(token);
    return claims && this.#live.has(claims.jti) ? { id: claims.jti, userId: claims.sub } : undefined;
  }

  close({ id }) {
    this.#live.delete(id);
    this.#save();
  }

  closeOthers({ id, userId }) {
    for (const [other, owner] of this.#live) {
      if (owner === userId && other !== id) this.#live.delete(other);
    }
    this.#save();
  }

  #save() {
    this.#file.write(Object.fromEntries(this.#live));
  }
}
