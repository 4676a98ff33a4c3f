import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { password, startLinkshelf } from './linkshelf.js';

describe('accounts', () => {
  let shelf;
  before(async () => {
    shelf = await startLinkshelf({ MAX_LOGIN_FAILURES: '3' });
  });
  after(() => shelf.stop());

  it('let somebody in, and out again', async () => {
    const token = await shelf.join('ada@example.test');
    const me = await shelf.ask('GET', '/api/me', { token });
    assert.equal(me.body.email, 'ada@example.test');
    assert.deepEqual(Object.keys(me.body), ['id', 'email', 'createdAt']);

    const other = await shelf.logIn('ada@example.test');
    assert.equal((await shelf.ask('POST', '/api/logout', { token })).status, 204);
    assert.equal((await shelf.ask('GET', '/api/me', { token })).status, 401);
    assert.equal((await shelf.ask('GET', '/api/me', { token: other })).status, 200);
  });

  it('give the same answer for an unknown address and a wrong password', async () => {
    await shelf.join('bob@example.test');
    const wrong = await shelf.ask('POST', '/api/login', { body: { email: 'bob@example.test', password: 'not his own' } });
    const unknown = await shelf.ask('POST', '/api/login', { body: { email: 'who@example.test', password } });
    assert.equal(wrong.status, 401);
    assert.deepEqual(wrong, unknown);
  });

  it('are locked after too many wrong passwords', async () => {
    await shelf.join('eve@example.test');
    const guess = (attempt) => shelf.ask('POST', '/api/login', { body: { email: 'Eve@example.test', password: attempt } });
    for (let i = 0; i < 3; i++) assert.equal((await guess(`guess number ${i}`)).status, 401);
    assert.equal((await guess(password)).status, 429);
    assert.ok(await shelf.logIn('ada@example.test'));
  });

  it('change their password, which ends their other sessions', async () => {
    const here = await shelf.join('cy@example.test');
    const there = await shelf.logIn('cy@example.test');
    const change = (body) => shelf.ask('PUT', '/api/me/password', { token: here, body });
    assert.equal((await change({ currentPassword: 'wrong', newPassword: 'a better one' })).status, 403);
    assert.equal((await change({ currentPassword: password, newPassword: 'short' })).status, 400);
    assert.equal((await change({ currentPassword: password, newPassword: 'a better one' })).status, 204);
    assert.equal((await shelf.ask('GET', '/api/me', { token: here })).status, 200);
    assert.equal((await shelf.ask('GET', '/api/me', { token: there })).status, 401);
    assert.equal(await shelf.logIn('cy@example.test'), undefined);
    assert.ok(await shelf.logIn('cy@example.test', { password: 'a better one' }));
  });

  for (const call of ['GET /api/bookmarks', 'POST /api/bookmarks', 'GET /api/export', 'PUT /api/me/password', 'GET /api/x']) {
    it(`are needed for ${call}`, async () => {
      const [method, path] = call.split(' ');
      assert.equal((await shelf.ask(method, path)).status, 401);
      assert.equal((await shelf.ask(method, path, { token: 'a.b.c' })).status, 401);
    });
  }

  it("aren't needed for the page", async () => {
    assert.equal((await shelf.ask('GET', '/')).status, 200);
    assert.equal((await shelf.ask('GET', '/health')).status, 200);
  });
});
