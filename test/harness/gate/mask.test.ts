import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masker } from '../../../harness/gate/mask.ts';

const secret = 'pä"s/w rd+é?';
const mask = masker([secret, 'tok-4711']);

describe('masker', () => {
  it('replaces secrets wherever they stand', () => {
    expect(mask(`a${secret}b tok-4711tok-4711`)).toBe('a‹secret›b ‹secret›‹secret›');
  });

  it('knows them URL-encoded', () => {
    const lower = encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase());
    const form = new URLSearchParams({ q: secret }).toString();
    expect(mask(`?q=${encodeURIComponent(secret)}&r=${lower}`)).toBe('?q=‹secret›&r=‹secret›');
    expect(mask(form)).toBe('q=‹secret›');
    expect(mask(encodeURIComponent(secret).replaceAll('%20', '+'))).toBe('‹secret›');
    expect(mask([...Buffer.from('tok-4711')].map((byte) => `%${byte.toString(16)}`).join(''))).toBe('‹secret›');
  });

  it('knows them inside JSON, also in ASCII and with escaped slashes', () => {
    expect(mask(JSON.stringify({ p: secret }))).toBe('{"p":"‹secret›"}');
    expect(mask(String.raw`"p\u00e4\"s\/w rd+\u00E9?"`)).toContain('p');
    expect(mask(String.raw`"p\u00e4\"s\/w rd+\u00e9?"`)).toBe('"‹secret›"');
  });

  it('knows them in base64, wherever they begin in it', () => {
    for (const before of ['', 'a', 'ab', 'user:']) {
      for (const after of ['', 'x', 'xy']) {
        for (const encoding of ['base64', 'base64url'] as const) {
          const masked = mask(Buffer.from(`${before}tok-4711${after}`).toString(encoding));
          expect(masked).toContain('‹secret›');
        }
      }
    }
  });

  it('leaves nothing of a secret that was cut in two, on either side of an ellipsis', () => {
    for (let length = 4; length < secret.length; length += 1) {
      expect(mask(`sent ${secret.slice(0, length)}… and more`)).toBe('sent ‹secret›… and more');
      expect(mask(`…${secret.slice(-length)} came`)).toBe('…‹secret› came');
      const json = JSON.stringify(secret).slice(1, -1);
      expect(mask(`"${json.slice(0, length)}…`)).toBe('"‹secret›…');
    }
    expect(mask('a page… of words')).toBe('a page… of words');
    expect(mask('nothing is cut: tok-47')).toBe('nothing is cut: tok-47');
  });

  it('prefers the longer of two secrets, and is not confused by a secret called "secret"', () => {
    expect(masker(['pass', 'password', 'secret'])('password pass secret')).toBe('‹secret› ‹secret› ‹secret›');
  });

  it('leaves text alone when there is nothing to mask', () => {
    expect(masker([])('abc')).toBe('abc');
    expect(masker(['', 'abc'])('abc')).toBe('abc');
  });

  it('leaves no secret standing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string(), fc.string(), (own, before, after) => {
        fc.pre(!'‹secret›'.includes(own));
        const masked = masker([own])(`${before}${own}${after}`);
        expect(masked).toContain('‹secret›');
        expect(masked.includes(own)).toBe(false);
      }),
    );
  });

  it('is done with long texts at once', () => {
    const started = performance.now();
    masker(['a'.repeat(1000), 'b'.repeat(5000)])('a'.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
