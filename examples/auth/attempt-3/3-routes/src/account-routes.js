import { HttpError, readJson, send, sendJson } from './http.js';
import { Lockout } from './lockout.js';
import { acceptablePassword, canonicalAddress } from './user-store.js';

/** The routes for accounts: `open` for everybody, `closed` for somebody who is logged in. */
export function accountRoutes({ users, sessions, settings }) {
  const lockout = new Lockout({ failures: settings.loginFailures, seconds: settings.lockSeconds });

  async function signUp(req, res) {
    const { id, email } = await users.add(await readJson(req));
    sendJson(res, 201, { id, email });
  }

  async function logIn(req, res) {
    const { email, password, shared } = await readJson(req);
    const address = canonicalAddress(email);
    if (lockout.isLocked(address)) throw new HttpError(429, 'Too many wrong passwords. Try again later.');

    const user = await users.authenticate(address, password);
    if (!user) {
      lockout.failed(address);
      throw new HttpError(401, 'The address or the password is wrong.');
    }
    lockout.succeeded(address);
    const expiresIn = shared === true ? settings.sharedSeconds : settings.tokenSeconds;
    sendJson(res, 200, { token: sessions.start(user.id, expiresIn), expiresIn });
  }

  function logOut(_req, res, { session }) {
    sessions.end(session);
    send(res, 204);
  }

  function me(_req, res, { user }) {
    sendJson(res, 200, { id: user.id, email: user.email, createdAt: user.createdAt });
  }

  async function changePassword(req, res, { user, session }) {
    const { currentPassword, newPassword } = await readJson(req);
    if (!(await users.authenticate(user.email, currentPassword))) throw new HttpError(403, 'That is not your password.');
    await users.changePassword(user, acceptablePassword(newPassword));
    sessions.endOthers(session);
    send(res, 204);
  }

  return {
    open: { 'POST /api/signup': signUp, 'POST /api/login': logIn },
    closed: { 'POST /api/logout': logOut, 'GET /api/me': me, 'PUT /api/me/password': changePassword },
  };
}

/** Who asks. @throws 401 without a good token. */
export function whoAsks(req, { users, sessions }) {
  const token = req.headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
  const session = token && sessions.find(token);
  const user = session && users.get(session.userId);
  if (!user) throw new HttpError(401, 'Log in first.');
  return { user, session };
}
