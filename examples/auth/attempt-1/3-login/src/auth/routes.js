import { HttpError, readJson, send, sendJson } from '../http.js';
import { sign } from './jwt.js';
import { createLoginGuard } from './login-guard.js';
import { normalizeEmail, verifyPassword } from './users.js';

export function createAuthRoutes(users, config) {
  const guard = createLoginGuard({ max: config.maxLoginFailures, lockSeconds: config.lockSeconds });

  return {
    async signup(req, res) {
      const { email, password } = await readJson(req);
      const user = users.create(email, password);
      sendJson(res, 201, { id: user.id, email: user.email });
    },

    async login(req, res) {
      const { email, password, shared } = await readJson(req);
      const key = normalizeEmail(email);
      if (guard.isBlocked(key)) throw new HttpError(429, 'Too many failed attempts, try again later.');

      const user = users.findByEmail(email);
      if (!user) {
        guard.recordFailure(key);
        throw new HttpError(401, 'No account found for this email.');
      }
      if (!verifyPassword(password, user.password)) {
        guard.recordFailure(key);
        throw new HttpError(401, 'Incorrect password.');
      }

      guard.reset(key);
      const expiresIn = shared === true ? config.sharedTtl : config.tokenTtl;
      sendJson(res, 200, { token: sign({ sub: user.id }, config.secret, expiresIn), expiresIn });
    },

    // Tokens are stateless: the client logs out by discarding its token.
    logout(_req, res) {
      send(res, 204);
    },

    me(_req, res, user) {
      sendJson(res, 200, { id: user.id, email: user.email, createdAt: user.createdAt });
    },

    async changePassword(req, res, user) {
      const { currentPassword, newPassword } = await readJson(req);
      if (!verifyPassword(currentPassword, user.password)) throw new HttpError(403, 'Current password is incorrect.');
      users.setPassword(user, newPassword);
      send(res, 204);
    },
  };
}
