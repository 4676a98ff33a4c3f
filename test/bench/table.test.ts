import { describe, expect, it } from 'vitest';
import { drawTable, measured, type Target } from '../../bench/table.ts';

const row = (target: Target) =>
  measured({ name: 'a', samples: [30, 50, 40], against: { name: 'b', samples: [25, 20, 10] }, target });

describe('a row of the table', () => {
  it('holds medians and minima against each other', () => {
    expect(row({ is: 'more', most: 20 })).toMatchObject({
      rounds: 3,
      median: 40,
      min: 30,
      against: { name: 'b', median: 20, min: 10 },
      more: { median: 20, min: 20 },
      ratio: { median: 2, min: 3 },
    });
  });

  it.for<[Target, boolean]>([
    [{ is: 'more', most: 20 }, true],
    [{ is: 'more', most: 19 }, false],
    [{ is: 'times', factor: 2 }, true],
    [{ is: 'times', factor: 1.9 }, false],
    [{ is: 'within', most: 40 }, true],
    [{ is: 'within', most: 39 }, false],
  ])('says of the target %j by its medians that it is met: %s', ([target, met]) => {
    expect(row(target).target).toEqual({ ...target, met });
  });
});

describe('the table', () => {
  it('shows each number as a median with the minimum behind it, and leaves out what a row has not', () => {
    const text = drawTable([row({ is: 'times', factor: 1.5 }), measured({ name: 'c', samples: [1234] })]);
    for (const part of ['40.0 (30.0) ms', '2.00 (3.00)', '1.5 times: missed', '1234 (1234)'])
      expect(text).toContain(part);
    expect(text).not.toContain('undefined');
  });
});
