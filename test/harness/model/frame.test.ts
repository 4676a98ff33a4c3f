import { describe, expect, it } from 'vitest';
import { excerptOf, frame } from '../../../harness/model/frame.ts';

const at = (line: number, column: number, length: number) => ({ file: 'auth/login.yaml', line, column, length });

/** The frame of a place in a text, drawn without colour. */
const drawn = (text: string, line: number, column: number, length: number, note?: string): string =>
  frame(excerptOf(text, at(line, column, length)), { colour: false, ...(note === undefined ? {} : { note }) });

describe('a frame', () => {
  it('shows two lines before the place, and a note behind the caret', () => {
    expect(drawn('a: 1\nb: 2\nc: 3\nd: 44\ne: 5', 4, 4, 2, 'expected 44, received 45')).toBe(
      [' --> auth/login.yaml:4:4', '2 | b: 2', '3 | c: 3', '4 | d: 44', '  |    ^^ expected 44, received 45'].join(
        '\n',
      ),
    );
  });

  it('aligns line numbers of different widths', () => {
    const text = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`).join('\n');
    expect(drawn(text, 10, 1, 4)).toBe(
      ['  --> auth/login.yaml:10:1', ' 8 | line 8', ' 9 | line 9', '10 | line 10', '   | ^^^^'].join('\n'),
    );
  });

  it('counts columns as a terminal does: tabs, wide characters, combining marks', () => {
    expect(drawn('\tx', 1, 2, 1)).toContain('\n1 |   x\n  |   ^');
    expect(drawn('漢字: x', 1, 5, 1)).toContain('\n1 | 漢字: x\n  |       ^');
    expect(drawn('漢字', 1, 1, 2)).toContain('\n  | ^^^^');
    expect(drawn('😀 x', 1, 4, 1)).toContain('\n  |    ^');
    expect(drawn('e\u0301 x', 1, 4, 1)).toContain('\n  |   ^');
  });

  it('cuts a long line around the caret, and its neighbours at the same column', () => {
    const long = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const lines = drawn(`short\n${long}\n${long}`, 3, 301, 4).split('\n');
    expect(lines[1]).toBe('1 | …');
    expect(lines[2]?.slice(4)).toBe(lines[3]?.slice(4));
    expect(lines[3]).toMatch(/^3 \| …a+HEREb+…$/);
    expect(lines.every((line) => line.length <= 4 + 121)).toBe(true);
    expect(lines[4]?.indexOf('^')).toBe(lines[3]?.indexOf('HERE'));
  });

  it('never draws more carets than fit', () => {
    const lines = drawn('x'.repeat(1000), 1, 1, 1000).split('\n');
    expect(lines[2]).toBe(`  | ${'^'.repeat(120)}`);
  });

  it('points behind the end of a line and of the file', () => {
    expect(drawn('a:', 1, 3, 1)).toContain('\n1 | a:\n  |   ^');
    expect(drawn('', 1, 1, 1)).toContain('\n1 |\n  | ^');
  });

  it('prints nothing that a terminal would obey', () => {
    expect(drawn('a: \u001b[2J\u202Ex', 1, 1, 1)).toContain('a: \ufffd[2J\ufffdx');
  });

  it('colours the caret', () => {
    const excerpt = excerptOf('a', at(1, 1, 1));
    expect(frame(excerpt, { colour: true, note: 'no' })).toContain('\u001b[31m^ no\u001b[0m');
    expect(frame(excerpt, { colour: true, severity: 'warning' })).toContain('\u001b[33m^\u001b[0m');
  });
});
