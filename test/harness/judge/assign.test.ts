import { describe, expect, it } from 'vitest';
import { unassigned } from '../../../harness/judge/assign.ts';

describe('unassigned', () => {
  it('gives up a first choice when somebody else needs it', () => {
    expect(unassigned([[0, 1], [0]])).toEqual([]);
    expect(unassigned([[0, 1], [0, 1], [1, 2], [0]])).toEqual([3]);
  });

  it('names what is left over', () => {
    expect(unassigned([[0], [0], []])).toEqual([1, 2]);
    expect(unassigned([])).toEqual([]);
  });

  it('is quick where a greedy search is wrong everywhere', () => {
    const size = 400;
    const edges = Array.from({ length: size }, (_, left) =>
      Array.from({ length: size - left }, (_unused, right) => right),
    );
    expect(unassigned(edges)).toEqual([]);
  });
});
