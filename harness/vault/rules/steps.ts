import { expecting, type Rule, step } from './rule.ts';

/** Actions, and what is expected and saved. */
export const stepRules: readonly Rule[] = [
  {
    code: 'bad-request',
    severity: 'error',
    title: 'A request is not a method and a path',
    why: 'Where the candidate is, vault.yaml says, so that the same scenarios judge any of them. --fix mends a method in small letters and a path without its "/".',
    example: step(
      'http: GET http://localhost:3000/hello\nexpect: { text: hello }',
      'http: GET /hello\nexpect: { text: hello }',
    ),
  },
  {
    code: 'several-bodies',
    severity: 'error',
    title: 'A request has more than one body, or a file more than one content',
    why: 'Only one can be sent.',
    example: step(
      'http: { request: POST /hello, json: { a: 1 }, text: hello }\nexpect: { text: hello }',
      'http: { request: POST /hello, json: { a: 1 } }\nexpect: { text: hello }',
    ),
  },
  {
    code: 'two-credentials',
    severity: 'error',
    title: 'A request has "bearer" and "basic"',
    why: 'Both make the authorization header, and there is only one.',
    example: step(
      'http: { request: GET /me, bearer: abc, basic: { user: a, password: b } }\nexpect: { text: hello }',
      'http: { request: GET /me, bearer: abc }\nexpect: { text: hello }',
    ),
  },
  {
    code: 'unknown-program',
    severity: 'warning',
    title: 'A program looks like a misspelt one of candidate.bin',
    why: 'Other programs may be on the machine, so this is a warning. A program that is not there ends with 127.',
    example: step('run: ntoes list\nexpect: { stdout: $nonempty }', 'run: notes list\nexpect: { stdout: $nonempty }'),
  },
  {
    code: 'unknown-field',
    severity: 'error',
    title: "A step can't see what is expected or saved",
    why: 'Each kind of step has its own fields: http steps see status, headers, body, text and ms.',
    example: expecting('expect: { stauts: 201 }', 'expect: { status: 201, text: hello }'),
  },
  {
    code: 'unknown-matcher',
    severity: 'error',
    title: 'A word starts with "$" and is no matcher',
    why: 'Words that start with "$" are matchers, everything else is data. "$$x" is the text "$x".',
    example: expecting('expect: { text: { $contians: hello } }', 'expect: { text: { $contains: hello } }'),
  },
  {
    code: 'bad-matcher-argument',
    severity: 'error',
    title: 'A matcher does not take this argument',
    why: 'The message says what it takes. Words such as $uuid stand alone.',
    example: expecting(
      'expect: { body: { total: { $closeTo: 9.99 } } }',
      'expect: { body: { total: { $closeTo: [9.99, 0.01] } } }',
    ),
  },
  {
    code: 'mixed-matchers',
    severity: 'error',
    title: 'Matchers and data share one mapping',
    why: 'A mapping is either what the value looks like, or what must be true of it.',
    example: expecting(
      'expect: { body: { n: { $gt: 3, other: 1 } } }',
      'expect: { body: { n: { $gt: 3 }, other: 1 } }',
    ),
  },
  {
    code: 'bad-regex',
    severity: 'error',
    title: "A regular expression can't be used",
    why: 'Regular expressions have RE2 syntax, which takes linear time on any text that a candidate sends: no look-around, no backreferences. In double quotes, YAML reads \\b as a backspace.',
    example: expecting(
      "expect: { text: { $matches: '/hello(?= world)/i' } }",
      "expect: { text: { $matches: '/hello world/i' } }",
    ),
  },
  {
    code: 'bad-schema',
    severity: 'error',
    title: 'The argument of $schema is not a JSON Schema',
    why: 'It would be found out in the middle of a run. Schemas are read as JSON Schema 2020-12.',
    example: expecting(
      'expect: { body: { $schema: { type: objct } } }',
      'expect: { body: { $schema: { type: object, required: [id] } } }',
    ),
  },
  {
    code: 'bad-path',
    severity: 'error',
    title: 'A path of "save" leads nowhere',
    why: 'A path starts with a field, such as body.items[0].id. Names with a hyphen are quoted: headers["set-cookie"].',
    example: step(
      'http: GET /hello\nsave: { type: headers.content-type }',
      'http: GET /hello\nsave: { type: \'headers["content-type"]\' }\n- http: { request: GET /hello, headers: { accept: "${type}" } }\nexpect: { text: hello }',
    ),
  },
];
