import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataBlock, html, inlined, lines, textOf } from '../../../reports/html/html.ts';
import { tries } from '../../rig/prove.ts';

const written = (text: string): string => textOf(html`${text}`);

const item = (text: string) => html`<li>${text}</li>`;

/** Texts of what is dangerous, what hides, halves of pairs, and what is neither. */
const pieces = '< > " \' ` & ; # / = !-- ]]> a &lt; é 字 \u0000 \u001b \u202e \u2028 \ud83d \ude00'.split(' ');
const anyText = string({ unit: constantFrom(' ', '\n', '\r', '\t', ...pieces) });

describe('markup', () => {
  it('holds no text that ends an element, an attribute or a character of its own', () => {
    assert(
      property(anyText, (text) => {
        expect(written(text)).toMatch(/^(?:[^<>"'`&]|&(?:amp|lt|gt|quot|#39|#96);)*$/);
      }),
      { numRuns: tries(500) },
    );
  });

  it('shows every text as it was, but for what hides', () => {
    const entities: { readonly [entity: string]: string } = {
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      '#39': "'",
      '#96': '`',
    };
    assert(
      property(string({ unit: 'grapheme-ascii' }), (text) => {
        expect(written(text).replaceAll(/&([a-z0-9#]+);/g, (_, name: string) => entities[name] ?? '')).toBe(text);
      }),
      { numRuns: tries(500) },
    );
    expect(written('a\u001b[2J\u202eb\n')).toBe('a\\u001b[2J\\u202eb\\u000a');
  });

  it('takes markup, lists and numbers as they are, and nothing for nothing', () => {
    expect(textOf(html`<ul class="${'a"b'}">${['<', 'b'].map(item)}${undefined}</ul>${3}`)).toBe(
      '<ul class="a&quot;b"><li>&lt;</li><li>b</li></ul>3',
    );
  });

  it('is not what a value of a report looks like', () => {
    const fake: unknown = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>"}');
    expect(() => textOf(html`${fake as string}`)).toThrow();
  });

  it('keeps the lines of a text, and shows a tab as two spaces', () => {
    expect(textOf(lines('a\r\n\tb<\n\rc'))).toBe('a\n  b&lt;\n\\u000dc');
  });

  it('refuses code that would end its element', () => {
    expect(() => inlined('script', 'const a = "</SCRIPT>"')).toThrow('ends early');
    expect(() => inlined('script', 'a <!-- b')).toThrow('ends early');
    expect(textOf(inlined('style', 'a > b {}'))).toBe('<style>a > b {}</style>');
  });

  it('carries data that is what it was, and holds no mark of HTML', () => {
    const value = { text: '</script><!-- &amp; \u2028\u202e\ud800"', numbers: [1, null] };
    const block = textOf(dataBlock('data', value));
    const inside = /^<script type="application\/json" id="data">(.*)<\/script>$/.exec(block)?.[1] ?? '';
    expect(inside).not.toMatch(/[<>&\u2028\u202e\ud800]/);
    expect(JSON.parse(inside)).toEqual(value);
  });
});
