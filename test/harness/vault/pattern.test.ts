import { describe, expect, it } from 'vitest';
import { words } from '../../../harness/model/pattern.ts';
import { operatorNames } from '../../../harness/vault/operators.ts';
import { readSchema } from '../../../harness/vault/schema.ts';
import { codesOf, loadSteps } from './rig.ts';

const top = 'vars: { n: 1, who: you }\n';

/** The Pattern of `body: <yaml>`. */
function patternOf(yaml: string): unknown {
  const loaded = loadSteps(`- http: GET /\n  expect:\n    body: ${yaml}`, top);
  expect(codesOf(loaded)).toEqual([]);
  return loaded.vault?.scenarios[0]?.steps[0]?.expect.find(({ field }) => field === 'body')?.pattern;
}

const text = (...template: string[]) => ({ is: 'equal', value: { is: 'text', template } });
const number = (digits: string) => ({ is: 'number', digits });

describe('data', () => {
  it.each([
    ['hello', text('hello')],
    ['"200"', text('200')],
    ['null', { is: 'equal', value: { is: 'null' } }],
    ['1.10', { is: 'equal', value: number('1.10') }],
    ['[1, [2]]', { is: 'list', items: [{ value: number('1') }, { is: 'list', items: [{ value: number('2') }] }] }],
    [
      '{ a: { b: yes } }',
      { is: 'map', entries: [{ key: 'a', pattern: { entries: [{ key: 'b', pattern: text('yes') }] } }] },
    ],
    ['{}', { is: 'map', entries: [] }],
    ['$$ref', text('$ref')],
    ['$', text('$')],
    ['"$${who}"', text('${who}')],
    ['{ $$ref: 1 }', { is: 'map', entries: [{ key: '$ref' }] }],
    ['"${who}"', { is: 'equal', value: { template: [{ is: 'variable', name: 'who' }] } }],
  ])('%s is compared as data', (yaml, pattern) => expect(patternOf(yaml)).toMatchObject(pattern));
});

describe('matchers', () => {
  it.each(words)('%s stands alone', (word) => expect(patternOf(word)).toMatchObject({ is: 'word', word }));

  it.each([
    ['{ $equals: [$any, { $gt: 1 }] }', { is: '$equals', value: { items: [{ template: ['$any'] }, { is: 'map' }] } }],
    ['{ $not: 0 }', { is: '$not', pattern: { value: number('0') } }],
    ['{ $optional: $uuid }', { is: '$optional', pattern: { word: '$uuid' } }],
    ['{ $oneOf: [new, paid] }', { is: '$oneOf', patterns: [text('new'), text('paid')] }],
    ['{ $contains: x }', { is: '$contains', patterns: [text('x')] }],
    ['{ $contains: [x, { id: 1 }] }', { is: '$contains', patterns: [text('x'), { is: 'map' }] }],
    ['{ $startsWith: x }', { is: '$startsWith', text: { template: ['x'] } }],
    ['{ $matches: [x, /y/i] }', { is: '$matches', regexes: [{ template: ['x'] }, { template: ['/y/i'] }] }],
    ['{ $inOrder: [x, y] }', { is: '$inOrder', texts: [{ template: ['x'] }, { template: ['y'] }] }],
    ['{ $gt: "${n}" }', { is: '$gt', bound: { template: [{ name: 'n' }] } }],
    ['{ $closeTo: ["${n}", 0.01] }', { is: '$closeTo', delta: number('0.01') }],
    ['{ $length: { $gte: 1 } }', { is: '$length', pattern: { is: '$gte' } }],
    ['{ $each: { id: $uuid } }', { is: '$each', pattern: { is: 'map' } }],
    ['{ $unordered: [1, 2] }', { is: '$unordered', patterns: [{ value: number('1') }, { value: number('2') }] }],
    ['{ $json: { a: 1 } }', { is: '$json', pattern: { is: 'map' } }],
    ['{ $lines: [a] }', { is: '$lines', patterns: [text('a')] }],
    ['{ $schema: { type: object } }', { is: '$schema', schema: { is: 'map' } }],
    ['{ $gte: 1, $lt: 5 }', { is: 'all', patterns: [{ is: '$gte' }, { is: '$lt' }] }],
  ])('%s takes its argument', (yaml, pattern) => expect(patternOf(yaml)).toMatchObject(pattern));

  it.each([
    '{ $oneOf: [] }',
    '{ $oneOf: 1 }',
    '{ $startsWith: 1 }',
    '{ $matches: [] }',
    '{ $matches: [1] }',
    '{ $gt: "3" }',
    '{ $gt: "${n} " }',
    '{ $closeTo: [1] }',
    '{ $closeTo: [1, 2, 3] }',
    '{ $lines: a }',
    '{ $schema: x }',
    '{ $any: true }',
    '{ $contains: [] }',
    '$gt',
  ])('%s is a wrong argument', (yaml) => {
    expect(codesOf(loadSteps(`- http: GET /\n  expect:\n    body: { x: ${yaml} }`, top))).toEqual([
      'bad-matcher-argument',
    ]);
  });

  it('are the ones that the schema completes in editors', () => {
    const { pattern } = (
      readSchema('scenario') as {
        definitions: Record<
          string,
          { properties: object; anyOf: { const?: string }[]; defaultSnippets: { label: string }[] }
        >;
      }
    ).definitions;
    expect(Object.keys(pattern?.properties ?? {}).toSorted()).toEqual(operatorNames.toSorted());
    expect(pattern?.anyOf.flatMap((one) => one.const ?? [])).toEqual([...words]);
    expect(pattern?.defaultSnippets.map(({ label }) => label)).toEqual([...words]);
  });
});

const statusOf = (yaml: string) => loadSteps(`- http: GET /\n  expect: { status: ${yaml} }`);

describe('a status', () => {
  it('may be a class', () => {
    const range = {
      is: 'all',
      patterns: [
        { is: '$gte', bound: number('200') },
        { is: '$lte', bound: number('299') },
      ],
    };
    expect(statusOf('2xx').vault?.scenarios[0]?.steps[0]?.expect).toMatchObject([{ pattern: range }]);
    expect(statusOf('{ $not: 5xx }').vault?.scenarios[0]?.steps[0]?.expect).toMatchObject([
      { pattern: { pattern: { is: 'all' } } },
    ]);
    expect(codesOf(statusOf('{ $oneOf: [2xx, 404] }'))).toEqual([]);
  });

  it.each(['6xx', '"200"', 'ok', '{ $oneOf: [2xy] }'])('%s is none', (yaml) => {
    expect(codesOf(statusOf(yaml))).toEqual(['bad-matcher-argument']);
  });
});
