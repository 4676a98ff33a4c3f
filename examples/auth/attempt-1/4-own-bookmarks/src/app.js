import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { config } from './auth/config.js';
import { authenticate } from './auth/middleware.js';
import { createAuthRoutes } from './auth/routes.js';
import { createUsers } from './auth/users.js';
import { bookmarkFields } from './bookmark.js';
import { toCsv } from './csv.js';
import { HttpError, readJson, send, sendJson } from './http.js';
import { JsonFile } from './json-file.js';
import { BookmarkStore } from './bookmark-store.js';

const page = readFileSync(new URL('../public/index.html', import.meta.url), 'utf8');

export function createApp({ dataDir }) {
  const bookmarks = new BookmarkStore(new JsonFile(join(dataDir, 'bookmarks.json')));
  const users = createUsers(new JsonFile(join(dataDir, 'users.json')));
  const auth = createAuthRoutes(users, config);

  async function route(req, res) {
    const url = new URL(req.url, 'http://localhost');
    const call = `${req.method} ${url.pathname}`;

    // Public routes
    if (call === 'GET /') return send(res, 200, 'text/html; charset=utf-8', page);
    if (call === 'GET /health') return sendJson(res, 200, { status: 'ok' });
    if (call === 'POST /api/signup') return auth.signup(req, res);
    if (call === 'POST /api/login') return auth.login(req, res);

    // Everything below requires authentication
    const user = authenticate(req, users, config.secret);
    if (call === 'POST /api/logout') return auth.logout(req, res);
    if (call === 'GET /api/me') return auth.me(req, res, user);
    if (call === 'PUT /api/me/password') return auth.changePassword(req, res, user);

    const own = { owner: user.id };
    if (call === 'GET /api/export') return send(res, 200, 'text/csv; charset=utf-8', toCsv(bookmarks.list(own)));
    if (call === 'GET /api/bookmarks') {
      const { q, tag } = Object.fromEntries(url.searchParams);
      return sendJson(res, 200, bookmarks.list({ ...own, q, tag }).map(toPublic));
    }
    if (call === 'POST /api/bookmarks') {
      const fields = bookmarkFields(await readJson(req), { whole: true });
      return sendJson(res, 201, toPublic(bookmarks.add({ ...fields, ...own })));
    }

    const id = url.pathname.match(/^\/api\/bookmarks\/([\w-]+)$/)?.[1];
    if (!id || !['GET', 'PATCH', 'DELETE'].includes(req.method)) throw new HttpError(404, 'There is nothing here.');
    const bookmark = bookmarks.get(id);
    if (bookmark?.owner !== user.id) throw new HttpError(404, 'No such bookmark.');

    if (req.method === 'GET') return sendJson(res, 200, toPublic(bookmark));
    if (req.method === 'PATCH') {
      const fields = bookmarkFields(await readJson(req), { whole: false });
      return sendJson(res, 200, toPublic(bookmarks.change(id, fields)));
    }
    bookmarks.remove(id);
    return send(res, 204);
  }

  return createServer((req, res) => {
    route(req, res).catch((error) => {
      if (!(error instanceof HttpError)) console.error(error);
      sendJson(res, error.status ?? 500, { error: error.status ? error.message : 'Something went wrong.' });
    });
  });
}

function toPublic({ owner, ...bookmark }) {
  return bookmark;
}
