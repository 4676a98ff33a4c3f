import { describe, expect, it } from 'vitest';
import { cap, quarantineOf } from '../../../harness/gate/quarantine.ts';
import type { FlakeEvidence } from '../../../harness/model/flake.ts';

const day = 86_400_000;
const rule = { cap: 5, expires: 30 * day };
const lastFail = '2026-03-01T10:00:00.000Z';
const flaky: FlakeEvidence = { pass: 38, fail: 2, cleanSince: 12, lastFail };

const isIn = (evidence: FlakeEvidence | undefined, at = '2026-03-02T00:00:00.000Z'): boolean =>
  quarantineOf(evidence, rule, at) !== undefined;

describe('quarantine', () => {
  it('says why, and until when', () => {
    expect(quarantineOf(flaky, rule, lastFail)).toEqual({
      text: 'failed 2 of 40 reference runs; until 2026-03-31, or until it has passed 59 in a row',
      until: '2026-03-31T10:00:00.000Z',
    });
  });

  it('needs reference runs that have seen it pass and fail', () => {
    expect(isIn(flaky)).toBe(true);
    expect(isIn(undefined)).toBe(false);
    expect(isIn({ pass: 40, fail: 0, cleanSince: 40 })).toBe(false);
    expect(isIn({ pass: 0, fail: 3, cleanSince: 0, lastFail })).toBe(false);
  });

  it('is left with 59 passes in a row, and not before', () => {
    expect(isIn({ ...flaky, pass: 58, cleanSince: 58 })).toBe(true);
    expect(isIn({ ...flaky, pass: 59, cleanSince: 59 })).toBe(false);
  });

  it('ends when it expires, to the millisecond', () => {
    expect(isIn(flaky, '2026-03-31T09:59:59.999Z')).toBe(true);
    expect(isIn(flaky, '2026-03-31T10:00:00.000Z')).toBe(false);
    expect(quarantineOf(flaky, { ...rule, expires: 0 }, lastFail)).toBeUndefined();
  });

  it('may be meant for ever', () => {
    expect(quarantineOf(flaky, { ...rule, expires: Infinity }, lastFail)?.text).toContain('until +275760-09-13, or');
  });
});

describe('the cap', () => {
  it.each([
    [5, 17, 1],
    [5, 40, 2],
    [5, 59, 2],
    [5, 60, 3],
    [0, 500, 1],
    [5, 0, 1],
    [14.2, 500, 71],
    [0.57, 10_000, 57],
    [100, 17, 17],
  ])('at %d %% of %d is %d', (share, total, most) => {
    expect(cap({ cap: share, expires: day }, total)).toBe(most);
  });
});
