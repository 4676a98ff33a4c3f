import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../src/app.js';
import { createToken, hashPassword, verifyToken } from '../src/auth.js';

describe('auth', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'linkshelf-'));
  const app = createApp({ dataDir });
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

  const call = async (method, path, body, headers = {}) => {
    const res = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await res.text();
    return { status: res.status, body: text ? JSON.parse(text) : null };
  };
  const bearer = () => ({ authorization: `Bearer ${token}` });

  it('should sign up', async () => {
    const res = await call('POST', '/api/signup', { email: 'Test@example.test', password: 'password123' });
    assert.equal(res.status, 201);
    assert.equal(res.body.email, 'test@example.test');
    assert.equal(res.body.password, undefined);
  });

  it('should not sign up twice', async () => {
    const res = await call('POST', '/api/signup', { email: 'test@example.test', password: 'password123' });
    assert.equal(res.status, 409);
  });

  it('should require email and password', async () => {
    assert.equal((await call('POST', '/api/signup', { email: 'other@example.test' })).status, 400);
    assert.equal((await call('POST', '/api/signup', { password: 'password123' })).status, 400);
  });

  it('should not log in with a wrong password', async () => {
    const res = await call('POST', '/api/login', { email: 'test@example.test', password: 'wrong' });
    assert.equal(res.status, 401);
  });

  it('should log in', async () => {
    const res = await call('POST', '/api/login', { email: 'test@example.test', password: 'password123' });
    assert.equal(res.status, 200);
    assert.equal(res.body.expiresIn, 3600);
    token = res.body.token;
  });

  it('should hash passwords', () => {
    assert.notEqual(hashPassword('password123'), 'password123');
  });

  it('should reject expired tokens', () => {
    assert.equal(verifyToken(createToken({ sub: '1', exp: 1000 })), null);
  });

  it('should reject tampered tokens', () => {
    const [header, , signature] = token.split('.');
    const payload = Buffer.from(JSON.stringify({ sub: 'admin', exp: Date.now() })).toString('base64url');
    assert.equal(verifyToken([header, payload, signature].join('.')), null);
  });

  it('should protect routes', async () => {
    for (const path of ['/api/bookmarks', '/api/export', '/api/me']) {
      assert.equal((await call('GET', path)).status, 401);
    }
    assert.equal((await call('GET', '/api/me', undefined, bearer())).body.email, 'test@example.test');
  });

  it('should change the password', async () => {
    const body = { currentPassword: 'password123', newPassword: 'password456' };
    assert.equal((await call('PUT', '/api/me/password', body, bearer())).status, 204);
    assert.equal((await call('POST', '/api/login', { email: 'test@example.test', password: 'password123' })).status, 401);
    assert.equal((await call('POST', '/api/login', { email: 'test@example.test', password: 'password456' })).status, 200);
  });

  it('should log out', async () => {
    assert.equal((await call('POST', '/api/logout', undefined, bearer())).status, 204);
    assert.equal((await call('GET', '/api/me', undefined, bearer())).status, 401);
  });
});
