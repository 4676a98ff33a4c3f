import { describe, expect, it } from 'vitest';
import { equalData, printJson, textOf } from '../../../harness/judge/data.ts';
import { ExactNumber } from '../../../harness/model/value.ts';
import { data } from '../../rig/values.ts';

describe('printJson', () => {
  it('prints numbers with the digits they had', () => {
    expect(printJson([new ExactNumber('1.10'), new ExactNumber('12345678901234567890'), data({ a: '"\n' })])).toBe(
      '[1.10,12345678901234567890,{"a":"\\"\\n"}]',
    );
  });

  it('stops soon after its limit, whatever the size', () => {
    expect(
      printJson(
        Array.from({ length: 100_000 }, () => 'abc'),
        100,
      ).length,
    ).toBeLessThan(120);
    expect(printJson(data({ a: 'x'.repeat(100_000) }), 100).length).toBeLessThan(120);
  });
});

describe('equalData', () => {
  it('compares numbers by value and keys in any order', () => {
    expect(equalData(data({ a: 1, b: [new ExactNumber('2.0')] }), data({ b: [2], a: new ExactNumber('1e0') }))).toBe(
      true,
    );
    expect(equalData(new ExactNumber('9007199254740993'), new ExactNumber('9007199254740992'))).toBe(false);
  });

  it('tells types, sizes and missing keys apart', () => {
    for (const [a, b] of [
      [1, '1'],
      [null, false],
      [[], {}],
      [[1], [1, 2]],
      [{ a: null }, {}],
      [{ a: 1 }, { b: 1 }],
    ]) {
      expect(equalData(data(a), data(b))).toBe(false);
      expect(equalData(data(b), data(a))).toBe(false);
    }
  });
});

describe('textOf', () => {
  it('leaves text as it is and writes everything else as JSON', () => {
    expect(['a', null, true, data(1.5), data(['a', { b: 1 }])].map((one) => textOf(one))).toEqual([
      'a',
      'null',
      'true',
      '1.5',
      '["a",{"b":1}]',
    ]);
  });
});
