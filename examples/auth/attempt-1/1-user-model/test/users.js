import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUsers, hashPassword, verifyPassword } from '../src/auth/users.js';

const inMemory = () => createUsers({ read: (fallback) => fallback, write: () => {} });

test('hashPassword salts every hash', () => {
  assert.notDeepEqual(hashPassword('same password'), hashPassword('same password'));
});

test('verifyPassword accepts the right password only', () => {
  const stored = hashPassword('my secret password');
  assert.equal(verifyPassword('my secret password', stored), true);
  assert.equal(verifyPassword('my secret passwore', stored), false);
  assert.equal(verifyPassword(undefined, stored), false);
});

test('create normalizes the email', () => {
  const users = inMemory();
  const user = users.create('  Jane@Example.Test', 'my secret password');
  assert.equal(user.email, 'jane@example.test');
  assert.equal(users.findByEmail('JANE@example.test'), user);
});

test('create rejects duplicates', () => {
  const users = inMemory();
  users.create('jane@example.test', 'my secret password');
  assert.throws(() => users.create('Jane@example.test', 'my secret password'), { status: 409 });
});

test('create rejects bad emails and passwords', () => {
  const users = inMemory();
  for (const email of [undefined, null, 42, '', 'jane', 'jane@', 'jane@example', '@example.test', 'ja ne@example.test']) {
    assert.throws(() => users.create(email, 'my secret password'), { status: 400 });
  }
  for (const password of [undefined, null, 1234567890, '', 'too short', 'x'.repeat(201)]) {
    assert.throws(() => users.create('jane@example.test', password), { status: 400 });
  }
});
