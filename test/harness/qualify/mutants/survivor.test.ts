import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../../../harness/qualify/mutants/mutant.ts';
import { survivorExcerpt, whatItDoes } from '../../../../harness/qualify/mutants/survivor.ts';

const source = 'export function mayVote(age) {\n  return age >= 18;\n}\n';
const mutant: Mutant = {
  id: '3',
  file: 'src/age.js',
  at: { line: 2, column: 10 },
  end: { line: 2, column: 19 },
  mutator: 'EqualityOperator',
  original: 'age >= 18',
  replacement: 'age > 18',
};

describe('a mutant that nobody noticed', () => {
  it('is told by what would be there instead', () => {
    expect(whatItDoes(mutant)).toBe('EqualityOperator: with age > 18');
  });

  it('is told as missing where nothing is instead, and marked to the end of its first line when it is longer', () => {
    const block: Mutant = {
      ...mutant,
      ...{ at: { line: 1, column: 30 }, end: { line: 3, column: 2 } },
      ...{ mutator: 'BlockStatement', replacement: '{}' },
    };
    expect(whatItDoes(block)).toBe('BlockStatement: without it');
    expect(survivorExcerpt(block, source).at).toMatchObject({ line: 1, column: 30, length: 1 });
  });

  it('is a place that a report can draw without the file', () => {
    expect(survivorExcerpt(mutant, source)).toEqual({
      at: { file: 'src/age.js', line: 2, column: 10, length: 9 },
      firstLine: 1,
      lines: ['export function mayVote(age) {', '  return age >= 18;'],
    });
  });

  it('is told in one line however long its replacement is', () => {
    expect(whatItDoes({ ...mutant, replacement: `a\n${'b'.repeat(100)}` })).toMatch(/: with a b{58}…$/);
  });
});
