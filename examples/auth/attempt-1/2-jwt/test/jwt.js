import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sign, verify } from '../src/auth/jwt.js';

test('verify returns the payload of a signed token', () => {
  const claims = verify(sign({ sub: 'user-1' }, 'secret', 60), 'secret');
  assert.equal(claims.sub, 'user-1');
  assert.equal(claims.exp - claims.iat, 60);
});

test('verify rejects expired tokens', () => {
  assert.equal(verify(sign({ sub: 'user-1' }, 'secret', -1), 'secret'), null);
});

test('verify rejects tokens signed with another secret', () => {
  assert.equal(verify(sign({ sub: 'user-1' }, 'other', 60), 'secret'), null);
});

test('verify rejects tampered, unsigned and malformed tokens', () => {
  const [header, payload, signature] = sign({ sub: 'user-1' }, 'secret', 60).split('.');
  const other = Buffer.from('{"sub":"admin","exp":9999999999}').toString('base64url');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  for (const token of [`${header}.${other}.${signature}`, `${none}.${payload}.`, `${header}.${payload}`, 'x', '', null]) {
    assert.equal(verify(token, 'secret'), null);
  }
});
