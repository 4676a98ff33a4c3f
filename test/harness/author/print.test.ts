import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryLines, itemLines } from '../../../harness/author/print.ts';
import {
  expected,
  expectedKey,
  isList,
  isMapping,
  literal,
  literalOf,
  mapOf,
  type Json,
  type Said,
} from '../../../harness/author/said.ts';
import { unreachable } from '../../../harness/model/problem.ts';
import type { Pattern } from '../../../harness/model/pattern.ts';
import type { Value } from '../../../harness/model/value.ts';
import { readDocument } from '../../../harness/vault/document.ts';
import { decodePattern } from '../../../harness/vault/pattern.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { tries } from '../../rig/prove.ts';

const nasty = [
  'no',
  'on',
  'yes',
  'null',
  '~',
  'true',
  '1',
  '1.10',
  '007',
  '0x1f',
  '.5',
  '1e3',
  '.inf',
  '2026-01-01',
  '${x}',
  '$${x}',
  '$${',
  '$',
  '$$',
  '$any',
  '$$any',
  'a: b',
  'a #b',
  '- x',
  '-',
  '? x',
  '?',
  '[x',
  '{x',
  'a, b',
  '}',
  '*a',
  '&a',
  '!a',
  '|',
  '>',
  '%a',
  '@a',
  '`a',
  '"',
  "'",
  "it's",
  '"a"',
  '\\',
  'a\\nb',
  '',
  ' ',
  ' a',
  'a ',
  'a\nb',
  'a\nb\n',
  'a\n\n',
  '\na',
  '\n',
  '  a\nb',
  'a\n  b',
  'a\r\nb',
  'a\tb',
  '\ta',
  '---',
  '...',
  '--- a',
  '# a',
  '<<',
  '=',
  'é',
  '日本',
  '🌲',
  '\u0000',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\u200b',
  'a\u00a0b',
  'x'.repeat(300),
  `${'word '.repeat(80)}end`,
  '__proto__',
];
const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('$', '{', '}', ' ', '\n', ':', '#', '-', '"', "'", '\\', ',', 'a', '[', ']'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);
const key = text.filter((name) => !name.includes('${') && name.length <= 200);
const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).json;

describe('what is printed', () => {
  it('is read as what was meant where it is sent, whatever it is', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(plain(read(literalOf(value)))).toEqual(bare(value));
      }),
      { numRuns: tries(2000), examples: nasty.map((each) => [each] as [Json]) },
    );
  });

  it('is read as what was meant where it is expected, whatever it is', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { reading, root } = document(meant(value));
        expect(plainPattern(decodePattern({ reading, status: false }, root))).toEqual(bare(value));
        expect(reading.problems).toEqual([]);
      }),
      { numRuns: tries(2000), examples: nasty.map((each) => [each] as [Json]) },
    );
  });

  it('is the same as an item of a list, and as a key', () => {
    for (const each of nasty) {
      const lines = ['value:', ...itemLines(literal(each), 2)].join('\n');
      expect(plain(readText(lines))).toEqual([each]);
      if (!each.includes('${')) expect(plain(read(mapOf({ [each]: 1 })))).toEqual([[each, '1']]);
    }
  });

  it('keeps the digits of numbers that are larger than a double', () => {
    expect(entryLines('id', 12_345_678_901_234_567_890n)).toEqual(['id: 12345678901234567890']);
  });

  it('stands on one line when it is short, and over several when it is long', () => {
    const short = mapOf({ title: '${title}', tags: ['a', 'b'] });
    expect(entryLines('json', short, 2)).toEqual(['  json: { title: "${title}", tags: [a, b] }']);
    const long = mapOf({ one: 'a'.repeat(60), two: 'b'.repeat(60) });
    expect(entryLines('json', long)).toEqual(['json:', `  one: ${'a'.repeat(60)}`, `  two: ${'b'.repeat(60)}`]);
    expect(entryLines('stdin', 'one\ntwo\n')).toEqual(['stdin: |', '  one', '  two']);
  });
});

/** A value as it would be written where it is expected. */
function meant(value: Json): Said {
  if (typeof value === 'string') return expected(value);
  if (isList(value)) return value.map(meant);
  if (isMapping(value)) return new Map([...value].map(([name, below]) => [expectedKey(name), meant(below)]));
  return value;
}

const read = (said: Said): Value => document(said).root;
const document = (said: Said) => parsed(entryLines('value', said).join('\n'));
const readText = (yaml: string): Value => parsed(yaml).root;

function parsed(yaml: string) {
  const { reading, root } = readDocument(sourceOf('test.yaml', `${yaml}\nafter: it\n`), { templates: true });
  expect(reading.problems).toEqual([]);
  const [first, last] = root?.is === 'map' ? root.entries : [];
  expect([first?.key, last?.key]).toEqual(['value', 'after']);
  if (first === undefined) throw new Error(yaml);
  return { reading, root: first.value };
}

/** For comparing: mappings as lists of pairs, numbers as text. */
function bare(value: Json): unknown {
  if (isList(value)) return value.map(bare);
  if (isMapping(value)) return [...value].map(([name, below]) => [name, bare(below)]);
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(String(value));
  return value;
}

const numberText = (digits: string): string =>
  /^-?\d+$/.test(digits) ? String(BigInt(digits)) : String(Number(digits));

function plain(value: Value): unknown {
  switch (value.is) {
    case 'null':
      return null;
    case 'boolean':
      return value.value;
    case 'number':
      return numberText(value.digits);
    case 'text':
      return value.template.map((part) => (typeof part === 'string' ? part : part.is)).join('');
    case 'list':
      return value.items.map(plain);
    case 'map':
      return value.entries.map((entry) => [entry.key, plain(entry.value)]);
    default:
      return unreachable(value);
  }
}

function plainPattern(pattern: Pattern): unknown {
  if (pattern.is === 'equal') return plain(pattern.value);
  if (pattern.is === 'list') return pattern.items.map(plainPattern);
  if (pattern.is === 'map') return pattern.entries.map((entry) => [entry.key, plainPattern(entry.pattern)]);
  return pattern.is;
}
