// Sign up, log in, and export what the account holds: a job that takes a moment.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { store } from './store.js';

const insert = store.prepare('insert into accounts values (?, ?, ?, ?)');
const byEmail = store.prepare('select * from accounts where email = ?');
const byToken = store.prepare('select accounts.* from accounts join sessions on account = id where token = ?');
const openSession = store.prepare('insert into sessions values (?, ?)');

const jobs = new Map(); // id -> { owner, status, rows }

export const accounts = {
  async 'POST /api/signup'(request) {
    const { email, password } = await request.json();
    if (byEmail.get(email)) return refuse(409, 'This address has an account already.');
    const account = { id: randomUUID(), email };
    const salt = randomBytes(16);
    insert.run(account.id, email, salt, scryptSync(password, salt, 32));
    return Response.json(account, { status: 201 });
  },

  async 'POST /api/login'(request) {
    const { email, password } = await request.json();
    const account = byEmail.get(email);
    if (!account || !timingSafeEqual(account.hash, scryptSync(password, account.salt, 32)))
      return refuse(401, 'Wrong address or password.');
    const token = randomBytes(24).toString('base64url');
    openSession.run(token, account.id);
    return Response.json({ token });
  },

  'GET /api/me': (request) => forUser(request, ({ id, email }) => Response.json({ id, email })),

  'POST /api/jobs': (request) =>
    forUser(request, async ({ id: owner }) => {
      const { kind } = await request.json();
      const job = { id: randomUUID(), kind, owner, status: 'running' };
      jobs.set(job.id, job);
      setTimeout(() => finish(job), 400);
      return Response.json(publicPart(job), { status: 202 });
    }),

  'GET /api/jobs/:id': (request, { id }) =>
    forUser(request, (user) => {
      const job = jobs.get(id);
      return job?.owner === user.id ? Response.json(publicPart(job)) : refuse(404, 'There is no such job.');
    }),
};

function forUser(request, answer) {
  const user = userOf(request);
  return user ? answer(user) : refuse(401, 'Log in first.');
}

function userOf(request) {
  const token = request.headers.get('authorization')?.replace(/^Bearer /, '');
  return token && byToken.get(token);
}

/** An export has a row for the account itself, and one for each of its jobs before this one. */
function finish(job) {
  const earlier = [...jobs.values()].filter(({ owner, id }) => owner === job.owner && id !== job.id);
  job.rows = 1 + earlier.length;
  job.status = 'done';
}

const publicPart = ({ owner, ...job }) => job;
const refuse = (status, error) => Response.json({ error }, { status });
