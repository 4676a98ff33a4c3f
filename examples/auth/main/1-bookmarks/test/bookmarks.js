import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../src/app.js';

describe('bookmarks', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'linkshelf-'));
  const app = createApp({ dataDir });
  let base;

  before(async () => {
    await new Promise((resolve) => app.listen(0, resolve));
    base = `http://localhost:${app.address().port}`;
  });
  after(() => {
    app.close();
    app.closeAllConnections();
    rmSync(dataDir, { recursive: true });
  });

  const post = (body) => fetch(`${base}/api/bookmarks`, { method: 'POST', body: JSON.stringify(body) });

  it('adds, changes and removes one', async () => {
    const added = await post({ url: 'https://example.test/a', title: 'A' });
    assert.equal(added.status, 201);
    const { id } = await added.json();

    const changed = await fetch(`${base}/api/bookmarks/${id}`, { method: 'PATCH', body: '{"title":"B"}' });
    assert.equal((await changed.json()).title, 'B');

    assert.equal((await fetch(`${base}/api/bookmarks/${id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(`${base}/api/bookmarks/${id}`)).status, 404);
  });

  it('finds by word and by tag, newest first', async () => {
    await post({ url: 'https://example.test/one', title: 'One', tags: ['odd'] });
    await post({ url: 'https://example.test/three', title: 'Three', tags: ['odd'] });
    const titles = async (query) => (await (await fetch(`${base}/api/bookmarks?${query}`)).json()).map((b) => b.title);
    assert.deepEqual(await titles('tag=odd'), ['Three', 'One']);
    assert.deepEqual(await titles('q=thr'), ['Three']);
  });

  it('refuses what is not a web address', async () => {
    assert.equal((await post({ url: 'javascript:alert(1)' })).status, 400);
  });

  it('exports CSV', async () => {
    await post({ url: 'https://example.test/csv', title: 'Commas, and "quotes"' });
    const csv = await (await fetch(`${base}/api/export`)).text();
    assert.match(csv, /^url,title,tags\n/);
    assert.match(csv, /"Commas, and ""quotes"""/);
  });
});
