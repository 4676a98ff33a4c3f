import { describe, expect, it } from 'vitest';
import { countCharacters, foldLines, prose } from '../../../harness/judge/text.ts';

describe('prose', () => {
  it('drops line ends, colours and trailing white space', () => {
    expect(prose('\u001b[1;31mred\u001b[0m \t\r\nnext\r\n\r\n')).toBe('red\nnext');
  });

  it('drops links and other escape codes', () => {
    expect(prose('\u001b]8;;http://x\u0007link\u001b]8;;\u001b\\ \u001bMup\u001b[2K')).toBe('link up');
  });

  it('keeps white space at the start', () => {
    expect(prose('\n  a')).toBe('\n  a');
  });

  it('does not let an escape code that never ends hide text', () => {
    expect(prose('\u001b]secret')).toBe('secret');
    expect(prose('a\u001b')).toBe('a');
    expect(prose('\u001b[31')).toBe('');
  });

  it('is done with hostile text at once', () => {
    const started = performance.now();
    prose('\u001b]'.repeat(300_000));
    prose('\u001b['.repeat(300_000));
    prose(`${' '.repeat(500_000)}x`.repeat(2));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('foldLines', () => {
  it('keeps the end of the text', () => {
    expect(foldLines('a \r\nb \n')).toBe('a\nb\n');
  });
});

describe('countCharacters', () => {
  it('counts code points', () => {
    expect(['', 'abc', 'é', '😀😀', '\ud83d'].map(countCharacters)).toEqual([0, 3, 1, 2, 1]);
  });
});
