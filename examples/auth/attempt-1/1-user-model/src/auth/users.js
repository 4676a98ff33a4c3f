import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { HttpError } from '../http.js';

const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;

export const normalizeEmail = (email) => (typeof email === 'string' ? email.trim().toLowerCase() : '');

export function createUsers(file) {
  const users = file.read([]);
  const save = () => file.write(users);

  return {
    findById: (id) => users.find((user) => user.id === id),

    findByEmail: (email) => users.find((user) => user.email === normalizeEmail(email)),

    create(email, password) {
      const normalized = normalizeEmail(email);
      if (normalized.length > 254 || !EMAIL.test(normalized)) throw new HttpError(400, 'A valid email is required.');
      validatePassword(password);
      if (this.findByEmail(normalized)) throw new HttpError(409, 'Email is already registered.');

      const user = {
        id: randomUUID(),
        email: normalized,
        password: hashPassword(password),
        createdAt: new Date().toISOString(),
      };
      users.push(user);
      save();
      return user;
    },

    setPassword(user, password) {
      validatePassword(password);
      user.password = hashPassword(password);
      save();
    },
  };
}

export function hashPassword(password) {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: scryptSync(password, salt, 64).toString('hex') };
}

export function verifyPassword(password, { salt, hash }) {
  if (typeof password !== 'string') return false;
  return timingSafeEqual(scryptSync(password, salt, 64), Buffer.from(hash, 'hex'));
}

function validatePassword(password) {
  if (typeof password !== 'string' || password.length < 10 || password.length > 200) {
    throw new HttpError(400, 'Password must be between 10 and 200 characters.');
  }
}
