import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createApp } from '../src/app.js';

const dataDir = mkdtempSync(join(tmpdir(), 'linkshelf-'));
const app = createApp({ dataDir });
const credentials = { email: 'jane@example.test', password: 'my secret password' };
let base;
let token;

before(async () => {
  await new Promise((resolve) => app.listen(0, resolve));
  base = `http://localhost:${app.address().port}`;
});
after(() => {
  app.close();
  app.closeAllConnections();
  rmSync(dataDir, { recursive: true });
});

const request = (method, path, { body, auth } = {}) =>
  fetch(base + path, {
    method,
    headers: auth ? { authorization: `Bearer ${auth}` } : {},
    body: body && JSON.stringify(body),
  });

test('signup creates an account and does not return the password', async () => {
  const response = await request('POST', '/api/signup', { body: credentials });
  assert.equal(response.status, 201);
  const user = await response.json();
  assert.deepEqual(Object.keys(user), ['id', 'email']);
});

test('signup rejects a duplicate email', async () => {
  assert.equal((await request('POST', '/api/signup', { body: credentials })).status, 409);
});

test('login returns a token', async () => {
  const response = await request('POST', '/api/login', { body: credentials });
  assert.equal(response.status, 200);
  const body = await response.json();
  assert.equal(body.expiresIn, 3600);
  token = body.token;
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('login on a shared computer gives a shorter token', async () => {
  const response = await request('POST', '/api/login', { body: { ...credentials, shared: true } });
  assert.equal((await response.json()).expiresIn, 300);
});

test('login rejects a wrong password and an unknown email', async () => {
  const wrong = await request('POST', '/api/login', { body: { ...credentials, password: 'not my password' } });
  assert.equal(wrong.status, 401);
  const unknown = await request('POST', '/api/login', { body: { ...credentials, email: 'joe@example.test' } });
  assert.equal(unknown.status, 401);
});

test('login is locked after five failures', async () => {
  const email = 'locked@example.test';
  await request('POST', '/api/signup', { body: { ...credentials, email } });
  for (let i = 0; i < 5; i++) {
    const response = await request('POST', '/api/login', { body: { email, password: 'not my password' } });
    assert.equal(response.status, 401);
  }
  assert.equal((await request('POST', '/api/login', { body: { ...credentials, email } })).status, 429);
});

test('me returns the current user', async () => {
  const response = await request('GET', '/api/me', { auth: token });
  assert.equal((await response.json()).email, credentials.email);
});

test('the password can be changed', async () => {
  const newPassword = 'my other password';
  const change = (body) => request('PUT', '/api/me/password', { auth: token, body });
  assert.equal((await change({ currentPassword: 'not my password', newPassword })).status, 403);
  assert.equal((await change({ currentPassword: credentials.password, newPassword: 'short' })).status, 400);
  assert.equal((await change({ currentPassword: credentials.password, newPassword })).status, 204);
  assert.equal((await request('POST', '/api/login', { body: credentials })).status, 401);
  assert.equal((await request('POST', '/api/login', { body: { ...credentials, password: newPassword } })).status, 200);
});

test('logout answers 204', async () => {
  assert.equal((await request('POST', '/api/logout', { auth: token })).status, 204);
});

test('protected routes require a token', async () => {
  for (const [method, path] of [
    ['GET', '/api/me'],
    ['POST', '/api/logout'],
    ['GET', '/api/bookmarks'],
    ['POST', '/api/bookmarks'],
    ['GET', '/api/bookmarks/some-id'],
    ['GET', '/api/export'],
  ]) {
    assert.equal((await request(method, path)).status, 401, `${method} ${path}`);
    assert.equal((await request(method, path, { auth: 'garbage' })).status, 401, `${method} ${path}`);
  }
});
