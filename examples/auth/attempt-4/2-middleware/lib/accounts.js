import { HttpError } from '../src/http.js';
import { User } from './user.js';

const WRONG = 'Wrong e-mail address or password.';

export class Accounts {
  #users;
  #sessions;
  #options;
  #failures = new Map();

  constructor(users, sessions, options) {
    this.#users = users;
    this.#sessions = sessions;
    this.#options = options;
  }

  signUp = async ({ body }) => {
    const { email: given, password } = await body();
    const email = checkEmail(given);
    checkPassword(password);
    if (this.#users.byEmail(email)) throw new HttpError(409, 'There is an account for this address already.');
    const user = User.create(email, password);
    this.#users.save(user);
    return { status: 201, json: { id: user.id, email: user.email } };
  };

  logIn = async ({ body }) => {
    const { email, password, shared } = await body();
    if (typeof email !== 'string' || typeof password !== 'string') throw new HttpError(401, WRONG);

    const failures = this.#failuresOf(email);
    if (failures.count >= this.#options.maxFailures) throw new HttpError(429, 'Too many attempts. Please wait.');

    const user = this.#users.byEmail(email.trim());
    if (!user?.verify(password)) {
      this.#failures.set(email, { count: failures.count + 1, at: Date.now() });
      throw new HttpError(401, WRONG);
    }
    this.#failures.delete(email);

    const expiresIn = shared === true ? this.#options.sharedTtl : this.#options.ttl;
    return { status: 200, json: { token: this.#sessions.open(user, expiresIn), expiresIn } };
  };

  logOut = ({ session }) => {
    this.#sessions.close(session);
    return { status: 204 };
  };

  me = ({ user }) => ({ status: 200, json: user });

  changePassword = async ({ body, user, session }) => {
    const { currentPassword, newPassword } = await body();
    if (!user.verify(currentPassword)) throw new HttpError(403, 'The current password is wrong.');
    checkPassword(newPassword);
    user.password = newPassword;
    this.#users.save(user);
    this.#sessions.closeOthers(session);
    return { status: 204 };
  };

  /** Middleware: puts `user` and `session` into the context, or answers 401. */
  requireUser = (context) => {
    const token = /^Bearer +(\S+)$/i.exec(context.headers.authorization ?? '')?.[1];
    const session = token && this.#sessions.resolve(token);
    const user = session && this.#users.byId(session.userId);
    if (!user) throw new HttpError(401, 'Please log in.');
    Object.assign(context, { user, session });
  };

  #failuresOf(email) {
    const failures = this.#failures.get(email) ?? { count: 0, at: 0 };
    const lockIsOver = Date.now() - failures.at > this.#options.lockSeconds * 1000;
    return lockIsOver ? { count: 0, at: 0 } : failures;
  }
}

function checkEmail(email) {
  if (typeof email !== 'string' || !/^\s*[^\s@]+@[^\s@.]+(\.[^\s@.]+)+\s*$/.test(email)) {
    throw new HttpError(400, 'Please give a valid e-mail address.');
  }
  return email.trim();
}

function checkPassword(password) {
  if (typeof password !== 'string' || password.length < 10 || password.length > 200) {
    throw new HttpError(400, 'A password needs 10 to 200 characters.');
  }
}
