import { assert, constantFrom, property, string } from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { pageRegex, type Searched } from '../../../harness/vault/page-regex.ts';

function page(source: string, flags = '', searched: Searched = 'text'): RegExp {
  const made = pageRegex(source, flags, searched);
  if (made.is === 'refused') throw new Error(made.what);
  return new RegExp(made.source, made.flags);
}

describe('a regular expression for a browser', () => {
  it.each([
    ['\\b0 (items? )?left', '2 of 0 items left', true],
    ['^\\-\\"\\_\\:$', '-"_:', true],
    ['a{2}', 'aa', true],
    ['{a}', '{a}', true],
    ['a{,2}', 'a{,2}', true],
    ['a}b]c', 'a}b]c', true],
    ['[]a]+', ']a]', true],
    ['[^]a]', 'b', true],
    ['[^]a]', ']', false],
    ['[\\-x]', '-', true],
    ['[[]', '[', true],
    ['\\x{41}\\x42', 'AB', true],
    ['\\p{L}+\\d', 'Ünder1', true],
    ['(?<year>\\d{4})', '2026', true],
    ['^.$', '😀', true],
    ['a/b', 'a/b', true],
  ])('%s finds in %s as RE2 does: %s', (source, text, found) => {
    expect(RE2JS.compile(source).test(text)).toBe(found);
    expect(page(source).test(text)).toBe(found);
  });

  it.each([
    ['(?i)saved', 'a flag inside'],
    ['(?i:saved)', 'a flag inside'],
    ['(?P<name>x)', '(?P<name>'],
    ['[[:alpha:]]', 'a class like [[:alpha:]]'],
    ['\\Asaved', '\\A'],
    ['saved\\z', '\\z'],
    ['\\Qa.b\\E', '\\Q'],
    ['\\pL', 'a class like \\pL or \\p{Greek}'],
    ['\\p{Greek}', 'a class like \\pL or \\p{Greek}'],
    ['\\012', 'an escape like \\C or \\012'],
  ])('%s is refused: %s', (source, what) =>
    expect(pageRegex(source, '', 'text')).toMatchObject({ is: 'refused', what }),
  );

  it.each([
    ['1 item left', '1\n  item left', true],
    ['1\\ item', '1\titem', true],
    ['1\\sitem', '1 \n item', true],
    ['1 ?item', '1item', true],
    ['1 *item', '1  item', true],
    ['1 +item', '1item', false],
    ['1 {1,2}item', '1\n\nitem', true],
    ['1\\s+?item', '1\n\nitem', true],
    ['1[ ,]item', '1\nitem', true],
    ['[ -~]item', '!item', true],
    ['x[!-~ -]item', 'x\nitem', true],
    ['1[^ ]item', '1\nitem', false],
    ['^1 item$', '\n  1\n  item\n', true],
    ['^item$', '1\nitem\n2', false],
    ['^1.*left$', '1\nitem\nleft', true],
    ['\\^ \\$', '^\n$', true],
  ])('%s searches %j as a user reads it: %s', (source, text, found) => {
    expect(RE2JS.compile(source).test(text.replaceAll(/\s+/g, ' ').trim())).toBe(found);
    expect(page(source).test(text)).toBe(found);
  });

  it('has one line to search in a text, whatever the flags', () => expect(page('^b', 'm').test('a\nb')).toBe(false));

  it('searches a value as it is', () => {
    expect(page('a b', '', 'value').test('a\nb')).toBe(false);
    expect(page('^b$', 'm', 'value').test('a\nb')).toBe(true);
  });

  it('takes an escaped backslash for what it is', () => expect(page('\\\\A').test('\\A')).toBe(true));

  it('finds any text that RE2 would quote', () =>
    assert(
      property(string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(page(`^${RE2JS.quote(text)}$`, 's').test(text)).toBe(true);
      }),
    ));

  it('never throws, and compiles in a browser whatever it takes', () =>
    assert(
      property(string({ unit: constantFrom(...'ab[]{}()^$.*+?|\\-xpQE:/,01 s'.split('')) }), (source) => {
        const made = pageRegex(source, 'i', 'text');
        if (made.is === 'regex') expect(() => new RegExp(made.source, made.flags)).not.toThrow();
      }),
    ));
});
