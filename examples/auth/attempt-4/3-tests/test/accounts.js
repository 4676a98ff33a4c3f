import assert from 'node:assert/strict';
import test from 'node:test';
import { rig } from './rig.js';

const email = 'kim@example.test';
const password = 'open sesame';

test('sign up, log in, look at myself, log out', async () => {
  using app = await rig();
  const signedUp = await app.api('POST /api/signup', { json: { email, password } });
  assert.equal(signedUp.status, 201);
  assert.deepEqual(Object.keys(signedUp.json), ['id', 'email']);

  const { token, expiresIn } = (await app.api('POST /api/login', { json: { email, password } })).json;
  assert.equal(expiresIn, 3600);
  const me = await app.api('GET /api/me', { token });
  assert.deepEqual(Object.keys(me.json), ['id', 'email', 'createdAt']);

  assert.equal((await app.api('POST /api/logout', { token })).status, 204);
  assert.equal((await app.api('GET /api/me', { token })).status, 401);
});

test('an address has one account', async () => {
  using app = await rig();
  await app.account(email);
  assert.equal((await app.api('POST /api/signup', { json: { email: ` ${email} `, password } })).status, 409);
});

test('addresses and passwords are checked', async () => {
  using app = await rig();
  for (const json of [
    {},
    { email },
    { password },
    { email: 'kim', password },
    { email: 'kim@example', password },
    { email: ['kim@example.test'], password },
    { email, password: 'short' },
    { email, password: 12345678901 },
  ]) {
    assert.equal((await app.api('POST /api/signup', { json })).status, 400, JSON.stringify(json));
  }
});

test('a failed log-in does not say what was wrong', async () => {
  using app = await rig();
  await app.account(email);
  const wrong = await app.api('POST /api/login', { json: { email, password: 'open barley' } });
  const unknown = await app.api('POST /api/login', { json: { email: 'lee@example.test', password } });
  assert.equal(wrong.status, 401);
  assert.deepEqual(wrong, unknown);
});

test('guessing locks the address', async () => {
  using app = await rig({ MAX_LOGIN_FAILURES: '2' });
  await app.account(email);
  for (let i = 0; i < 2; i += 1) await app.api('POST /api/login', { json: { email, password: 'open barley' } });
  assert.equal((await app.api('POST /api/login', { json: { email, password } })).status, 429);
});

test('tokens expire', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  using app = await rig();
  await app.account(email);
  const { token } = (await app.api('POST /api/login', { json: { email, password, shared: true } })).json;
  assert.equal((await app.api('GET /api/me', { token })).status, 200);
  t.mock.timers.tick(301_000);
  assert.equal((await app.api('GET /api/me', { token })).status, 401);
});

test('forged tokens are refused', async () => {
  using app = await rig();
  const [header, body, mac] = (await app.account(email)).split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const token of [`${none}.${body}.`, `${none}.${body}.${mac}`, `${header}.${body}.${'A'.repeat(43)}`, 'x']) {
    assert.equal((await app.api('GET /api/me', { token })).status, 401);
  }
});

test('a changed password ends the other sessions', async () => {
  using app = await rig();
  const [here, there] = [await app.account(email), await app.account(email)];
  const json = { currentPassword: password, newPassword: 'open barley' };
  const wrong = { ...json, currentPassword: 'open wheat' };
  assert.equal((await app.api('PUT /api/me/password', { token: here, json: wrong })).status, 403);
  assert.equal((await app.api('PUT /api/me/password', { token: here, json })).status, 204);
  assert.equal((await app.api('GET /api/me', { token: here })).status, 200);
  assert.equal((await app.api('GET /api/me', { token: there })).status, 401);
});

test('routes need a user', async () => {
  using app = await rig();
  for (const route of [
    'GET /api/me',
    'PUT /api/me/password',
    'POST /api/logout',
    'GET /api/bookmarks',
    'POST /api/bookmarks',
    'GET /api/bookmarks/1',
    'PATCH /api/bookmarks/1',
    'DELETE /api/bookmarks/1',
  ]) {
    assert.equal((await app.api(route)).status, 401, route);
  }
});
