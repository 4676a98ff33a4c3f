import { describe, expect, it } from 'vitest';
import { match } from '../../../harness/judge/expect.ts';
import { trialScope } from '../../../harness/judge/scope.ts';
import { select } from '../../../harness/judge/select.ts';
import { subjectOf } from '../../../harness/judge/subject.ts';
import type { Seen } from '../../../harness/model/observation.ts';
import { prove } from '../../rig/prove.ts';
import { at, pattern, template } from '../../rig/values.ts';

const scope = trialScope({ now: 0 });
const json = (source: string): Seen => ({ is: 'json', source });
const text = (said: string): Seen => ({ is: 'text', text: said });

/** Is the pattern met? A Fault would be the scenario's, which is not at fault here. */
function meets(seen: Seen, demanded: unknown): boolean {
  const found = match(pattern(demanded), subjectOf(seen), scope, 'it');
  return found.ok ? found.value.length === 0 : expect.fail(found.fault.message);
}

/** Of processor time, so that a busy machine is no failure; what grows with the square of the input takes hours. */
function seconds(act: () => void): number {
  const started = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

describe('regular expressions that backtracking engines die of', () => {
  const regexes = [
    '(a+)+$',
    String.raw`^(\w+\s?)*$`,
    '^(a|a)*$',
    '(x+x+)+y',
    '(.*)*(.*)*[^a!]$',
    String.raw`/^((a|\s)*)*$/ims`,
  ];
  const attacks = [
    `${'a'.repeat(28)}!`,
    `${'a'.repeat(100_000)}!`,
    `${'x'.repeat(100_000)}!`,
    `${'a '.repeat(50_000)}!`,
  ];

  it('answer in milliseconds for $matches, alone and within $not', () => {
    for (const attack of attacks) {
      for (const regex of regexes) {
        const spent = seconds(() => {
          expect(meets(text(attack), { $matches: regex })).toBe(false);
          expect(meets(text(attack), { $not: { $matches: regex } })).toBe(true);
        });
        expect([regex, attack.length, spent < 0.5]).toEqual([regex, attack.length, true]);
      }
    }
  });

  it('answer in milliseconds where a value is saved', () => {
    for (const attack of attacks) {
      for (const regex of ['((a+)+)$', String.raw`^((\w+\s?)*)$`]) {
        const save = { variable: 'x', from: { field: 'stdout', path: [], regex: template(regex) }, at };
        const spent = seconds(() => {
          const found = select(save, { fields: { stdout: text(attack) } }, scope);
          expect(found.ok && found.value.is).toBe('missing');
        });
        expect(spent).toBeLessThan(5);
      }
    }
  });

  it('are not searched for in more than a mebibyte, and neither pass nor fail by it', () => {
    const long = text('a'.repeat(1024 * 1024 + 1));
    for (const demanded of [{ $matches: 'a' }, { $not: { $matches: 'b' } }]) expect(meets(long, demanded)).toBe(false);
    const save = { variable: 'x', from: { field: 'stdout', path: [], regex: template('(a)') }, at };
    const found = select(save, { fields: { stdout: long } }, scope);
    expect(found.ok && found.value.is).toBe('missing');
  });
});

describe('JSON that is odd', () => {
  it.for([
    ['NaN', 'NaN'],
    ['Infinity', '-Infinity'],
    ['a trailing comma', '[1,]'],
    ['a comment', '[1] // one'],
    ['single quotes', "{'a': 1}"],
    ['a leading zero', '007'],
    ['a plus sign', '+1'],
    ['hexadecimal digits', '0x10'],
    ['a bare point', '1.'],
    ['a raw line end in a text', '"a\nb"'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['two values', '{} {}'],
    ['the same key twice', '{"a": 1, "a": 1}'],
    ['the same key twice, escaped once', String.raw`{"a": 1, "\u0061": 1}`],
    ['nesting of 100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['nesting that is never closed', '{"a":'.repeat(100_000)],
  ])('fails every matcher: %s', ([, source]) => {
    const tolerant = [
      '$any',
      '$absent',
      { $optional: 1 },
      { $not: 1 },
      { $oneOf: [1, '$any'] },
      {},
      { a: '$absent' },
      { $schema: true },
    ];
    for (const demanded of tolerant) expect([demanded, meets(json(source ?? ''), demanded)]).toEqual([demanded, false]);
  });

  it('is compared by value to the last digit', () => {
    const digits = '1234567890'.repeat(1000);
    expect(meets(json(digits), { $gt: template({ is: 'number', digits: `${digits.slice(0, -1)}0` }) })).toBe(false);
    expect(meets(json(`${digits.slice(0, -1)}1`), { $gt: template({ is: 'number', digits }) })).toBe(true);
    expect(meets(json(`${digits}.0`), template({ is: 'number', digits }))).toBe(true);
    expect(meets(json(`0.05${'0'.repeat(9000)}`), { $closeTo: [0, 0.05] })).toBe(true);
    expect(meets(json(`0.05${'0'.repeat(9000)}1`), { $closeTo: [0, 0.05] })).toBe(false);
    expect(meets(json('-0'), 0)).toBe(true);
    expect(meets(json('1e999999999'), { $gt: 1e300 })).toBe(true);
    expect(meets(json('1e-999999999'), { $gt: 0 })).toBe(true);
    expect(meets(json('1e999999999'), { $oneOf: ['$integer'] })).toBe(true);
    expect(meets(json('10e999999998'), { $equals: template({ is: 'number', digits: '1' }) })).toBe(false);
  });

  it('has keys and halves of characters that are like any other', () => {
    const source = String.raw`{"__proto__": {"isAdmin": true}, "constructor": 1, "": "\ud800", "hasOwnProperty": null}`;
    expect(meets(json(source), { isAdmin: '$absent', toString: '$absent', constructor: 1, hasOwnProperty: null })).toBe(
      true,
    );
    expect(meets(json(source), JSON.parse('{"__proto__": {"isAdmin": true}}'))).toBe(true);
    expect(meets(json(source), { '': '\ud800' })).toBe(true);
    expect(meets(json(source), { '': { $length: 1 } })).toBe(true);
    expect(meets(json(source), { '': '\udfff' })).toBe(false);
    expect(meets(json(source), { $length: 4 })).toBe(true);
  });
});

describe('output of monstrous size', () => {
  // As much as one response may have unless the vault allows more; 50 MB in the long suites.
  const size = prove ? 50_000_000 : 8_000_000;
  const most = prove ? 120 : 30;

  it.for<readonly [string, Seen, readonly unknown[]]>([
    [
      'a text',
      json(`"${'x'.repeat(size)}"`),
      ['x', '$email', { $contains: 'y' }, { $length: 3 }, { $startsWith: 'y' }],
    ],
    ['a text of escapes', json(`"${String.raw`\u0041`.repeat(size / 6)}"`), ['x', { $json: 1 }, { $endsWith: 'y' }]],
    ['a number', json('9'.repeat(size)), [5, '$string', { $lt: 5 }, { $closeTo: [1, 1] }]],
    ['an exponent', json(`1e${'9'.repeat(size)}`), [5, { $lt: 5 }, { $closeTo: [1, 1] }]],
    ['a list', json(`[${'1,'.repeat(1_000_000)}1]`), [[1], { $contains: [2] }, { $each: 1 }, { $unordered: [1] }]],
    [
      'a mapping',
      json(`{${Array.from({ length: 300_000 }, (_, n) => `"k${n}":1`).join()}}`),
      [{ key: 1 }, { $schema: {} }],
    ],
    ['lines', text('\n'.repeat(size / 8)), ['x', { $lines: ['x'] }]],
    ['colour codes that are never closed', text('\u001b]'.repeat(size / 2)), ['x', { $contains: 'x' }]],
  ])('is compared in bounded time: %s', ([, seen, demands]) => {
    const spent = seconds(() => {
      for (const demanded of demands) expect(meets(seen, demanded)).toBe(false);
    });
    expect(spent).toBeLessThan(most);
  });
});

describe('a text that everything has', () => {
  it('is found by no matcher, and missed by none', () => {
    for (const part of ['', '\u001b[0m', '\u001b[31m\u001b[0m', '\n', ' \r\n']) {
      for (const name of ['$contains', '$startsWith', '$endsWith', '$inOrder']) {
        for (const said of ['', 'abc', 'a\nb\n']) {
          expect([part, name, meets(text(said), { [name]: part })]).toEqual([part, name, false]);
          expect([part, name, meets(text(said), { $not: { [name]: part } })]).toEqual([part, name, false]);
        }
      }
    }
  });

  it('is part of what may be looked for', () => {
    expect(meets(text('a\nb'), { $contains: 'a\nb' })).toBe(true);
    expect(meets(text('a\n'), { $contains: 'a\n' })).toBe(true);
    expect(meets(text('a'), { $endsWith: '\u001b[0ma\n' })).toBe(true);
  });
});
