import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { bookmarkFields } from './bookmark.js';
import { toCsv } from './csv.js';
import { HttpError, readJson, send, sendJson } from './http.js';
import { JsonFile } from './json-file.js';
import { BookmarkStore } from './bookmark-store.js';

const page = readFileSync(new URL('../public/index.html', import.meta.url), 'utf8');

export function createApp({ dataDir }) {
  const bookmarks = new BookmarkStore(new JsonFile(join(dataDir, 'bookmarks.json')));

  async function route(req, res) {
    const url = new URL(req.url, 'http://localhost');
    const call = `${req.method} ${url.pathname}`;

    if (call === 'GET /') return send(res, 200, 'text/html; charset=utf-8', page);
    if (call === 'GET /health') return sendJson(res, 200, { status: 'ok' });
    if (call === 'GET /api/export') return send(res, 200, 'text/csv; charset=utf-8', toCsv(bookmarks.list()));
    if (call === 'GET /api/bookmarks') {
      return sendJson(res, 200, bookmarks.list({ q: url.searchParams.get('q'), tag: url.searchParams.get('tag') }));
    }
    if (call === 'POST /api/bookmarks') {
      return sendJson(res, 201, bookmarks.add(bookmarkFields(await readJson(req), { whole: true })));
    }

    const id = url.pathname.match(/^\/api\/bookmarks\/([\w-]+)$/)?.[1];
    if (!id || !['GET', 'PATCH', 'DELETE'].includes(req.method)) throw new HttpError(404, 'There is nothing here.');
    const bookmark = bookmarks.get(id);
    if (!bookmark) throw new HttpError(404, 'No such bookmark.');

    if (req.method === 'GET') return sendJson(res, 200, bookmark);
    if (req.method === 'PATCH') {
      return sendJson(res, 200, bookmarks.change(id, bookmarkFields(await readJson(req), { whole: false })));
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
