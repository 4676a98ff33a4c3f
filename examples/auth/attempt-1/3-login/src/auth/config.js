import { randomBytes } from 'node:crypto';

const seconds = (name, fallback) => Number(process.env[name] ?? fallback);

export const config = {
  secret: process.env.AUTH_SECRET || randomBytes(32).toString('hex'),
  tokenTtl: seconds('TOKEN_TTL_SECONDS', 3600),
  sharedTtl: seconds('SHARED_TTL_SECONDS', 300),
  maxLoginFailures: Number(process.env.MAX_LOGIN_FAILURES ?? 5),
  lockSeconds: seconds('LOCK_SECONDS', 900),
};
