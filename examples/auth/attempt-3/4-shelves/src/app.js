import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { accountRoutes, whoAsks } from './account-routes.js';
import { bookmarkFields } from './bookmark.js';
import { BookmarkStore } from './bookmark-store.js';
import { toCsv } from './csv.js';
import { HttpError, readJson, send, sendJson } from './http.js';
import { JsonFile } from './json-file.js';
import { SessionStore } from './session-store.js';
import { UserStore } from './user-store.js';

const page = readFileSync(new URL('../public/index.html', import.meta.url), 'utf8');

export function createApp(settings) {
  const file = (name) => new JsonFile(join(settings.dataDir, name));
  const bookmarks = new BookmarkStore(file('bookmarks.json'));
  const users = new UserStore(file('users.json'));
  const sessions = new SessionStore(file('sessions.json'), settings.authKey);
  const accounts = accountRoutes({ users, sessions, settings });

  async function route(req, res) {
    const url = new URL(req.url, 'http://localhost');
    const call = `${req.method} ${url.pathname}`;

    if (call === 'GET /') return send(res, 200, 'text/html; charset=utf-8', page);
    if (call === 'GET /health') return sendJson(res, 200, { status: 'ok' });
    if (Object.hasOwn(accounts.open, call)) return accounts.open[call](req, res);

    const asking = whoAsks(req, { users, sessions });
    if (Object.hasOwn(accounts.closed, call)) return accounts.closed[call](req, res, asking);

    const shelf = bookmarks.shelfOf(asking.user.id);
    if (call === 'GET /api/export') return send(res, 200, 'text/csv; charset=utf-8', toCsv(shelf.list()));
    if (call === 'GET /api/bookmarks') {
      return sendJson(res, 200, shelf.list({ q: url.searchParams.get('q'), tag: url.searchParams.get('tag') }));
    }
    if (call === 'POST /api/bookmarks') {
      return sendJson(res, 201, shelf.add(bookmarkFields(await readJson(req), { whole: true })));
    }

    const id = url.pathname.match(/^\/api\/bookmarks\/([\w-]+)$/)?.[1];
    if (!id || !['GET', 'PATCH', 'DELETE'].includes(req.method)) throw new HttpError(404, 'There is nothing here.');
    const bookmark = shelf.get(id);
    if (!bookmark) throw new HttpError(404, 'No such bookmark.');

    if (req.method === 'GET') return sendJson(res, 200, bookmark);
    if (req.method === 'PATCH') {
      return sendJson(res, 200, shelf.change(id, bookmarkFields(await readJson(req), { whole: false })));
    }
    shelf.remove(id);
    return send(res, 204);
  }

  return createServer((req, res) => {
    route(req, res).catch((error) => {
      if (!(error instanceof HttpError)) console.error(error);
      sendJson(res, error.status ?? 500, { error: error.status ? error.message : 'Something went wrong.' });
    });
  });
}
