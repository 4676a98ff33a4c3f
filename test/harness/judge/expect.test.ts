import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../rig/prove.ts';
import { match, matchExpectations, toMismatch } from '../../../harness/judge/expect.ts';
import { bind, bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import { type Subject, subjectOf } from '../../../harness/judge/subject.ts';
import type { Seen } from '../../../harness/model/observation.ts';
import { words } from '../../../harness/model/pattern.ts';
import { at, data, number, operate, pattern, template, text, variable } from '../../rig/values.ts';

const scope = bindSaved(bind(trialScope({ now: 0 }), 'qty', data(3)), 'id', 'a.b');

const json = (plain: unknown): Seen => ({
  is: 'json',
  source: typeof plain === 'string' ? plain : JSON.stringify(plain),
});
const prose = (said: string): Seen => ({ is: 'text', text: said });
const missing: Subject = { is: 'missing', why: 'connection refused' };

/** Is the pattern met? A Fault is `fault`. */
function meets(seen: Seen, demanded: unknown): boolean | 'fault' {
  const found = match(pattern(demanded), subjectOf(seen), scope, 'body');
  return found.ok ? found.value.length === 0 : 'fault';
}

describe('plain values', () => {
  it('must be equal and of the same type', () => {
    expect(meets(json(1), 1)).toBe(true);
    expect(meets(json('1.0'), 1)).toBe(true);
    expect(meets(json('"1"'), 1)).toBe(false);
    expect(meets(json('null'), null)).toBe(true);
    expect(meets(json('9007199254740993'), 9007199254740992)).toBe(false);
    expect(meets(json('"a "'), 'a')).toBe(false);
  });

  it('take no notice of line ends, colours and trailing white space in prose, on either side', () => {
    expect(meets(prose('\u001b[32m2 notes\u001b[0m \r\ndone\r\n'), '2 notes\ndone\n')).toBe(true);
    expect(meets(prose('\n'), '')).toBe(true);
    expect(meets(prose(' a'), 'a')).toBe(false);
    expect(meets(prose('5'), 5)).toBe(false);
  });

  it('know what 2xx means for a status', () => {
    const status: Seen = { is: 'status', value: 204 };
    expect([meets(status, 204), meets(status, '2xx'), meets(status, '4xx'), meets(status, '204')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(meets(status, { $oneOf: [200, '2xx'] })).toBe(true);
    expect(meets(json('"2xx"'), '2xx')).toBe(true);
  });

  it('know header names in any case, repeated headers, and media types with and without parameters', () => {
    const headers: Seen = {
      is: 'headers',
      pairs: [
        ['Content-Type', 'Application/JSON; charset=utf-8'],
        ['Set-Cookie', 'a=1; HttpOnly'],
        ['set-cookie', 'b=2'],
      ],
    };
    expect(meets(headers, { 'content-type': 'application/json' })).toBe(true);
    expect(meets(headers, { 'CONTENT-TYPE': 'application/json;charset=UTF-8' })).toBe(true);
    expect(meets(headers, { 'content-type': 'application/json; charset=latin1' })).toBe(false);
    expect(meets(headers, { 'set-cookie': 'b=2' })).toBe(true);
    expect(meets(headers, { 'set-cookie': { $contains: ['a=1', 'b=2'] } })).toBe(true);
    expect(meets(headers, { 'set-cookie': { $not: 'b=2' } })).toBe(false);
    expect(meets(headers, { 'set-cookie': { $not: { $contains: 'HttpOnly' } } })).toBe(false);
    expect(meets(headers, { 'x-powered-by': '$absent' })).toBe(true);
    expect(meets(headers, { 'x-powered-by': { $not: 'x' } })).toBe(false);
  });
});

describe('objects and lists', () => {
  it('ignore keys that are not listed, at every depth', () => {
    expect(meets(json({ a: 1, b: { c: [{ d: 1, e: 2 }] } }), { b: { c: [{ d: 1 }] } })).toBe(true);
    expect(meets(json({}), {})).toBe(true);
    expect(meets(json([]), {})).toBe(false);
    expect(meets(json('null'), { a: '$absent' })).toBe(false);
  });

  it('want lists of the same length and order', () => {
    expect(meets(json([1, 2]), [1, 2])).toBe(true);
    expect(meets(json([2, 1]), [1, 2])).toBe(false);
    expect(meets(json([1, 2, 3]), [1, 2])).toBe(false);
    expect(meets(json([]), [])).toBe(true);
  });

  it('see own keys only', () => {
    for (const key of ['constructor', 'toString', 'size', 'get'])
      expect(meets(json({}), { [key]: '$any' })).toBe(false);
    expect(meets(json('{"__proto__": {"admin": true}}'), { admin: '$absent' })).toBe(true);
  });
});

describe('type words', () => {
  it('tell kinds apart', () => {
    const samples: { readonly [word: string]: readonly [met: readonly unknown[], unmet: readonly unknown[]] } = {
      $any: [[0, '""', 'null', [], {}], []],
      $string: [
        ['""', '"a"'],
        [1, 'null', []],
      ],
      $nonempty: [
        ['"a"', [1], { a: 1 }],
        ['""', '" "', [], {}, 'null', 0, 1],
      ],
      $number: [
        ['1', '-1.5e3'],
        ['"1"', 'null'],
      ],
      $integer: [
        ['1', '1.0', '1e3'],
        ['1.5', '"1"'],
      ],
      $boolean: [
        ['true', 'false'],
        ['"true"', '0'],
      ],
      $array: [
        [[], [1]],
        [{}, '"[]"'],
      ],
      $object: [
        [{}, { a: 1 }],
        [[], 'null'],
      ],
      $uuid: [['"0190163D-8694-739b-aea5-966c26f8ad91"'], ['"0190163d8694739baea5966c26f8ad91"', '"x"']],
      $email: [
        ['"a.b+c@x-y.co.uk"', '"é@bücher.de"'],
        ['"a@b"', '"a@@b.c"', '"a b@c.de"', '"a@-b.de"', '"@b.de"'],
      ],
      $url: [
        ['"https://x.de/a?b#c"', '"http://127.0.0.1:1"'],
        ['"/a"', '"ftp://x.de"', '"http://"', '"http://a b"', '"x"'],
      ],
      $date: [['"2024-02-29"'], ['"2023-02-29"', '"2024-13-01"', '"2024-2-9"', '"2024-02-29T00:00:00Z"']],
      $datetime: [
        ['"2024-02-29T12:30:00Z"', '"2024-02-29T12:30:00.123456+02:00"', '"2024-02-29 12:30:00"'],
        ['"2024-02-29"', '"2024-02-30T12:30:00Z"', '"2024-02-29T24:30:00Z"', '"2024-02-29T12:30"'],
      ],
    };
    for (const [word, [met, unmet]] of Object.entries(samples)) {
      for (const one of met) expect([word, one, meets(json(one), word)]).toEqual([word, one, true]);
      for (const one of unmet) expect([word, one, meets(json(one), word)]).toEqual([word, one, false]);
    }
    expect(meets(json('null'), '$absent')).toBe(false);
  });
});

describe('logic', () => {
  it('combines patterns', () => {
    expect(meets(json(5), { $gte: 1, $lte: 5 })).toBe(true);
    expect(meets(json(5), { $gte: 1, $lt: 5 })).toBe(false);
    expect(meets(json(5), { $not: 6 })).toBe(true);
    expect(meets(json(5), { $not: { $oneOf: [5, 6] } })).toBe(false);
    expect(meets(json({ a: null }), { a: { $optional: 1 } })).toBe(false);
    expect(meets(json({}), { a: { $optional: 1 } })).toBe(true);
    expect(meets(json({ a: {} }), { a: { b: { $optional: 1 } }, c: '$absent' })).toBe(true);
  });

  it('takes $equals to the last key and character', () => {
    expect(meets(json({ a: 1 }), { $equals: { a: 1 } })).toBe(true);
    expect(meets(json({ a: 1, b: 2 }), { $equals: { a: 1 } })).toBe(false);
    expect(meets(json('"$any"'), { $equals: '$any' })).toBe(true);
    expect(meets(prose('a\n'), { $equals: 'a' })).toBe(false);
  });
});

describe('text', () => {
  it('is searched for parts', () => {
    expect(meets(prose('To: ann\r\n3 x\r\n'), { $contains: ['To: ann\n', template(variable('qty'), ' x')] })).toBe(
      true,
    );
    expect(meets(prose('3 notes'), { $contains: template(variable('qty')) })).toBe(true);
    expect(meets(prose('abc'), { $startsWith: 'ab', $endsWith: 'bc\n' })).toBe(true);
    expect(meets(json('"abc"'), { $endsWith: 'bc\n' })).toBe(false);
    expect(meets(prose('one two one'), { $inOrder: ['one', 'two', 'one'] })).toBe(true);
    expect(meets(prose('one two'), { $inOrder: ['two', 'one'] })).toBe(false);
    expect(meets(json(5), { $contains: '5' })).toBe(false);
  });

  it('never passes for an empty part, which every text has', () => {
    for (const key of ['$contains', '$startsWith', '$endsWith', '$inOrder'])
      expect(meets(prose('abc'), { [key]: '' })).toBe(false);
  });

  it('is matched by regular expressions of RE2', () => {
    expect(meets(prose('2 Notes\n'), { $matches: String.raw`/^\d+ notes?$/i` })).toBe(true);
    expect(meets(prose('a\nb'), { $matches: ['/^b$/m', '/a.b/s'] })).toBe(true);
    expect(meets(prose('a\nb'), { $matches: ['/^b$/m', '/a.b/'] })).toBe(false);
    expect(meets(prose('/orders/7/i'), { $matches: '/orders/' })).toBe(true);
    expect(meets(prose('x'), { $matches: '(?=x)' })).toBe('fault');
    expect(meets(prose('x'), { $matches: '(' })).toBe('fault');
  });

  it('takes inserted values literally, slashes and all', () => {
    const regex = template('^', variable('id'), '$');
    expect(meets(prose('a.b'), { $matches: regex })).toBe(true);
    expect(meets(prose('axb'), { $matches: regex })).toBe(false);
    expect(meets(prose('/x/i'), { $matches: template('/', text('x/i')) })).toBe(true);
  });

  it('survives expressions that backtracking engines die of', () => {
    const started = performance.now();
    expect(meets(prose(`${'a'.repeat(5000)}!`), { $matches: '^(a+)+$' })).toBe(false);
    expect(meets(prose(`${'a'.repeat(5000)}!`), { $matches: String.raw`/^(\w+\s?)*$/` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('that is too long to be searched fails, and $not makes no pass of it', () => {
    const long = prose('a'.repeat(1_100_000));
    expect(meets(long, { $matches: 'a' })).toBe(false);
    expect(meets(long, { $not: { $matches: 'b' } })).toBe(false);
    expect(meets(json(['a'.repeat(1_100_000)]), { $not: { $contains: { $matches: 'b' } } })).toBe(false);
  });
});

describe('numbers', () => {
  it('are compared exactly', () => {
    expect(meets(json('9007199254740993'), { $gt: 9007199254740992 })).toBe(true);
    expect(meets(json('1e1000000000'), { $gt: 5 })).toBe(true);
    expect(meets(json('"5"'), { $gt: 3 })).toBe(false);
    expect(meets(json('10.05'), { $closeTo: [10, 0.05] })).toBe(true);
    expect(meets(json('10.0500000000000000001'), { $closeTo: [10, 0.05] })).toBe(false);
  });

  it('may come from expressions, which must give numbers', () => {
    expect(meets(json(6), { $gte: template(operate(variable('qty'), '*', number(2))) })).toBe(true);
    expect(meets(json(6), { $gte: template(variable('id')) })).toBe('fault');
  });
});

describe('lists', () => {
  it('give every pattern an item of its own, whatever the order', () => {
    expect(meets(json([1, 2, 3]), { $contains: [3, 1] })).toBe(true);
    expect(meets(json([1]), { $contains: [1, 1] })).toBe(false);
    expect(meets(json([1, 'a']), { $unordered: ['$any', 1] })).toBe(true);
    expect(meets(json([1, 2, 3]), { $unordered: [3, 1] })).toBe(false);
  });

  it('have a length, as texts and objects do', () => {
    expect(meets(json([1, 2]), { $length: 2 })).toBe(true);
    expect(meets(json('"😀"'), { $length: 1 })).toBe(true);
    expect(meets(json({ a: 1 }), { $length: { $gte: 1 } })).toBe(true);
    expect(meets(json(5), { $length: 1 })).toBe(false);
  });

  it('are checked item by item, and never empty', () => {
    expect(meets(json([1, 2]), { $each: '$integer' })).toBe(true);
    expect(meets(json([1, 'a']), { $each: '$integer' })).toBe(false);
    expect(meets(json([]), { $each: '$integer' })).toBe(false);
  });

  it('of monstrous size fail at once, and $not makes no pass of it', () => {
    const huge = json(Array.from({ length: 300_000 }, () => 0));
    const started = performance.now();
    expect(meets(huge, { $each: 0 })).toBe(false);
    expect(meets(huge, { $not: { $each: 1 } })).toBe(false);
    expect(meets(huge, { $not: { $contains: [1, 2] } })).toBe(false);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('decoding', () => {
  it('reads JSON and lines out of text', () => {
    expect(meets(prose('\u001b[0m[{"a": 1}]\n'), { $json: [{ a: 1 }] })).toBe(true);
    expect(meets(json('"{}"'), { $json: '$object' })).toBe(true);
    expect(meets(prose(''), { $json: '$absent' })).toBe(false);
    expect(meets(prose('a \r\nb\n'), { $lines: ['a', { $startsWith: 'b' }] })).toBe(true);
    expect(meets(prose(''), { $lines: ['$any'] })).toBe(false);
  });

  it('fails everything when a body is not JSON, also $absent and $optional', () => {
    for (const demanded of ['$absent', { $optional: 1 }, { a: '$absent' }, { $not: 1 }, '$any']) {
      expect(meets(json('<html>'), demanded)).toBe(false);
    }
    expect(meets(json(''), '$absent')).toBe(true);
  });
});

describe('a missing value', () => {
  it('meets $absent and $optional, and nothing else', () => {
    const others = [
      ...words.filter((word) => word !== '$absent'),
      ...[1, 'a', null, {}, [], { a: '$absent' }],
      ...[
        '$equals',
        '$not',
        '$oneOf',
        '$contains',
        '$startsWith',
        '$endsWith',
        '$matches',
        '$inOrder',
        '$gt',
        '$each',
        '$unordered',
        '$json',
        '$lines',
        '$length',
      ].map((key) => ({ [key]: key === '$gt' ? 1 : 'a' })),
      ...[
        { $not: '$absent' },
        { $not: { $not: '$absent' } },
        { $oneOf: ['$absent'] },
        { $closeTo: [1, 1] },
        { $schema: true },
      ],
    ];
    for (const demanded of others) {
      const found = match(pattern(demanded), missing, scope, 'body');
      expect([demanded, found.ok && found.value.length]).toEqual([demanded, 1]);
    }
    for (const demanded of ['$absent', { $optional: 1 }]) {
      expect(match(pattern(demanded), missing, scope, 'body')).toEqual({ ok: true, value: [] });
    }
  });
});

const observe = (fields: { readonly [name: string]: Seen }, demanded: { readonly [name: string]: unknown }) =>
  matchExpectations(
    Object.entries(demanded).map(([field, one]) => ({ field, fieldAt: at, pattern: pattern(one) })),
    { fields },
    scope,
  );

describe('matchExpectations', () => {
  it('reports all that differs, with the path of each', () => {
    const found = observe(
      { status: { is: 'status', value: 200 }, body: json({ items: [{ id: 1 }] }) },
      { status: 201, body: { items: [{ id: '$uuid' }], name: 'x' } },
    );
    expect(found.ok && found.value.map(({ path }) => path)).toEqual(['status', 'body.items[0].id', 'body.name']);
  });

  it('takes a field that was never seen as missing, prototype or not', () => {
    const found = observe({}, { toString: '$any', body: '$absent' });
    expect(found.ok && found.value.length).toBe(1);
  });

  it('reports a fault of the scenario before it looks at anything', () => {
    const undefinedVariable = pattern({ a: template(variable('gone')) });
    const found = matchExpectations(
      [{ field: 'body', fieldAt: at, pattern: undefinedVariable }],
      { fields: {} },
      scope,
    );
    expect(found).toMatchObject({ ok: false, fault: { blame: 'scenario', message: 'undefined variable "gone"' } });
  });

  it('bounds the number and the length of what it reports', () => {
    const found = observe(
      { body: json(Array.from({ length: 1000 }, () => '\u0000'.repeat(5000))) },
      { body: Array.from({ length: 1000 }, () => 'y'.repeat(5000)) },
    );
    expect(found.ok && found.value.length).toBe(50);
    for (const one of found.ok ? found.value : []) {
      for (const line of [one.expected, one.received, one.note ?? '']) {
        expect(line.length).toBeLessThan(300);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }
  });
});

describe('toMismatch', () => {
  it('draws the lines around the expected value', () => {
    const span = { ...at, line: 4 };
    const finding = { at: span, path: 'status', expected: '1', received: '2' };
    expect(toMismatch(finding, { [span.file]: 'a\r\nb\nc\nd\ne\nf' })).toEqual({
      excerpt: { at: span, firstLine: 2, lines: ['b', 'c', 'd'] },
      path: 'status',
      expected: '1',
      received: '2',
    });
  });
});

describe('any pattern against any value', () => {
  it('never throws, and says what it expected and received', () => {
    const scalar = fc.oneof(
      fc.integer(),
      fc.string({ maxLength: 5 }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom(...words),
    );
    const { demand } = fc.letrec<{ demand: unknown }>((tie) => ({
      demand: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        scalar,
        fc.array(tie('demand'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('demand'), { maxKeys: 3 }),
        fc
          .tuple(fc.constantFrom('$not', '$optional', '$each', '$json', '$length'), tie('demand'))
          .map(([key, one]) => ({ [key]: one })),
        fc
          .tuple(
            fc.constantFrom('$oneOf', '$contains', '$unordered', '$lines'),
            fc.array(tie('demand'), { minLength: 1, maxLength: 3 }),
          )
          .map(([key, one]) => ({ [key]: one })),
        fc
          .tuple(fc.constantFrom('$startsWith', '$endsWith', '$inOrder', '$matches', '$equals', '$gt', '$lte'), scalar)
          .map(([key, one]) => ({ [key]: one })),
      ),
    }));
    const seen = fc.oneof(
      fc.json().map((source): Seen => ({ is: 'json', source })),
      fc.string().map((said): Seen => ({ is: 'text', text: said })),
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', 'content-type', 'constructor'), fc.string()))
        .map((pairs): Seen => ({ is: 'headers', pairs })),
      fc.integer().map((status): Seen => ({ is: 'status', value: status })),
      fc.constantFrom<Seen>(
        { is: 'missing', why: '' },
        { is: 'boolean', value: true },
        { is: 'number', value: Number.NaN },
      ),
    );
    fc.assert(
      fc.property(demand, seen, (demanded, one) => {
        const found = match(pattern(demanded), subjectOf(one), scope, 'x');
        for (const finding of found.ok ? found.value : []) {
          expect(finding.path.startsWith('x')).toBe(true);
          expect(`${finding.expected}${finding.received}`).not.toMatch(/\p{Cc}/u);
          expect(finding.expected.length + finding.received.length).toBeLessThan(600);
        }
      }),
      { numRuns: tries(3000) },
    );
  });
});
