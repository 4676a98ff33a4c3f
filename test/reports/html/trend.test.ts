import { describe, expect, it } from 'vitest';
import { mostPoints, trendOf } from '../../../reports/html/trend.ts';
import { history } from '../../rig/html-compared.ts';

describe('the trend', () => {
  it('has every finished run, oldest first', () => {
    const trend = trendOf(history(10).runs);
    expect(trend.nth).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(trend.when[0]).toBe('2026-01-01 01:30');
    expect(trend.medians).toBeUndefined();
    expect(trendOf([])).toMatchObject({ names: [], nth: [], of: 0 });
  });

  it('loses no fall and no peak when it is thinned out', () => {
    const runs = history(10_000).runs.map((run, i) => ({ ...run, pass: i === 5_003 ? 0 : i === 7_777 ? 17 : 9 }));
    const trend = trendOf(runs);
    expect(trend.nth.length).toBeLessThanOrEqual(mostPoints);
    expect(trend.of).toBe(9_999);
    expect(trend.nth).toContain(10_000 - 5_003);
    expect(trend.nth).toContain(10_000 - 7_777);
    expect(trend.nth).toEqual(trend.nth.toSorted((a, b) => a - b));
  });

  it('has medians of all runs of a stretch, not only of those that are drawn', () => {
    const runs = history(10_001).runs.map((run, i) => ({
      ...run,
      label: 'main',
      pass: i % 10 === 0 ? 0 : 15,
      total: 15,
    }));
    const medians = trendOf(runs).medians?.filter((one) => one !== null) ?? [];
    expect(medians).toHaveLength(50);
    expect(new Set(medians)).toEqual(new Set([1]));
  });

  it('names the labels that were judged most often, and calls the rest others', () => {
    const runs = history(101).runs.map((run, i) => ({ ...run, label: i < 50 ? 'main' : `try-${i % 20}` }));
    const { names, counts, series } = trendOf(runs);
    expect(names).toHaveLength(6);
    expect(names[0]).toBe('main');
    expect(names[5]).toBe('others');
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(Math.max(...series)).toBe(5);
  });
});
