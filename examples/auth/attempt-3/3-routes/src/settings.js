import { randomBytes } from 'node:crypto';

/** Everything that the environment can set. */
export function settings(env) {
  return {
    dataDir: env.DATA_DIR ?? 'data',
    authKey: env.AUTH_SECRET || randomBytes(32),
    tokenSeconds: Number(env.TOKEN_TTL_SECONDS ?? 3600),
    sharedSeconds: Number(env.SHARED_TTL_SECONDS ?? 300),
    loginFailures: Number(env.MAX_LOGIN_FAILURES ?? 5),
    lockSeconds: Number(env.LOCK_SECONDS ?? 900),
  };
}
