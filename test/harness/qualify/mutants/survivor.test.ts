import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../../../harness/qualify/mutants/mutant.ts';
import { survivorExcerpt, survivorFrame } from '../../../../harness/qualify/mutants/survivor.ts';

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
  it('is shown where it is, with what would be there instead', () => {
    expect(survivorFrame(mutant, source, false)).toBe(
      [
        ' --> src/age.js:2:10',
        '1 | export function mayVote(age) {',
        '2 |   return age >= 18;',
        '  |          ^^^^^^^^^ EqualityOperator: nothing fails with age > 18',
      ].join('\n'),
    );
  });

  it('is marked to the end of its first line when it is longer, and is missing where nothing is instead', () => {
    const block: Mutant = {
      ...mutant,
      ...{ at: { line: 1, column: 30 }, end: { line: 3, column: 2 } },
      ...{ mutator: 'BlockStatement', replacement: '{}' },
    };
    expect(survivorFrame(block, source, false)).toMatch(/\| {30}\^ BlockStatement: nothing fails without it$/);
  });

  it('is a place that a report can draw without the file', () => {
    expect(survivorExcerpt(mutant, source)).toEqual({
      at: { file: 'src/age.js', line: 2, column: 10, length: 9 },
      firstLine: 1,
      lines: ['export function mayVote(age) {', '  return age >= 18;'],
    });
  });

  it('is told in one line however long its replacement is', () => {
    const shown = survivorFrame({ ...mutant, replacement: `a\n${'b'.repeat(100)}` }, source, false);
    expect(shown).toMatch(/nothing fails with a b{58}…$/);
  });
});
