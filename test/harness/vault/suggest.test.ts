import { expect, it } from 'vitest';
import { closest, didYouMean } from '../../../harness/vault/suggest.ts';

it.each([
  ['emial', ['email', 'name'], 'email'],
  ['expct', ['expect', 'eventually', 'name'], 'expect'],
  ['$contians', ['$contains', '$closeTo'], '$contains'],
  ['Status', ['status', 'text'], 'status'],
  ['x', ['y', 'zz'], 'y'],
])('%s is meant as one of %j', (word, known, meant) => expect(closest(word, known)).toBe(meant));

it('suggests nothing for a word unlike any other', () => {
  expect(closest('colour', ['name', 'steps', 'vars'])).toBeUndefined();
  expect(didYouMean('colour', ['name'])).toEqual({});
});

it('spends no time on a word that is too long to be a slip', () => {
  expect(closest('x'.repeat(100_000), ['x'.repeat(100_001)])).toBeUndefined();
});
