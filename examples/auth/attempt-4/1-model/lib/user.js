import crypto from 'node:crypto';

const KEY_LENGTH = 48;

/** An account. Never serialise it directly; use `toJSON`, which leaves the credentials out. */
export class User {
  constructor({ id = crypto.randomUUID(), email, salt, key, createdAt = new Date().toISOString() }) {
    Object.assign(this, { id, email, salt, key, createdAt });
  }

  static create(email, password) {
    const user = new User({ email });
    user.password = password;
    return user;
  }

  set password(password) {
    this.salt = crypto.randomBytes(16).toString('base64');
    this.key = crypto.scryptSync(password, this.salt, KEY_LENGTH).toString('base64');
  }

  verify(password) {
    const key = crypto.scryptSync(String(password), this.salt, KEY_LENGTH);
    return crypto.timingSafeEqual(key, Buffer.from(this.key, 'base64'));
  }

  record() {
    const { id, email, salt, key, createdAt } = this;
    return { id, email, salt, key, createdAt };
  }

  toJSON() {
    const { id, email, createdAt } = this;
    return { id, email, createdAt };
  }
}

export class UserRepository {
  #file;
  #users;

  constructor(file) {
    this.#file = file;
    this.#users = new Map(file.read([]).map((record) => [record.id, new User(record)]));
  }

  byId(id) {
    return this.#users.get(id);
  }

  byEmail(email) {
    return [...this.#users.values()].find((user) => user.email === email);
  }

  save(user) {
    this.#users.set(user.id, user);
    this.#file.write([...this.#users.values()].map((each) => each.record()));
  }
}
