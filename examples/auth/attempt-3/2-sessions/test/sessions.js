import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { SessionStore } from '../src/session-store.js';
import { signToken } from '../src/tokens.js';

const sessions = () => new SessionStore({ read: (otherwise) => otherwise, write() {} }, 'a key');

describe('sessions', () => {
  it('are found by their token until they end', () => {
    const store = sessions();
    const [first, second] = [store.start('ada', 60), store.start('ada', 60)];
    assert.equal(store.find(first).userId, 'ada');
    store.end(store.find(first));
    assert.equal(store.find(first), undefined);
    assert.ok(store.find(second));
  });

  it('of one user can end but for one', () => {
    const store = sessions();
    const [here, there, bobs] = [store.start('ada', 60), store.start('ada', 60), store.start('bob', 60)];
    store.endOthers(store.find(here));
    assert.ok(store.find(here));
    assert.equal(store.find(there), undefined);
    assert.ok(store.find(bobs));
  });

  it('expire', () => {
    mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const store = sessions();
    const token = store.start('ada', 2);
    mock.timers.tick(1_900);
    assert.ok(store.find(token));
    mock.timers.tick(100);
    assert.equal(store.find(token), undefined);
    mock.timers.reset();
  });

  it('are not found by a token that was made or changed by others', () => {
    const store = sessions();
    const [head, body, signature] = store.start('ada', 60).split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    for (const forged of [
      `${head}.${body}.`,
      `${head}.${body}`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      signToken(claims, 'another key'),
      '',
      'a.b.c',
    ]) {
      assert.equal(store.find(forged), undefined, forged);
    }
  });
});
