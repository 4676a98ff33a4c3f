import * as fc from 'fast-check';
import { words as typeWords, type Operator, type Pattern } from '../../../harness/model/pattern.ts';
import type { Entry, Value } from '../../../harness/model/value.ts';
import { at } from '../values.ts';
import { names, texts, words } from './expressions.ts';

export const small = { depthSize: 'small', withCrossShrink: true } as const;
export const some = { maxLength: 3 } as const;
export const oneOrMore = { minLength: 1, maxLength: 3 } as const;
export const constant = <const T>(value: T) => fc.constant(value);

/** Keys of mappings: any text but one with `${`, which is filled nowhere. */
export const keys = fc.oneof(names, words).map((text) => text.replaceAll('${', '$ {'));

export const literal = (text: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  text.map((part) => ({ is: 'text', template: [part], at }));
export const plainWord = literal(fc.constantFrom('a', 'b-1', '/x', 'button', 'Enter', '1', 'true', ''));
const numbers = fc
  .oneof(
    fc.integer().map(String),
    fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
    fc.constantFrom('1.10', '-0.5e-3', '1e21', '0'),
  )
  .map((digits): Value => ({ is: 'number', digits, at }));
const booleans = fc.boolean().map((value): Value => ({ is: 'boolean', value, at }));
export const nothing = constant<Value>({ is: 'null', at });

export const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    small,
    texts,
    numbers,
    booleans,
    nothing,
    fc.array(tie('value'), some).map((items): Value => ({ is: 'list', items, at })),
    entriesOf(tie('value')).map((entries): Value => ({ is: 'map', entries, at })),
  ),
}));

export function entriesOf(
  value: fc.Arbitrary<Value>,
  key = keys,
  size: { minLength?: number; maxLength: number } = some,
) {
  const entry = fc.record({ key, keyAt: constant(at), value });
  return fc.uniqueArray(entry, { ...size, selector: ({ key: name }) => name }) as fc.Arbitrary<readonly Entry[]>;
}

export const scalars = fc.oneof(texts, numbers, booleans);
const numeric = fc.oneof(
  numbers,
  constant<Value>({ is: 'text', template: [{ is: 'variable', name: 'n', path: [] }], at }),
);
const regexes = literal(fc.constantFrom('^a+$', '/x y/i', 'id=(\\d+)', '/a\\/b/ims', '[[:alpha:]]|é'));
const word = fc.constantFrom(...typeWords).map((name): Pattern => ({ is: 'word', word: name, at }));

/** One operator of each kind, whatever it is about. */
const operatorsOf = (pattern: fc.Arbitrary<Pattern>, same: fc.Arbitrary<Pattern>): fc.Arbitrary<Operator> => {
  const list = fc.array(pattern, oneOrMore);
  const fixed = entriesOf(fc.oneof(numbers, plainWord)).map((entries): Value => ({ is: 'map', entries, at }));
  return fc.oneof(
    values.map((value): Operator => ({ is: '$equals', value, at })),
    fc.record({ is: fc.constantFrom('$not', '$optional'), pattern: same, at: constant(at) }),
    fc.record({ is: fc.constantFrom('$length', '$each', '$json'), pattern, at: constant(at) }),
    fc.record({ is: constant('$oneOf'), patterns: fc.array(same, oneOrMore), at: constant(at) }),
    fc.record({ is: fc.constantFrom('$contains', '$unordered', '$lines'), patterns: list, at: constant(at) }),
    fc.record({ is: fc.constantFrom('$startsWith', '$endsWith'), text: texts, at: constant(at) }),
    fc.array(regexes, oneOrMore).map((all): Operator => ({ is: '$matches', regexes: all, at })),
    fc.array(texts, oneOrMore).map((all): Operator => ({ is: '$inOrder', texts: all, at })),
    fc.record({ is: fc.constantFrom('$gt', '$gte', '$lt', '$lte'), bound: numeric, at: constant(at) }),
    fc.tuple(numeric, numeric).map(([target, delta]): Operator => ({ is: '$closeTo', target, delta, at })),
    fixed.map((schema): Operator => ({ is: '$schema', schema, at })),
  );
};

const several = (operator: fc.Arbitrary<Operator>): fc.Arbitrary<Pattern> =>
  fc
    .uniqueArray(operator, { ...oneOrMore, selector: ({ is }) => is })
    .map((patterns) => (patterns.length === 1 && patterns[0] ? patterns[0] : { is: 'all', patterns, at }));

export const { pattern: patterns } = fc.letrec<{ pattern: Pattern }>((tie) => ({
  pattern: fc.oneof(
    small,
    fc.oneof(texts, numbers, booleans, nothing).map((value): Pattern => ({ is: 'equal', value, at })),
    word,
    fc.array(tie('pattern'), some).map((items): Pattern => ({ is: 'list', items, at })),
    fc
      .uniqueArray(fc.record({ key: keys, keyAt: constant(at), pattern: tie('pattern') }), {
        ...some,
        selector: ({ key }) => key,
      })
      .map((entries): Pattern => ({ is: 'map', entries, at })),
    several(operatorsOf(tie('pattern'), tie('pattern'))),
  ),
}));

/** Operators that look for something inside of the value. */
const searching = ['$each', '$contains', '$unordered', '$lines', '$startsWith', '$endsWith', '$inOrder'];
export const searches: fc.Arbitrary<Pattern> = operatorsOf(patterns, patterns).filter(({ is }) =>
  searching.includes(is),
);

/** What a status may be: no text but a class of statuses, which is decoded to its bounds. */
export const { status: statuses } = fc.letrec<{ status: Pattern }>((tie) => ({
  status: fc.oneof(
    small,
    numbers.map((value): Pattern => ({ is: 'equal', value, at })),
    word,
    several(operatorsOf(patterns, tie('status'))),
  ),
}));

/** Paths on the candidate. */
export const paths = fc
  .tuple(fc.constantFrom('/', '/api/x?q=1', '/a/%20'), names)
  .map(([start, name]): Value => ({ is: 'text', template: [start, { is: 'variable', name, path: [] }], at }));
