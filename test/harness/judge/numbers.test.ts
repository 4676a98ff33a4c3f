import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../rig/prove.ts';
import { compareNumbers, decimalOf, isWhole, printDecimal } from '../../../harness/judge/numbers.ts';

/** JSON number literals with small exponents, and their value times 10^60 as a BigInt. */
const literal = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.option(fc.stringMatching(/^[0-9]{1,12}$/)),
    fc.option(fc.integer({ min: -40, max: 20 })),
  )
  .map(([negative, whole, fraction, exponent]) => {
    const text = `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
    const scale = 60 + (exponent ?? 0) - (fraction?.length ?? 0);
    const scaled = BigInt(`${whole}${fraction ?? ''}`) * 10n ** BigInt(scale);
    return { text, scaled: negative ? -scaled : scaled };
  });

const printed = (text: string) => printDecimal(decimalOf(text));

describe('compareNumbers', () => {
  it('agrees with exact integers', () => {
    fc.assert(
      fc.property(literal, literal, (a, b) => {
        const expected = a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0;
        expect(Math.sign(compareNumbers(a.text, b.text))).toBe(expected);
        expect(compareNumbers(a.text, printDecimal(decimalOf(a.text)))).toBe(0);
      }),
      { numRuns: tries(2000) },
    );
  });

  it('sees one value behind different spellings', () => {
    for (const [a, b] of [
      ['1', '1.0'],
      ['100', '1e2'],
      ['0', '-0.0e5'],
      ['0.001', '1E-3'],
      ['-10', '-1e+1'],
    ] as const) {
      expect(compareNumbers(a, b)).toBe(0);
    }
  });

  it('orders negative numbers', () => {
    expect(compareNumbers('-2', '-1')).toBeLessThan(0);
    expect(compareNumbers('-1', '0')).toBeLessThan(0);
    expect(compareNumbers('0.1', '-5')).toBeGreaterThan(0);
  });

  it('compares monstrous exponents at once', () => {
    expect(compareNumbers('1e1000000000', '1e1000000001')).toBeLessThan(0);
    expect(compareNumbers('1e-1000000000', '0')).toBeGreaterThan(0);
    expect(compareNumbers('10e999999999', '1e1000000000')).toBe(0);
    expect(compareNumbers(`1e${'9'.repeat(1_000_000)}`, '1e999999')).toBeGreaterThan(0);
    expect(compareNumbers(`-1e${'9'.repeat(1_000_000)}`, '-1e-999999')).toBeLessThan(0);
    expect(compareNumbers(`1e-${'9'.repeat(1_000_000)}`, '1e-999999')).toBeLessThan(0);
    expect(compareNumbers(`1e${'0'.repeat(1_000_000)}2`, '100')).toBe(0);
    expect(compareNumbers('9'.repeat(1_000_000), `${'9'.repeat(999_999)}8`)).toBeGreaterThan(0);
  });
});

describe('isWhole', () => {
  it('goes by the value, not by the spelling', () => {
    expect(['1', '1.0', '1.5e1', '0', '-0.0', '1e1000000000'].every(isWhole)).toBe(true);
    expect(['1.5', '1e-1', '0.1', '12e-1', '1e-1000000000'].some(isWhole)).toBe(false);
  });
});

describe('printDecimal', () => {
  it('prints the shortest literal', () => {
    expect(['1.10', '7', '-0.0', '1e3', '120e-3', '1e-7', '15e21', '-2.5'].map(printed)).toEqual([
      '1.1',
      '7',
      '0',
      '1000',
      '0.12',
      '1e-7',
      '1.5e22',
      '-2.5',
    ]);
  });
});
