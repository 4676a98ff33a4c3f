import { describe, expect, it } from 'vitest';
import { sparkline, trendsOf } from '../../reports/trend.ts';
import { historyRow } from '../rig/compared.ts';

describe('a trend', () => {
  it('has the highest bar for all and nothing less, the lowest for none, and a gap for nothing', () => {
    expect(sparkline([0, 0.5, 0.999, 1, undefined, 1])).toBe('▁▄▇█ █');
  });

  it('goes from the oldest to the newest, with a gap where a run was not finished', () => {
    const runs = [
      historyRow({ pass: 17 }),
      historyRow({ state: 'abandoned', pass: 0, total: 0 }),
      historyRow({ pass: 0 }),
    ];
    expect(trendsOf({ filters: [], runs, more: 0 })).toEqual([{ of: 'Accounts API', shares: [0, undefined, 1] }]);
  });

  it('is one for each vault that was judged by twice', () => {
    const runs = ['A', 'B', 'B', 'C', 'C'].map((vault) => historyRow({ vault }));
    expect(trendsOf({ filters: [], runs, more: 0 }).map((trend) => trend.of)).toEqual(['C', 'B']);
  });

  it('tells of a scenario only where it was judged and said the same', () => {
    const runs = [
      historyRow({ verdict: 'pass', same: true }),
      historyRow({ verdict: 'flaky', same: true }),
      historyRow({ verdict: 'error', same: true }),
      historyRow({ verdict: 'pass', same: false }),
    ];
    const scenario = { scenario: 'a', name: 'A', pass: 1, judged: 2 };
    expect(trendsOf({ filters: [], runs, more: 0, scenario })[0]?.shares).toEqual([undefined, undefined, 0, 1]);
  });
});
