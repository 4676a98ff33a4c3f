import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../../reports/html/frame.ts';
import { textOf } from '../../../reports/html/html.ts';

/** The frame as it looks: its lines, without marks. */
function look(...of: Parameters<typeof codeFrame>): readonly string[] {
  const code = /<code>(.*)<\/code>/s.exec(textOf(codeFrame(...of)))?.[1] ?? '';
  const blank = code.replaceAll(
    /(class="ghost"[^>]*>)([^<]*)/g,
    (_, tag: string, copy: string) => tag + ' '.repeat(copy.length),
  );
  return blank
    .replaceAll(/<[^>]*>/g, '')
    .trimEnd()
    .split('\n');
}

const at = { file: 'a.yaml', line: 2, column: 11, length: 3 };

describe('a code frame', () => {
  it('has carets below the place, and behind them what is wrong', () => {
    const shown = look({ at, firstLine: 1, lines: ['expect:', '  status: 401'] }, 'received 200');
    expect(shown).toEqual(['1 │ expect:', '2 │   status: 401', `  │ ${' '.repeat(10)}^^^ received 200`]);
    expect(textOf(codeFrame({ at, firstLine: 1, lines: ['expect:', '  status: 401'] }))).toContain('<mark>401</mark>');
  });

  it('keeps carets below what they mark when a character shows as several', () => {
    const lines = ['', '  \u202e\u0000sta: 401'];
    const [, own = '', carets = ''] = look({ at: { ...at, column: 10 }, firstLine: 1, lines });
    expect(carets.indexOf('^')).toBe(own.indexOf('401'));
  });

  it('shows of a long line what is around the place', () => {
    const long = `${'a'.repeat(5_000_000)}HERE${'b'.repeat(1000)}`;
    const [, own = '', carets = ''] = look({
      at: { ...at, column: 5_000_001, length: 4 },
      firstLine: 1,
      lines: [long, long],
    });
    expect(own.length).toBeLessThan(140);
    expect(own).toMatch(/^2 │ …a+HEREb+…$/);
    expect(carets.indexOf('^')).toBe(own.indexOf('HERE'));
  });

  it('makes do with a place that is not in the lines', () => {
    expect(look({ at: { ...at, line: 9, column: 50 }, firstLine: 1, lines: ['a'] })).toEqual(['1 │ a']);
    expect(look({ at: { ...at, line: 1, column: 50 }, firstLine: 1, lines: ['a'] })[1]).toMatch(/\^/);
    expect(look({ at, firstLine: 1, lines: [] })).toEqual(['']);
  });
});
