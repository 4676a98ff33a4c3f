import { describe, expect, it } from 'vitest';
import { loadVault } from '../../../../harness/vault/load.ts';
import { exampleSettings } from '../../../../harness/vault/rules/rule.ts';
import { inVault } from '../rig.ts';

/** `code line:column` of what a scenario with these steps is warned of. */
function warnings(steps: string, top = '', beside = {}): readonly string[] {
  const indented = steps.trimEnd().replaceAll(/^/gm, '  ');
  const files = { 'vault.yaml': exampleSettings, 'a.yaml': `name: A promise\n${top}steps:\n${indented}\n`, ...beside };
  return inVault(files, loadVault).problems.map(
    ({ code, excerpt }) => `${code} ${excerpt?.at.line}:${excerpt?.at.column}`,
  );
}

const todo = (title: string): string => `- http: { request: POST /todos, json: { title: ${title} } }\n`;

const hello = (expected: string): readonly string[] => warnings(`- http: GET /\n  expect: ${expected}`);

const schema = (text: string): readonly string[] => warnings(`- http: GET /\n  expect: { body: { $schema: ${text} } }`);

const useId = '- http: GET /${id}\n  expect: { text: hello }';

const secret = (value: string): readonly string[] => warnings(useId, `vars: { id: ${value} }\nsecrets: [id]\n`);

describe('a literal that is sent and expected', () => {
  it.for([
    ['in one step', `${todo('Buy milk')}  expect: { body: { title: Buy milk } }`],
    ['in a later step', `${todo('Buy milk')}- http: GET /todos\n  expect: { body: [{ title: Buy milk }] }`],
    ['in a longer text', '- run: notes add "Buy milk"\n  expect: { stdout: "Added: Buy milk" }'],
    [
      'on standard input',
      '- run: { command: notes add, stdin: ann@example.org }\n  expect: { stdout: { $contains: ann@example.org } }',
    ],
    ['as a number', '- http: { request: POST /pay, json: { cents: 1250 } }\n  expect: { body: { paid: 1250 } }'],
    ['in a form', '- http: { request: POST /login, form: { user: alice } }\n  expect: { body: { user: alice } }'],
    [
      'on a page',
      '- browser:\n    - goto: /\n    - fill: { label: Title, value: Buy milk }\n    - see: { role: listitem, hasText: Buy milk }',
    ],
  ] as const)('is warned of %s', ([, steps]) => {
    expect(warnings(steps).filter((one) => one.startsWith('guessable'))).toHaveLength(1);
  });

  it('is warned of under "vars", where it can be drawn instead', () => {
    const steps =
      '- http: { request: POST /todos, json: { title: "${title}" } }\n  expect: { body: { title: "${title}" } }';
    expect(warnings(steps, 'vars:\n  title: Buy milk\n')).toEqual(['guessable-literal 3:10']);
  });

  it.for([
    [
      'when it is drawn',
      '- http: { request: POST /todos, json: { title: "${t}" } }\n  expect: { body: { title: "${t}" } }',
    ],
    [
      'beside something drawn',
      '- http: { request: POST /todos, json: { title: Untitled, by: "${t}" } }\n  expect: { body: { title: Untitled } }',
    ],
    [
      'when something drawn is expected beside it',
      `${todo('Untitled')}  expect: { body: { title: Untitled, by: "\${t}" } }`,
    ],
    [
      'when it is a word that applications know',
      '- http: { request: PATCH /a, json: { status: in progress } }\n  expect: { body: { status: in progress } }',
    ],
    [
      'when it is asked for by its name',
      '- http: GET /posts?author=typicode\n  expect: { body: [{ author: typicode }] }',
    ],
    [
      'when it is small',
      '- http: { request: POST /a, json: { qty: 2, on: true, name: Al } }\n  expect: { body: { qty: 2, on: true, name: Al } }',
    ],
    [
      'when it is expected before it is sent',
      `- http: GET /todos\n  expect: { body: [{ title: Buy milk }] }\n${todo('Buy milk')}`,
    ],
  ] as const)('is not warned of %s', ([, steps]) => {
    expect(
      warnings(`- http: GET /\${t}\n  expect: { text: hello }\n${steps}`, 'vars: { t: "${random.word()}" }\n'),
    ).toEqual([]);
  });
});

describe('a scenario that nothing can fail', () => {
  it.for([
    ['expects nothing', '- http: GET /', 'no-assertion'],
    ['runs a program and expects nothing', '- run: notes list', 'no-assertion'],
    ['asks for a status', '- http: GET /\n  expect: { status: 200 }', 'vacuous'],
    ['asks for 2xx', '- http: GET /\n  expect: { status: 2xx, body: $any }', 'vacuous'],
    ['asks for nothing but refusals', '- http: GET /a\n  expect: { status: 404 }', 'vacuous'],
    [
      'asks for what is missing',
      '- http: GET /\n  expect: { body: { a: $absent, b: { $optional: $uuid } } }',
      'vacuous',
    ],
    ['asks for what is not there', '- http: GET /\n  expect: { text: { $not: { $contains: secret } } }', 'vacuous'],
    [
      'asks for a page',
      '- http: GET /\n  expect: { headers: { content-type: text/html }, text: { $matches: /<h1>/ } }',
      'vacuous',
    ],
    ['asks for silence', '- run: notes add\n  expect: { exit: 0, stdout: "", stderr: "" }', 'vacuous'],
    ['asks that a file is not there', '- file: a.txt\n  expect: { exists: false }', 'vacuous'],
    ['sees nothing', '- browser: [{ goto: / }, { reload: }, { notSee: { role: alert } }]', 'vacuous'],
    ['sees where it went', '- browser: [{ goto: /a }]\n  expect: { url: /a }', 'vacuous'],
    ['uses a flow that expects nothing', '- use: hello', 'no-assertion'],
  ] as const)('%s', ([, steps, code]) => {
    const found = warnings(steps, '', { 'flows/hello.yaml': 'steps:\n  - http: GET /\n' });
    expect(found.filter((one) => !one.startsWith('not-see-first'))).toEqual([`${code} 1:7`]);
  });

  it.for([
    ['asks for a key', '- http: GET /\n  expect: { body: { id: $any } }'],
    ['asks for a length', '- http: GET /\n  expect: { body: { $length: 1 } }'],
    [
      'asks for different answers',
      '- http: GET /a\n  expect: { status: 201 }\n- http: GET /b\n  expect: { status: 404 }',
    ],
    ['asks for a refusal of a program', '- run: notes add\n  expect: { exit: { $not: 0 } }'],
    ['asks for a file', '- file: a.txt'],
    ['asks for a header', '- http: GET /\n  expect: { headers: { etag: $any } }'],
    ['keeps a part of the answer', '- http: GET /\n  save: { id: body.id }\n- http: GET /${id}'],
    ['clicks', '- browser: [{ goto: / }, { click: { role: button, name: Add } }]'],
    ['asks a database', '- db: { query: select 1 }\n  expect: { count: 1 }'],
    ['asks for a number that only a run knows', '- http: GET /\n  expect: { status: "${n}" }'],
  ] as const)('is not one that %s', ([, steps]) => {
    expect(warnings(steps, 'vars: { n: "${200 + 1}" }\n').filter((one) => !one.startsWith('unused'))).toEqual([]);
  });
});

describe('prose', () => {
  it('is not to be expected to the letter', () => {
    expect(hello('{ text: "Please sign in before you go on." }')).toEqual(['exact-prose 4:21']);
    expect(hello('{ status: 400, body: { errors: [{ message: Title is required }] } }')).toEqual([
      'exact-error-text 4:56',
    ]);
    expect(warnings('- run: notes\n  expect: { stderr: no title }')).toEqual(['exact-error-text 4:23']);
  });

  it('is not a name, a table, a short line or data', () => {
    expect(hello('{ body: { title: Title is required, error: not_found } }')).toEqual([]);
    expect(warnings('- run: notes list\n  expect: { stdout: 2 notes }')).toEqual([]);
    expect(warnings('- run: notes list\n  expect:\n    stdout: |\n      one two three four five\n      six\n')).toEqual(
      [],
    );
    expect(
      warnings('- run: notes list\n  expect: { stdout: "${x} is the one you want here" }', 'vars: { x: a }\n'),
    ).toEqual([]);
  });
});

describe('variables and secrets', () => {
  it('are to be used', () => {
    expect(warnings(useId, 'vars: { id: 1, other: 2 }\nsecrets: []\n')).toEqual(['unused-variable 2:16']);
    expect(warnings(`${useId}\n  save: { a: text, b: text }\n- run: notes \${a}`, 'vars: { id: 1 }\n')).toEqual([
      'unused-variable 6:22',
    ]);
    expect(warnings(useId, 'vars: { base: 1, id: "${base}" }\n')).toEqual([]);
    expect(warnings(useId, 'examples: [{ id: 1, note: first }]\n')).toEqual([]);
  });

  it('are masked from four characters on', () => {
    const short = 'short-secret 3:11';
    expect(secret('abc')).toEqual([short]);
    expect(secret('12')).toEqual([short]);
    expect(secret('"${random.int(1, 999)}"')).toEqual([short]);
    expect(secret('abcd')).toEqual([]);
    expect(secret('"${random.string(4)}"')).toEqual([]);
    expect(secret('"${upper(1)}"')).toEqual([]);
  });
});

describe('a JSON Schema', () => {
  it.for([
    ['{ type: objct }', 'bad-schema 4:40'],
    ['{ properties: { a: { minimum: x } } }', 'bad-schema 4:62'],
    ['{ required: id }', 'bad-schema 4:44'],
    ['{ pattern: "(?=x)" }', 'bad-schema 4:32'],
    ['{ $ref: "#/nowhere" }', 'bad-schema 4:32'],
  ] as const)('is found out when it is wrong: %s', ([text, found]) => {
    expect(schema(text)).toEqual([found]);
  });

  it('may be anything else', () => {
    expect(schema('{ type: object, required: [id], properties: { id: { type: [string, integer] } } }')).toEqual([]);
    expect(schema('{ $defs: { a: { type: string } }, items: { $ref: "#/$defs/a" }, x-note: mine }')).toEqual([]);
  });
});
