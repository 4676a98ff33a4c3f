import assert from 'node:assert/strict';
import test from 'node:test';
import { rig } from './rig.js';

test('a bookmark is added, changed and removed', async () => {
  using app = await rig();
  const token = await app.account('kim@example.test');
  const added = await app.api('POST /api/bookmarks', { token, json: { url: 'https://example.test/a' } });
  assert.equal(added.status, 201);

  const route = `/api/bookmarks/${added.json.id}`;
  assert.equal((await app.api(`PATCH ${route}`, { token, json: { title: 'B' } })).json.title, 'B');
  assert.equal((await app.api(`DELETE ${route}`, { token })).status, 204);
  assert.equal((await app.api(`GET ${route}`, { token })).status, 404);
});

test('bookmarks are found by word and by tag, newest first', async () => {
  using app = await rig();
  const token = await app.account('kim@example.test');
  for (const title of ['One', 'Three']) {
    await app.api('POST /api/bookmarks', { token, json: { url: 'https://example.test', title, tags: ['odd'] } });
  }
  const titles = async (query) => (await app.api(`GET /api/bookmarks?${query}`, { token })).json.map((b) => b.title);
  assert.deepEqual(await titles('tag=odd'), ['Three', 'One']);
  assert.deepEqual(await titles('q=thr'), ['Three']);
});

test('a bookmark is a web address', async () => {
  using app = await rig();
  const token = await app.account('kim@example.test');
  const refused = await app.api('POST /api/bookmarks', { token, json: { url: 'javascript:alert(1)' } });
  assert.equal(refused.status, 400);
});

test('bookmarks are exported as CSV', async () => {
  using app = await rig();
  const token = await app.account('kim@example.test');
  await app.api('POST /api/bookmarks', { token, json: { url: 'https://example.test', title: 'Commas, and "quotes"' } });
  const { text } = await app.api('GET /api/export', { token });
  assert.match(text, /^url,title,tags\n/);
  assert.match(text, /"Commas, and ""quotes"""/);
});

test('everybody has a shelf of their own', async () => {
  using app = await rig();
  const [kim, lee] = [await app.account('kim@example.test'), await app.account('lee@example.test')];
  await app.api('POST /api/bookmarks', { token: kim, json: { url: 'https://example.test/kim', title: 'Kim' } });
  await app.api('POST /api/bookmarks', { token: lee, json: { url: 'https://example.test/lee', title: 'Lee' } });
  const titles = async (token) => (await app.api('GET /api/bookmarks', { token })).json.map((b) => b.title);
  assert.deepEqual(await titles(kim), ['Kim']);
  assert.deepEqual(await titles(lee), ['Lee']);
});
