import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../../../harness/qualify/mutants/mutant.ts';
import { sampleMutants } from '../../../../harness/qualify/mutants/sample.ts';

/** So many mutants of each file, their mutators in turn. */
function mutantsOf(counts: { readonly [file: string]: number }): readonly Mutant[] {
  const mutators = ['BooleanLiteral', 'EqualityOperator', 'StringLiteral', 'StringLiteral'];
  return Object.entries(counts)
    .flatMap(([file, count]) => Array.from({ length: count }, (_, index) => ({ file, index })))
    .map(({ file, index }, id) => ({
      id: String(id),
      file,
      at: { line: 1, column: 1 },
      end: { line: 1, column: 2 },
      mutator: mutators[index % 4] ?? '',
      original: 'a',
      replacement: 'b',
    }));
}

const share = (mutants: readonly Mutant[], of: Partial<Mutant>): number =>
  mutants.filter((one) => Object.entries(of).every(([key, value]) => one[key as keyof Mutant] === value)).length;

const all = mutantsOf({ 'a.js': 400, 'b.js': 200, 'c.js': 40 });

const sampled = (seed: string): string =>
  sampleMutants(all, 40, seed)
    .map(({ id }) => id)
    .join(' ');

describe('a sample of mutants', () => {
  it('has as many as were asked for, or all, in their order', () => {
    assert(
      property(integer({ min: 0, max: 700 }), string(), (budget, seed) => {
        const ids = sampleMutants(all, budget, seed).map(({ id }) => Number(id));
        expect(new Set(ids).size).toBe(Math.min(budget, 640));
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      }),
    );
  });

  it('has of each file its share to within one mutant, and of each mutator nearly so', () => {
    assert(
      property(string(), (seed) => {
        const picked = sampleMutants(all, 80, seed);
        expect(Math.abs(share(picked, { file: 'a.js' }) - 50)).toBeLessThanOrEqual(1);
        expect(Math.abs(share(picked, { file: 'c.js' }) - 5)).toBeLessThanOrEqual(1);
        expect(Math.abs(share(picked, { mutator: 'StringLiteral' }) - 40)).toBeLessThanOrEqual(3);
        expect(Math.abs(share(picked, { file: 'b.js', mutator: 'BooleanLiteral' }) - 6.25)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    expect(sampled('one')).toBe(sampled('one'));
    expect(sampled('one')).not.toBe(sampled('other'));
  });
});
