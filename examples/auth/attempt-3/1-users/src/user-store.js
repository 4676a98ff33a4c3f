import { randomUUID } from 'node:crypto';
import { HttpError } from './http.js';
import { hashPassword, passwordMatches } from './passwords.js';

export class UserStore {
  constructor(file) {
    this.file = file;
    this.all = file.read([]);
    this.nobody = hashPassword(randomUUID());
  }

  get(id) {
    return this.all.find((user) => user.id === id);
  }

  async add({ email, password }) {
    const address = acceptableAddress(email);
    const passwordHash = await hashPassword(acceptablePassword(password));
    if (this.all.some((user) => user.email === address)) throw new HttpError(409, 'This address has an account.');
    const user = { id: randomUUID(), email: address, passwordHash, createdAt: new Date().toISOString() };
    this.all.push(user);
    this.file.write(this.all);
    return user;
  }

  /** The user with that address and password, or nothing. Takes as long for an unknown address. */
  async authenticate(email, password) {
    const user = this.all.find((candidate) => candidate.email === canonicalAddress(email));
    const matches = await passwordMatches(String(password), user?.passwordHash ?? (await this.nobody));
    return user && matches ? user : undefined;
  }

  async changePassword(user, password) {
    user.passwordHash = await hashPassword(acceptablePassword(password));
    this.file.write(this.all);
  }
}

export function canonicalAddress(email) {
  return String(email).trim().toLowerCase();
}

function acceptableAddress(email) {
  const address = typeof email === 'string' ? canonicalAddress(email) : '';
  const [name, domain, ...rest] = address.split('@');
  const labels = domain?.split('.') ?? [];
  if (!name || rest.length > 0 || labels.length < 2 || labels.includes('') || /\s/.test(address) || address.length > 254) {
    throw new HttpError(400, 'email has to be an address such as name@domain.tld.');
  }
  return address;
}

export function acceptablePassword(password) {
  if (typeof password !== 'string' || password.length < 10 || password.length > 200) {
    throw new HttpError(400, 'A password has 10 to 200 characters.');
  }
  return password;
}
