import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonDigits } from '../../../harness/vault/digits.ts';

it.each([
  ['1', '1'],
  ['1.10', '1.10'],
  ['007', '7'],
  ['+.5', '0.5'],
  ['-.5', '-0.5'],
  ['1.', '1'],
  ['1e3', '1e3'],
  ['12345678901234567890', '12345678901234567890'],
])('%s keeps its digits as %s', (written, digits) => expect(jsonDigits(written)).toBe(digits));

it.each(['0x1F', '0o7', '.inf', '.nan', '1e400', '9'.repeat(401)])('%s is nothing that JSON can hold', (written) => {
  expect(jsonDigits(written)).toBeUndefined();
});

it('whatever it returns, JSON reads as the same number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+]?[0-9]{1,6}(\.[0-9]{0,6})?([eE][-+]?[0-9]{1,2})?$/), (written) => {
      expect(JSON.parse(jsonDigits(written) ?? 'null')).toBe(Number(written));
    }),
  );
});
