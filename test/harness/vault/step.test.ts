import { describe, expect, it } from 'vitest';
import type { Step } from '../../../harness/model/scenario.ts';
import { codesOf, load, loadSteps } from './rig.ts';

function stepOf(yaml: string, top = 'vars: { id: 7, token: abc }\n'): Step | undefined {
  const loaded = loadSteps(yaml, top);
  expect(codesOf(loaded)).toEqual([]);
  return loaded.vault?.scenarios[0]?.steps[0];
}

const text = (...template: unknown[]) => ({ is: 'text', template });

describe('an http step', () => {
  it('is a method and a path', () => {
    expect(stepOf('- http: GET /orders/${id}?a=b')).toMatchObject({
      name: 'GET /orders/${id}?a=b',
      as: 'default',
      action: {
        kind: 'http',
        method: 'GET',
        path: text('/orders/', { is: 'variable', name: 'id' }, '?a=b'),
        query: [],
        headers: [],
        redirects: 0,
        timeout: 10_000,
      },
    });
  });

  it('has more to say as a mapping', () => {
    const yaml = `- name: order
  as: bob
  http:
    request: POST /orders
    query: { page: 2 }
    headers: { accept: text/html }
    bearer: \${token}
    json: null
    redirects: 3
    timeout: 2s`;
    expect(stepOf(yaml)).toMatchObject({
      name: 'order',
      as: 'bob',
      action: {
        method: 'POST',
        query: [{ key: 'page', value: { digits: '2' } }],
        headers: [{ key: 'accept' }],
        bearer: text({ is: 'variable', name: 'token' }),
        content: { is: 'json', value: { is: 'null' } },
        redirects: 3,
        timeout: 2000,
      },
    });
  });

  it.each([
    ['form: { a: 1 }', { is: 'form', fields: [{ key: 'a' }] }],
    ['multipart: { a: { file: x.png } }', { is: 'multipart', fields: [{ key: 'a' }] }],
    ['text: hello', { is: 'text', text: text('hello') }],
  ])('sends %s', (body, content) => {
    expect(stepOf(`- http: { request: POST /, ${body} }`)?.action).toMatchObject({ content });
  });

  it.each([
    'GET',
    '/orders',
    'get /orders',
    'FETCH /orders',
    'GET orders',
    'GET https://example.test/',
    'GET /a b',
    '${id} /orders',
    '',
  ])('%j is no request', (request) => {
    expect(codesOf(loadSteps(`- http: ${JSON.stringify(request)}`, 'vars: { id: 7 }\n'))).toEqual(['bad-request']);
  });

  it.each(['{ file: a, content: b, filename: c }', '{ content: b }', '{ type: a/b }'])(
    '%s is no file of a form',
    (field) => {
      expect(codesOf(loadSteps(`- http: { request: POST /, multipart: { f: ${field} } }`))).toEqual(['several-bodies']);
    },
  );
});

describe('what is implied', () => {
  it.each([
    ['http: GET /', { field: 'status', pattern: { is: '$lt', bound: { digits: '400' } } }],
    ['run: notes list', { field: 'exit', pattern: { is: 'equal', value: { digits: '0' } } }],
    ['file: a.txt', { field: 'exists', pattern: { is: 'equal', value: { value: true } } }],
  ])('%s has an Expectation at the action', (action, expectation) => {
    const step = stepOf(`- ${action}`);
    expect(step?.expect).toMatchObject([expectation]);
    expect(step?.expect[0]?.fieldAt).toMatchObject({ line: 4, column: 3 + action.indexOf(':') + 4 });
  });

  it('gives way to what is stated', () => {
    expect(stepOf('- http: GET /\n  expect: { status: 404 }')?.expect).toMatchObject([{ pattern: { is: 'equal' } }]);
    expect(stepOf('- http: GET /\n  expect: { text: x }')?.expect.map(({ field }) => field)).toEqual([
      'status',
      'text',
    ]);
  });
});

describe('save', () => {
  it.each([
    ['body', { field: 'body', path: [] }],
    ['body.items[0].id', { field: 'body', path: ['items', 0, 'id'] }],
    [`headers["set-cookie"]`, { field: 'headers', path: ['set-cookie'] }],
    [`body['a''b'][-1]`, { field: 'body', path: ["a'b", -1] }],
    ['status', { field: 'status', path: [] }],
  ])('picks %s', (path, from) => {
    expect(stepOf(`- http: GET /\n  save: { x: ${JSON.stringify(path)} }`)?.save).toMatchObject([
      { variable: 'x', from },
    ]);
  });

  it('picks the first group of a regular expression', () => {
    expect(stepOf(`- run: notes add\n  save: { x: { from: stdout, regex: 'id=(\\d+)' } }`)?.save).toMatchObject([
      { from: { field: 'stdout', path: [], regex: text('id=(\\d+)') } },
    ]);
  });

  it.each([
    ['$.body.id', 'bad-path'],
    ['body..id', 'bad-path'],
    ['body[*]', 'bad-path'],
    ['body.a b', 'bad-path'],
    ['text.length', 'bad-path'],
    ['boddy.id', 'unknown-field'],
    ['body.${x}', 'template-not-allowed'],
  ])('refuses %s as %s', (path, code) => {
    expect(codesOf(loadSteps(`- http: GET /\n  save: { y: ${JSON.stringify(path)} }`, 'vars: { x: a }\n'))).toEqual([
      code,
    ]);
  });

  it('wants a group in the regular expression', () => {
    expect(codesOf(loadSteps(`- run: notes add\n  save: { x: { from: stdout, regex: 'id' } }`))).toEqual(['bad-regex']);
  });
});

const expectOfQuery = (more = '') => {
  const settings = 'name: db\ncandidate: { start: node a.js, port: 3000, db: { main: { sqlite: a.db } } }\n';
  const scenario = `name: a\nsteps:\n  - db: { query: select a from t }\n${more}`;
  const loaded = load({ 'vault.yaml': settings, 'a.yaml': scenario });
  expect(codesOf(loaded)).toEqual([]);
  return loaded.vault?.scenarios[0]?.steps[0]?.expect;
};

describe('a db step', () => {
  it('demands an answer, whatever else it expects: a database that is not there has none', () => {
    const implied = { field: 'count', pattern: { is: '$gte', bound: { digits: '0' } } };
    expect(expectOfQuery()).toMatchObject([implied]);
    expect(expectOfQuery('    expect: { rows: $absent }\n')).toMatchObject([implied, { field: 'rows' }]);
    expect(expectOfQuery('    expect: { count: 3 }\n')).toMatchObject([{ field: 'count', pattern: { is: 'equal' } }]);
  });
});

describe('eventually', () => {
  it('is a duration, or a mapping', () => {
    expect(stepOf('- file: a.txt\n  eventually: 5s')?.eventually).toEqual({ within: 5000, stopIf: [] });
    const long = stepOf('- http: GET /\n  eventually: { within: 1m, every: 250ms, stopIf: { status: 5xx } }');
    expect(long?.eventually).toMatchObject({
      within: 60_000,
      every: 250,
      stopIf: [{ field: 'status', pattern: { is: 'all' } }],
    });
  });

  it.each(['5', '0s', '48h', '{ every: 1s }'])('is not %s', (yaml) => {
    expect(codesOf(loadSteps(`- file: a.txt\n  eventually: ${yaml}`))).toHaveLength(1);
  });
});

describe('a step', () => {
  it.each(['{ name: nothing }', '{}'])('%s has no action', (yaml) => {
    expect(codesOf(loadSteps(`- ${yaml}`))).toEqual(['exactly-one']);
  });

  it('with a misspelt action is one Problem', () =>
    expect(codesOf(loadSteps('- htpp: GET /'))).toEqual(['unknown-key']));
});
