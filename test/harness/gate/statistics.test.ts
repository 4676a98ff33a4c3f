import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactInterval,
  flipsNeeded,
  mcnemar,
  mcnemarOneSided,
  smallestDetectable,
  wilson,
} from '../../../harness/gate/statistics.ts';
import type { Interval } from '../../../harness/model/report.ts';
import { tries } from '../../rig/prove.ts';
import { flips, intervals } from './r-values.ts';

/** Within 1e-11 of a reference, as a share of that; 0 and 1 exactly. */
function expectClose(value: number | undefined, reference: number): void {
  if (reference === 0 || reference === 1) expect(value).toBe(reference);
  else expect(Math.abs((value ?? Number.NaN) / reference - 1)).toBeLessThan(1e-11);
}

/** In whole percent. */
const percent = (interval: Interval | undefined): readonly number[] =>
  interval === undefined ? [] : [Math.round(interval.low * 100), Math.round(interval.high * 100)];

const counts = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([total, share]) => ({ pass: Math.round(total * share), total }));

describe('intervals', () => {
  it.each(intervals)('of %d out of %d are as in R', (pass, total, wilsonLow, wilsonHigh, exactLow, exactHigh) => {
    expectClose(wilson({ pass, total })?.low, wilsonLow);
    expectClose(wilson({ pass, total })?.high, wilsonHigh);
    expectClose(exactInterval({ pass, total })?.low, exactLow);
    expectClose(exactInterval({ pass, total })?.high, exactHigh);
  });

  it.each([
    [9, 17, 31, 74],
    [11, 17, 41, 83],
    [12, 17, 47, 87],
    [14, 17, 59, 94],
    [15, 17, 66, 97],
    [16, 17, 73, 99],
    [17, 17, 82, 100],
    [70, 85, 73, 89],
    [36, 40, 77, 96],
    [90, 100, 83, 94],
    [180, 200, 85, 93],
  ])('by Wilson of %d out of %d are %d to %d percent, as in published tables', (pass, total, low, high) => {
    expect(percent(wilson({ pass, total }))).toEqual([low, high]);
  });

  it.each([
    [14, 17, 57, 96],
    [17, 17, 80, 100],
  ])(
    'by Clopper and Pearson of %d out of %d are %d to %d percent, as in published tables',
    (pass, total, low, high) => {
      expect(percent(exactInterval({ pass, total }))).toEqual([low, high]);
    },
  );

  it('are none of nothing', () => {
    expect([wilson({ pass: 0, total: 0 }), exactInterval({ pass: 0, total: 0 })]).toEqual([undefined, undefined]);
  });

  it.each([
    ['Wilson', wilson],
    ['Clopper and Pearson', exactInterval],
  ])('by %s contain the share, mirror what fails, and grow with what passes', (_, interval) => {
    fc.assert(
      fc.property(counts, ({ pass, total }) => {
        const own = interval({ pass, total }) ?? { low: 1, high: 0 };
        const mirrored = interval({ pass: total - pass, total }) ?? { low: 1, high: 0 };
        expect(own.low).toBeGreaterThanOrEqual(0);
        expect(own.low).toBeLessThanOrEqual(pass / total);
        expect(own.high).toBeGreaterThanOrEqual(pass / total);
        expect(own.high).toBeLessThanOrEqual(1);
        expect(own.low).toBeCloseTo(1 - mirrored.high, 12);
        expect(own.high).toBeCloseTo(1 - mirrored.low, 12);
        if (pass < total) {
          const more = interval({ pass: pass + 1, total });
          expect(more?.low).toBeGreaterThan(own.low);
          expect(more?.high).toBeGreaterThan(own.high);
        }
      }),
      { numRuns: tries(100) },
    );
  });

  it('by Clopper and Pearson are what two exact tests do not reject', () => {
    const { low, high } = exactInterval({ pass: 2, total: 3 }) ?? { low: 0, high: 0 };
    // Of 3, two or more: 3 p² - 2 p³. Two or fewer: 1 - p³.
    expect(3 * low ** 2 - 2 * low ** 3).toBeCloseTo(0.025, 12);
    expect(1 - high ** 3).toBeCloseTo(0.025, 12);
  });
});

describe("McNemar's exact test", () => {
  it.each(flips)('of %d flips against %d is as in R', (b, c, p, oneSided) => {
    expectClose(mcnemar(b, c), p);
    expectClose(mcnemarOneSided(b, c), oneSided);
  });

  it.each([
    [5, [5, 7, 9, 10, 12, 13]],
    [1, [7, 10, 12, 14, 15, 17]],
    [0.1, [10, 13, 16, 18, 20, 22]],
  ])('needs at %d percent what published tables say', (level, needed) => {
    needed.forEach((b, c) => {
      expect(mcnemarOneSided(b, c)).toBeLessThanOrEqual(level / 100);
      expect(mcnemarOneSided(b - 1, c)).toBeGreaterThan(level / 100);
    });
  });

  it('is 1 without flips, and when they are as even as can be', () => {
    expect([mcnemar(0, 0), mcnemar(1, 1), mcnemar(700, 701), mcnemarOneSided(0, 0)]).toEqual([1, 1, 1, 1]);
  });

  it('adds up to all that can come, and does not mind which side is which', () => {
    const few = fc.nat({ max: 2_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), few, (b, c) => {
        expect(mcnemar(b, c)).toBe(mcnemar(c, b));
        // b or more one way, or else c + 1 or more the other way.
        expect(mcnemarOneSided(b, c) + mcnemarOneSided(c + 1, b - 1)).toBeCloseTo(1, 12);
      }),
      { numRuns: tries(300) },
    );
  });
});

describe('what can be told from chance', () => {
  it('is a number of flips that grows with those against it', () => {
    expect([0, 1, 2, 3, 4, 5].map(flipsNeeded)).toEqual([5, 7, 9, 10, 12, 13]);
  });

  it('takes five flips one way, and as many pairs', () => {
    expect([0, 4, 5, 17, 50_000].map(smallestDetectable)).toEqual([undefined, undefined, 5, 5, 5]);
  });
});
