import { describe, expect, it } from 'vitest';
import { inTurn, median, minimum } from '../../bench/rounds.ts';

describe('taking turns', () => {
  it('measures each once a round, in order, and leaves the first rounds out', async () => {
    const calls: string[] = [];
    const measure = (name: string) => async (): Promise<number> => calls.push(name);
    const samples = await inTurn('title', { a: measure('a'), b: measure('b') }, { rounds: 2, uncounted: 1 });
    expect(calls).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(samples).toEqual({ a: [3, 5], b: [4, 6] });
  });
});

describe('samples', () => {
  it('have the middle one, or the mean of the two in the middle, as median', () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([9, 1, 2, 4])).toBe(3);
    expect(minimum([9, 1, 2])).toBe(1);
  });

  it('have no median when there are none', () => {
    expect(() => median([])).toThrow('nothing was measured');
  });
});
