import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negate, operate, roundTo } from '../../../harness/judge/arithmetic.ts';
import { compareNumbers } from '../../../harness/judge/numbers.ts';

type Operator = Parameters<typeof operate>[0];

const compute = (left: string, operator: Operator, right: string) => {
  const computed = operate(operator, left, right);
  return computed.ok ? computed.value : computed.why;
};

describe('operate', () => {
  it('is exact where doubles are not', () => {
    expect(compute('0.1', '+', '0.2')).toBe('0.3');
    expect(compute('9007199254740993', '-', '1')).toBe('9007199254740992');
    expect(compute('1.005', '*', '100')).toBe('100.5');
    expect(compute('12345678901234567890', '*', '10')).toBe('123456789012345678900');
    expect(compute('0.3', '/', '0.1')).toBe('3');
  });

  it('divides to the nearest double where the quotient does not end', () => {
    expect(compute('1', '/', '3')).toBe('0.3333333333333333');
    expect(compute('-2', '/', '3')).toBe('-0.6666666666666666');
    expect(compute('1', '/', '8')).toBe('0.125');
  });

  it('gives the remainder the sign of the dividend', () => {
    expect([compute('7', '%', '3'), compute('-7', '%', '3'), compute('7.5', '%', '-2')]).toEqual(['1', '-1', '1.5']);
  });

  it('says that it can not divide by zero', () => {
    expect([compute('1', '/', '0'), compute('1', '%', '0.0')]).toEqual(['division by zero', 'division by zero']);
  });

  it('falls back to doubles for monstrous numbers, at once', () => {
    expect(compute('1e1000000000', '+', '1')).toContain('too large');
    expect(compute('1e-1000000000', '*', '5')).toBe('0');
    expect(compute('9'.repeat(100_000), '*', '2')).toContain('too large');
  });

  it('agrees with BigInt on whole numbers', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(compareNumbers(compute(String(a), '+', String(b)), String(a + b))).toBe(0);
        expect(compareNumbers(compute(String(a), '*', String(b)), String(a * b))).toBe(0);
        if (b !== 0n) expect(compute(String(a % 10n ** 15n), '%', String(b))).toBe(String((a % 10n ** 15n) % b));
      }),
    );
  });
});

describe('roundTo', () => {
  it('rounds half away from zero', () => {
    expect(['2.5', '-2.5', '2.4', '0.5', '0.49', '-0.5', '1e3', '0.05'].map((one) => roundTo('round', one))).toEqual([
      '3',
      '-3',
      '2',
      '1',
      '0',
      '-1',
      '1000',
      '0',
    ]);
  });

  it('goes down with floor and up with ceil', () => {
    expect(['2.5', '-2.5', '0.001', '-0.001'].map((one) => roundTo('floor', one))).toEqual(['2', '-3', '0', '-1']);
    expect(['2.5', '-2.5', '0.001', '-0.001'].map((one) => roundTo('ceil', one))).toEqual(['3', '-2', '1', '0']);
  });

  it('leaves monstrous numbers alone', () => {
    expect(roundTo('round', '1e1000000000')).toBe('1e1000000000');
    expect(roundTo('ceil', '1e-1000000000')).toBe('1');
  });

  it('agrees with Math on ordinary numbers', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        expect(Number(roundTo('floor', String(value)))).toBe(Math.floor(value) + 0);
        expect(Number(roundTo('ceil', String(value)))).toBe(Math.ceil(value) + 0);
      }),
    );
  });
});

describe('negate', () => {
  it('turns the sign around, but not of zero', () => {
    expect([negate('1.50'), negate('-2'), negate('0')]).toEqual(['-1.5', '2', '0']);
  });
});
