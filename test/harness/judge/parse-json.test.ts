import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../rig/prove.ts';
import { equalData, printJson } from '../../../harness/judge/data.ts';
import { parseJson } from '../../../harness/judge/parse-json.ts';
import { fixedLimits } from '../../../harness/model/limits.ts';
import { ExactNumber } from '../../../harness/model/value.ts';

const read = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.data : parsed.error;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('parseJson', () => {
  it('keeps every digit of a number', () => {
    expect(read('12345678901234567890.1000')).toEqual(new ExactNumber('12345678901234567890.1000'));
  });

  it('takes __proto__ and constructor as ordinary keys', () => {
    expect(read('{"__proto__": 1, "constructor": null}')).toEqual(
      new Map<string, unknown>([
        ['__proto__', new ExactNumber('1')],
        ['constructor', null],
      ]),
    );
  });

  it('decodes escapes, lone surrogates too', () => {
    expect(read(String.raw`"a\n\u00e9\/\"\ud83d\ude00\ud800"`)).toBe('a\né/"😀\ud800');
  });

  it('refuses an object that says the same key twice', () => {
    expect(read('{"role": "user", "r\\u006fle": "admin"}')).toContain('same key twice');
  });

  it('says what is wrong and where', () => {
    expect(read('<html>')).toBe('unexpected "<" at character 1');
    expect(read('{"a": 01}')).toBe('unexpected "1" at character 8');
    expect(read('[1, 2')).toBe('unexpected end of text');
    expect(read('[1] x')).toBe('unexpected "x" at character 5');
    expect(read('')).toBe('unexpected end of text');
  });

  it('refuses deep nesting instead of running out of stack', () => {
    expect(read('['.repeat(100_000))).toContain(`deeper than ${fixedLimits.depth}`);
    expect(read('{"a":'.repeat(100_000))).toContain(`deeper than ${fixedLimits.depth}`);
    expect(parseJson('['.repeat(fixedLimits.depth) + ']'.repeat(fixedLimits.depth)).ok).toBe(true);
  });

  it('reads megabytes in one go', () => {
    expect(parseJson(`[${'1,'.repeat(1_000_000)}"${'x'.repeat(4_000_000)}"]`).ok).toBe(true);
    expect(parseJson('9'.repeat(4_000_000)).ok).toBe(true);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"b"',
        '\\',
        '\\u12',
        '\u0000',
        ' ',
        '\t',
        '\u00a0',
        '-',
        '+',
        '0',
        '1',
        '.',
        'e',
        'E',
        'null',
        'true',
        'nul',
        'é',
      ],
    );
    const nearly = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    const damaged = fc.tuple(fc.json(), fc.nat(), nearly).map(([json, at, part]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + part + json.slice(place + (at % 3));
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), nearly, damaged, fc.string()), (text) => {
        const parsed = parseJson(text);
        if (!parsed.ok && parsed.error.includes('same key twice')) return;
        expect(parsed.ok).toBe(isJson(text));
        if (parsed.ok) expect(JSON.parse(printJson(parsed.data))).toEqual(JSON.parse(text));
      }),
      { numRuns: tries(3000) },
    );
  });

  it('reads what printJson prints', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const first = parseJson(json);
        if (!first.ok) return;
        const second = parseJson(printJson(first.data));
        expect(second.ok && equalData(first.data, second.data)).toBe(true);
      }),
    );
  });
});
