import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, incompleteBeta } from '../../../harness/gate/beta.ts';
import { tries } from '../../rig/prove.ts';
import { betaQuantiles, betaShares } from './r-values.ts';

/** How far a value is from a reference, as a share of that. */
const error = (value: number, reference: number): number => Math.abs(value / reference - 1);

const parameter = fc.double({ min: 0.5, max: 5_000, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('the incomplete beta function', () => {
  it.each(betaShares)('at %d for (%d, %d) is %d, as in R', (x, a, b, reference) => {
    expect(error(incompleteBeta(x, a, b), reference)).toBeLessThan(1e-11);
  });

  it('is nothing at 0 and below, and all at 1 and above', () => {
    expect([-1, 0, 1, 2].map((x) => incompleteBeta(x, 0.5, 20_000.5))).toEqual([0, 0, 1, 1]);
  });

  it('has the closed forms it has: x^a, 1 - (1 - x)^b, and an arc', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 50, noNaN: true }), (x, n) => {
        expect(incompleteBeta(x, n, 1)).toBeCloseTo(x ** n, 12);
        expect(incompleteBeta(x, 1, n)).toBeCloseTo(1 - (1 - x) ** n, 12);
        expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.atan2(Math.sqrt(x), Math.sqrt(1 - x)), 12);
      }),
      { numRuns: tries(300) },
    );
  });

  it('is the rest of what its mirror image is', () => {
    const exact = fc.integer({ min: 0, max: 1024 }).map((n) => n / 1024);
    fc.assert(
      fc.property(exact, parameter, parameter, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 12);
      }),
      { numRuns: tries(300) },
    );
  });

  it('never falls as x grows', () => {
    fc.assert(
      fc.property(share, share, parameter, parameter, (x, y, a, b) => {
        const below = incompleteBeta(Math.min(x, y), a, b);
        expect(below).toBeLessThanOrEqual(incompleteBeta(Math.max(x, y), a, b) + 1e-13);
        expect(below).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: tries(300) },
    );
  });
});

describe('the Beta quantile', () => {
  it.each(betaQuantiles)('at %d for (%d, %d) is %d, as in R', (p, a, b, reference) => {
    expect(error(betaQuantile(p, a, b), reference)).toBeLessThan(1e-11);
  });

  it('is the whole range at the ends', () => {
    expect([0, 1].map((p) => betaQuantile(p, 0.5, 3))).toEqual([0, 1]);
  });

  it('undoes the incomplete beta function', () => {
    fc.assert(
      fc.property(probability, parameter, parameter, (p, a, b) => {
        // Close to 1 the next x can lie further on than the next p: a step is what may be missed by.
        const x = betaQuantile(p, a, b);
        const step = 2 ** -52;
        expect(incompleteBeta(x - step, a, b)).toBeLessThanOrEqual(p + 1e-11);
        expect(incompleteBeta(x + step, a, b)).toBeGreaterThanOrEqual(p - 1e-11);
      }),
      { numRuns: tries(200) },
    );
  });

  it('grows with the share asked for', () => {
    fc.assert(
      fc.property(probability, probability, parameter, parameter, (p, q, a, b) => {
        const low = betaQuantile(Math.min(p, q), a, b);
        expect(low).toBeLessThanOrEqual(betaQuantile(Math.max(p, q), a, b) + 1e-12);
      }),
      { numRuns: tries(200) },
    );
  });
});
