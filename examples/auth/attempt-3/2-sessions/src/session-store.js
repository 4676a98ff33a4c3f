import { randomUUID } from 'node:crypto';
import { signToken, verifyToken } from './tokens.js';

/** The tokens that are live. A token is good when it verifies and its id is still in here. */
export class SessionStore {
  constructor(file, key) {
    this.file = file;
    this.key = key;
    this.all = file.read([]);
  }

  /** Starts a session of `ttl` seconds and returns its token. */
  start(userId, ttl) {
    const now = Math.floor(Date.now() / 1000);
    const session = { id: randomUUID(), userId, expires: now + ttl };
    this.keep([...this.all.filter((other) => other.expires > now), session]);
    return signToken({ sub: userId, jti: session.id, iat: now, exp: session.expires }, this.key);
  }

  find(token) {
    const claims = verifyToken(token, this.key);
    return claims && this.all.find((session) => session.id === claims.jti);
  }

  end(session) {
    this.keep(this.all.filter((other) => other !== session));
  }

  /** Ends all sessions of the session's user but this one. */
  endOthers(session) {
    this.keep(this.all.filter((other) => other.userId !== session.userId || other === session));
  }

  keep(sessions) {
    this.all = sessions;
    this.file.write(sessions);
  }
}
