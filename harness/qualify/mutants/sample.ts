import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.ts';

/**
 * Picks `budget` mutants, all when there are no more: a systematic sample. They are put in a row by file, within a file
 * by mutator, and within that as `seed` says; then each n-th is taken from a place that `seed` says. So each file gets its
 * share to within one mutant, and each mutator of a file nearly so. In the order of their ids; the same every time.
 */
export function sampleMutants(mutants: readonly Mutant[], budget: number, seed: string): readonly Mutant[] {
  if (mutants.length <= budget) return mutants;
  const row = mutants
    .map((mutant) => ({ mutant, draw: drawn(seed, mutant.id) }))
    .toSorted(
      (a, b) => inOrder(a.mutant.file, b.mutant.file) || inOrder(a.mutant.mutator, b.mutant.mutator) || a.draw - b.draw,
    );
  const step = row.length / budget;
  const start = drawn(seed, 'start') * step;
  const picked = new Set(Array.from({ length: budget }, (_, index) => row[Math.floor(start + index * step)]?.mutant));
  return mutants.filter((mutant) => picked.has(mutant));
}

/** A number from 0 to below 1 that only the seed and the name decide. */
function drawn(seed: string, name: string): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([seed, name]))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
