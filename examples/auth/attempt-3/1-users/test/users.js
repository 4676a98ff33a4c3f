import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserStore } from '../src/user-store.js';

const memory = () => ({ read: (otherwise) => otherwise, write() {} });
const password = 'correct horse';

describe('users', () => {
  it('know their password and no other', async () => {
    const users = new UserStore(memory());
    const ada = await users.add({ email: 'ada@example.test', password });
    assert.equal(await users.authenticate('ada@example.test', password), ada);
    assert.equal(await users.authenticate('ada@example.test', `${password}r`), undefined);
    assert.equal(await users.authenticate('bob@example.test', password), undefined);
  });

  it('are one user however their address is written', async () => {
    const users = new UserStore(memory());
    const ada = await users.add({ email: ' Ada@Example.test', password });
    assert.equal(ada.email, 'ada@example.test');
    assert.equal(await users.authenticate('ADA@example.test ', password), ada);
    await assert.rejects(users.add({ email: 'ada@EXAMPLE.test', password }), { status: 409 });
  });

  it('with the same password are kept with different hashes', async () => {
    const users = new UserStore(memory());
    const ada = await users.add({ email: 'ada@example.test', password });
    const bob = await users.add({ email: 'bob@example.test', password });
    assert.notEqual(ada.passwordHash, bob.passwordHash);
  });

  for (const email of [undefined, 7, '', 'ada', 'ada@', '@example.test', 'ada@example', 'a b@example.test', 'a@b@c.test']) {
    it(`don't have the address ${JSON.stringify(email)}`, async () => {
      await assert.rejects(new UserStore(memory()).add({ email, password }), { status: 400 });
    });
  }

  for (const bad of [undefined, 1234567890, 'nine char', 'x'.repeat(201)]) {
    it(`don't have a password of ${typeof bad} ${String(bad).length}`, async () => {
      await assert.rejects(new UserStore(memory()).add({ email: 'ada@example.test', password: bad }), { status: 400 });
    });
  }
});
