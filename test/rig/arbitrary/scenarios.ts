import * as fc from 'fast-check';
import { fields } from '../../../harness/model/adapter.ts';
import type { Action, ActionKind, Expectation, Flow, Save, Scenario, Step } from '../../../harness/model/scenario.ts';
import type { Entry, Value } from '../../../harness/model/value.ts';
import { at } from '../values.ts';
import { acts } from './acts.ts';
import { names, texts, words } from './expressions.ts';
import {
  constant,
  entriesOf,
  keys,
  literal,
  nothing,
  oneOrMore,
  paths,
  patterns,
  scalars,
  some,
  statuses,
  values,
} from './patterns.ts';

// Scenarios of every shape that decodes without a Problem of shape. What they say makes no sense.

const atLeastOne = words.map((text) => `x${text}`);
const milliseconds = fc.integer({ min: 1, max: 86_400_000 });

const file = { filename: scalars, type: scalars };
const part = fc
  .oneof(
    fc.record({ file: scalars, filename: scalars, type: scalars }, { requiredKeys: ['file'] }),
    fc.record({ content: scalars, ...file }, { requiredKeys: ['content', 'filename'] }),
  )
  .map((parts): Value => {
    const entries = Object.entries(parts).map(([key, value]): Entry => ({ key, keyAt: at, value }));
    return { is: 'map', entries, at };
  });
const contents = fc.oneof(
  fc.record({ is: constant('json'), value: values }),
  fc.record({ is: constant('form'), fields: entriesOf(scalars) }),
  fc.record({ is: constant('multipart'), fields: entriesOf(fc.oneof(scalars, part)) }),
  fc.record({ is: constant('text'), text: texts }),
);

const basic = fc.record({ user: texts, password: texts });
const durations = { timeout: milliseconds };

/** The one flow that steps use: what it does is of no matter here. */
export const sharedFlow: Flow = {
  id: 'shop/log-in',
  params: ['a', 'B'],
  steps: [],
  returns: ['token', 'user'].map((key) => ({ key, keyAt: at, value: { is: 'null', at } })),
};

const actions = {
  http: fc.record(
    {
      kind: constant('http'),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
      path: paths,
      query: entriesOf(scalars),
      headers: entriesOf(scalars),
      bearer: texts,
      basic,
      content: contents,
      redirects: fc.integer({ min: 0, max: 20 }),
      ...durations,
    },
    { requiredKeys: ['kind', 'method', 'path', 'query', 'headers', 'redirects', 'timeout'] },
  ),
  run: fc.record(
    {
      kind: constant('run'),
      command: fc.array(texts, oneOrMore),
      stdin: texts,
      env: entriesOf(scalars),
      cwd: texts,
      ...durations,
    },
    { requiredKeys: ['kind', 'command', 'env', 'timeout'] },
  ),
  file: fc.record({ kind: constant('file'), path: texts }),
  browser: fc.record({ kind: constant('browser'), acts: fc.array(acts, oneOrMore) }),
  db: fc.record(
    {
      kind: constant('db'),
      query: atLeastOne,
      params: fc.array(fc.oneof(scalars, nothing), some),
      source: atLeastOne,
      at: constant(at),
    },
    { requiredKeys: ['kind', 'query', 'params', 'at'] },
  ),
  use: fc.record({
    kind: constant('use'),
    flow: constant(sharedFlow),
    with: entriesOf(values, fc.constantFrom('a', 'B')),
  }),
} satisfies { readonly [kind in ActionKind]: fc.Arbitrary<Action> };

/** What a step of this kind expects when it doesn't say; it says so here, so that there is nothing to add. */
const implied = {
  http: 'status',
  run: 'exit',
  file: 'exists',
  db: 'count',
  browser: undefined,
  use: undefined,
} as const;
const seen = { ...fields, use: ['token', 'user'] } as const;
const structured = ['body', 'headers', 'rows', 'token', 'user'];

const expectation = (field: string): fc.Arbitrary<Expectation> =>
  fc.record({ field: constant(field), fieldAt: constant(at), pattern: field === 'status' ? statuses : patterns });

function expectations(kind: ActionKind): fc.Arbitrary<readonly Expectation[]> {
  const stated = implied[kind];
  return fc
    .subarray<string>([...seen[kind]])
    .chain((chosen) =>
      fc.tuple(...[...new Set([...(stated === undefined ? [] : [stated]), ...chosen])].map(expectation)),
    );
}

function saves(kind: ActionKind): fc.Arbitrary<readonly Save[]> {
  const save = fc.constantFrom(...seen[kind]).chain((field) =>
    fc.record({
      variable: names,
      from: fc.record(
        {
          field: constant(field),
          path: structured.includes(field)
            ? fc.array(fc.oneof(names, keys, fc.integer({ min: -9, max: 99 })), some)
            : constant([]),
          regex: literal(fc.constantFrom('id=(\\d+)', '/(x)/i')),
        },
        { requiredKeys: ['field', 'path'] },
      ),
      at: constant(at),
    }),
  );
  return fc.uniqueArray(save, { ...some, selector: ({ variable }) => variable });
}

const stepOf = (kind: ActionKind): fc.Arbitrary<Step> =>
  fc.record(
    {
      name: atLeastOne,
      as: atLeastOne,
      action: actions[kind] as fc.Arbitrary<Action>,
      expect: expectations(kind),
      save: saves(kind),
      eventually: fc.record(
        { within: milliseconds, every: milliseconds, stopIf: fc.oneof(constant([]), expectations(kind)) },
        { requiredKeys: ['within', 'stopIf'] },
      ),
      at: constant(at),
    },
    { requiredKeys: ['name', 'as', 'action', 'expect', 'save', 'at'] },
  );

const steps = fc.constantFrom(...(Object.keys(actions) as ActionKind[])).chain(stepOf);

export type Said = Omit<Scenario, 'id' | 'digest' | 'sources'>;

export const scenarios: fc.Arbitrary<Said> = fc.record(
  {
    name: atLeastOne,
    description: words,
    tags: fc.uniqueArray(fc.constantFrom('a', 'b-1', 'ü'), some),
    weight: fc.integer({ min: 1, max: 1000 }),
    mustPass: fc.boolean(),
    hint: words,
    impossible: fc.boolean(),
    clauses: fc.uniqueArray(words, some),
    vars: entriesOf(values, names),
    secrets: fc.uniqueArray(names, some),
    files: entriesOf(values, fc.constantFrom('a.txt', 'b/c.json', 'd')),
    rows: fc.oneof(constant([[]]), fc.array(entriesOf(scalars, names, oneOrMore), oneOrMore)),
    before: fc.array(steps, { maxLength: 1 }),
    steps: fc.array(steps, { minLength: 1, maxLength: 2 }),
    after: fc.array(steps, { maxLength: 1 }),
    timeout: milliseconds,
  },
  {
    requiredKeys: [
      'name',
      'tags',
      'weight',
      'mustPass',
      'impossible',
      'clauses',
      'vars',
      'secrets',
      'files',
      'rows',
      'before',
      'steps',
      'after',
      'timeout',
    ],
  },
);
