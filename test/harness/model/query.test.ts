import * as fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type Dialect, scanQuery } from '../../../harness/model/query.ts';
import { tries } from '../../rig/prove.ts';

const dialects: readonly Dialect[] = ['sqlite', 'postgres'];
const marks = (query: string, dialect: Dialect): number => scanQuery(query, dialect).parts.length - 1;

/** What a query is made of: pieces in which a question mark means nothing, by dialect. */
const quiet = {
  sqlite: ["'?'", "'it''s ?'", '"a?"', '[a?b]', '`?`', '-- ?\n', '/* ? */', ' x ', ' 1.5 '],
  postgres: [
    "'?'",
    "'\\'",
    "e'\\'?'",
    '"a?"',
    '$$ ? $$',
    '$t$ ? $u$ ? $t$',
    '-- ?\n',
    '/* ? /* ? */ ? */',
    ' x ',
    '::int',
  ],
} as const;

describe('the placeholders of a query', () => {
  it.each(dialects)('are those outside of quotes and comments (%s)', (dialect) => {
    const piece = fc.constantFrom<string>(...quiet[dialect], ' ? ', ' ?? ');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { parts } = scanQuery(pieces.join(' '), dialect);
        expect(parts.length - 1).toBe(pieces.filter((one) => one === ' ? ').length);
        expect(parts.join(' ? ').replaceAll(/\s/g, '')).toBe(
          pieces.join('').replaceAll(' ?? ', '?').replaceAll(/\s/g, ''),
        );
      }),
      { numRuns: tries(300) },
    );
  });

  it.each(dialects)('are found in any text, however broken, without losing a character (%s)', (dialect) => {
    const text = fc.string({
      unit: fc.constantFrom('?', "'", '"', '$', 'a', 'E', '\\', '/', '*', '-', '\n', '[', ']', '`', ';', '1', 'é'),
    });
    fc.assert(
      fc.property(text, (query) => {
        const { parts } = scanQuery(query, dialect);
        const kept = parts.join('').replaceAll('?', '').length;
        expect(kept).toBe(query.replaceAll('?', '').length);
      }),
      { numRuns: tries(500) },
    );
  });

  it('are as many as SQLite counts', () => {
    const database = new DatabaseSync(':memory:');
    const piece = fc.constantFrom("'?'", "''", '"a"', '? ', '1', '/* ? */', '-- ?\n', "'--'", '[x?]', '`?`');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const query = `select ${pieces.map((one, index) => `${one.startsWith('-') || one.startsWith('/') ? `${one} 1` : one} as c${index}`).join(', ')}`;
        const asked = query.replaceAll(/\[x\?\]|`\?`|"a"/g, "'q?'");
        const values = Array.from({ length: marks(asked, 'sqlite') }, () => 1);
        expect(() => database.prepare(asked).get(...values)).not.toThrow();
        expect(() => database.prepare(asked).get(...values, 1)).toThrow('index out of range');
      }),
      { numRuns: tries(200) },
    );
  });

  it('do not take long to find in a text that is made for it', () => {
    const began = performance.now();
    for (const dialect of dialects) {
      for (const text of ["'", '$', '$a', '/*', "e'\\", '[', '"', '*/', '$a$']) marks(text.repeat(50_000), dialect);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
