import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Accounts } from '../lib/accounts.js';
import { Jwt } from '../lib/jwt.js';
import { Router } from '../lib/router.js';
import { Sessions } from '../lib/sessions.js';
import { UserRepository } from '../lib/user.js';
import { bookmarkFields } from './bookmark.js';
import { BookmarkStore } from './bookmark-store.js';
import { toCsv } from './csv.js';
import { HttpError, readJson, send, sendJson } from './http.js';
import { JsonFile } from './json-file.js';

const page = readFileSync(new URL('../public/index.html', import.meta.url), 'utf8');

export function createApp({ dataDir, env = process.env }) {
  const file = (name) => new JsonFile(join(dataDir, name));
  const bookmarks = new BookmarkStore(file('bookmarks.json'));
  const users = new UserRepository(file('users.json'));
  const sessions = new Sessions(new Jwt(env.AUTH_SECRET), file('sessions.json'));
  const accounts = new Accounts(users, sessions, {
    ttl: Number(env.TOKEN_TTL_SECONDS ?? 3600),
    sharedTtl: Number(env.SHARED_TTL_SECONDS ?? 300),
    maxFailures: Number(env.MAX_LOGIN_FAILURES ?? 5),
    lockSeconds: Number(env.LOCK_SECONDS ?? 900),
  });
  const { requireUser } = accounts;

  /** Middleware: puts the bookmark of the path into the context, or answers 404. */
  const findBookmark = (context) => {
    context.bookmark = bookmarks.get(context.params.id);
    if (!context.bookmark) throw new HttpError(404, 'No such bookmark.');
  };

  const router = new Router()
    .on('GET /', () => ({ status: 200, type: 'text/html; charset=utf-8', text: page }))
    .on('GET /health', () => ({ status: 200, json: { status: 'ok' } }))
    .on('GET /api/export', () => ({ status: 200, type: 'text/csv; charset=utf-8', text: toCsv(bookmarks.list()) }))
    .on('POST /api/signup', accounts.signUp)
    .on('POST /api/login', accounts.logIn)
    .on('POST /api/logout', requireUser, accounts.logOut)
    .on('GET /api/me', requireUser, accounts.me)
    .on('PUT /api/me/password', requireUser, accounts.changePassword)
    .on('GET /api/bookmarks', requireUser, ({ url, user }) => {
      const [q, tag] = [url.searchParams.get('q'), url.searchParams.get('tag')];
      return { status: 200, json: bookmarks.list({ owner: user.id, q, tag }).map(publicFields) };
    })
    .on('POST /api/bookmarks', requireUser, async ({ body, user }) => {
      const fields = bookmarkFields(await body(), { whole: true });
      return { status: 201, json: publicFields(bookmarks.add({ ...fields, owner: user.id })) };
    })
    .on('GET /api/bookmarks/:id', requireUser, findBookmark, ({ bookmark }) => ({
      status: 200,
      json: publicFields(bookmark),
    }))
    .on('PATCH /api/bookmarks/:id', requireUser, findBookmark, async ({ body, bookmark }) => {
      const fields = bookmarkFields(await body(), { whole: false });
      return { status: 200, json: publicFields(bookmarks.change(bookmark.id, fields)) };
    })
    .on('DELETE /api/bookmarks/:id', requireUser, findBookmark, ({ bookmark }) => {
      bookmarks.remove(bookmark.id);
      return { status: 204 };
    });

  async function answerTo(req) {
    const url = new URL(req.url, 'http://localhost');
    const context = { method: req.method, url, headers: req.headers, body: () => readJson(req) };
    const answer = await router.handle(context);
    if (answer) return answer;
    if (url.pathname.startsWith('/api/')) requireUser(context);
    throw new HttpError(404, 'There is nothing here.');
  }

  return createServer(async (req, res) => {
    try {
      const { status, json, type, text } = await answerTo(req);
      if (json === undefined) send(res, status, type, text);
      else sendJson(res, status, json);
    } catch (error) {
      if (!(error instanceof HttpError)) console.error(error);
      sendJson(res, error.status ?? 500, { error: error.status ? error.message : 'Something went wrong.' });
    }
  });
}

function publicFields({ owner, ...fields }) {
  return fields;
}
