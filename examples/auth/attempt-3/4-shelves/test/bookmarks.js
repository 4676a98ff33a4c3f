import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startLinkshelf } from './linkshelf.js';

describe('bookmarks', () => {
  let shelf;
  let token;
  before(async () => {
    shelf = await startLinkshelf();
    token = await shelf.join('ada@example.test');
  });
  after(() => shelf.stop());

  const post = (body) => shelf.ask('POST', '/api/bookmarks', { token, body });

  it('are added, changed and removed', async () => {
    const added = await post({ url: 'https://example.test/a', title: 'A' });
    assert.equal(added.status, 201);
    const path = `/api/bookmarks/${added.body.id}`;
    assert.equal((await shelf.ask('PATCH', path, { token, body: { title: 'B' } })).body.title, 'B');
    assert.equal((await shelf.ask('DELETE', path, { token })).status, 204);
    assert.equal((await shelf.ask('GET', path, { token })).status, 404);
  });

  it('are found by word and by tag, newest first', async () => {
    await post({ url: 'https://example.test/one', title: 'One', tags: ['odd'] });
    await post({ url: 'https://example.test/three', title: 'Three', tags: ['odd'] });
    const titles = async (query) => (await shelf.ask('GET', `/api/bookmarks?${query}`, { token })).body.map((b) => b.title);
    assert.deepEqual(await titles('tag=odd'), ['Three', 'One']);
    assert.deepEqual(await titles('q=thr'), ['Three']);
  });

  it('are web addresses', async () => {
    assert.equal((await post({ url: 'javascript:alert(1)' })).status, 400);
  });

  it('are exported as CSV', async () => {
    await post({ url: 'https://example.test/csv', title: 'Commas, and "quotes"' });
    const csv = (await shelf.ask('GET', '/api/export', { token })).text;
    assert.match(csv, /^url,title,tags\n/);
    assert.match(csv, /"Commas, and ""quotes"""/);
  });

  it("of others can't be seen, changed or removed", async () => {
    const mine = await post({ url: 'https://example.test/mine', title: 'Mine' });
    const stranger = await shelf.join('eve@example.test');
    const path = `/api/bookmarks/${mine.body.id}`;
    assert.deepEqual((await shelf.ask('GET', '/api/bookmarks', { token: stranger })).body, []);
    assert.equal((await shelf.ask('GET', '/api/export', { token: stranger })).text, 'url,title,tags\n');
    assert.equal((await shelf.ask('GET', path, { token: stranger })).status, 404);
    assert.equal((await shelf.ask('PATCH', path, { token: stranger, body: { title: 'Hers' } })).status, 404);
    assert.equal((await shelf.ask('DELETE', path, { token: stranger })).status, 404);
    assert.deepEqual((await shelf.ask('GET', path, { token })).body, mine.body);
  });
});
