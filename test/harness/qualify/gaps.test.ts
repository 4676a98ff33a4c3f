import { describe, expect, it } from 'vitest';
import type { Survivor } from '../../../harness/model/qualified-vault.ts';
import { gapsOf } from '../../../harness/qualify/gaps.ts';

const at = (file: string, line: number, ...reachedBy: readonly string[]): Survivor => ({
  kind: 'source',
  id: `${file}:${line}`,
  does: '',
  excerpt: { at: { file, line, column: 1, length: 1 }, firstLine: line, lines: [''] },
  reachedBy,
});

describe('what to write next', () => {
  it('is where survivors stand close together, the most first, with who comes by', () => {
    const survivors = [
      at('b.js', 9, 'log-in'),
      at('a.js', 40),
      at('b.js', 5, 'sign-up'),
      at('b.js', 12, 'log-in'),
      at('a.js', 41),
    ];
    expect(gapsOf(survivors)).toEqual([
      { file: 'b.js', from: 5, to: 12, survivors: 3, reachedBy: ['sign-up', 'log-in'] },
      { file: 'a.js', from: 40, to: 41, survivors: 2, reachedBy: [] },
    ]);
  });

  it('is nothing where one stands by itself, or has no place in the source', () => {
    const atWire: Survivor = { kind: 'wire', id: 'drops-field', does: '', reachedBy: ['a'] };
    expect(gapsOf([at('a.js', 1), at('a.js', 30), at('b.js', 1), atWire, atWire])).toEqual([]);
  });
});
