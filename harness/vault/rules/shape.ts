import { expecting, type Rule, step, top } from './rule.ts';

/** Keys, types and simple values. */
export const shapeRules: readonly Rule[] = [
  {
    code: 'unknown-key',
    severity: 'error',
    title: 'A key is not known here',
    why: 'A misspelt key would be a check that is never made. --fix mends it when only one word can have been meant.',
    example: expecting('expct: { text: hello }', 'expect: { text: hello }'),
  },
  {
    code: 'missing-key',
    severity: 'error',
    title: 'A key that is needed is missing',
    why: 'There is nothing sensible to assume in its place.',
    example: step(
      'http: { json: { name: Ann } }\nexpect: { text: hello }',
      'http: { request: POST /hello, json: { name: Ann } }\nexpect: { text: hello }',
    ),
  },
  {
    code: 'wrong-type',
    severity: 'error',
    title: 'A value is of the wrong type',
    why: 'YAML reads what has no quotes as it sees fit: 7 is a number, true is no text, and a list needs brackets or dashes.',
    example: top('tags: auth', 'tags: [auth]'),
  },
  {
    code: 'bad-value',
    severity: 'error',
    title: 'A value is of the right type and means nothing here',
    why: 'The message says what it could be: a duration such as 10s, a size such as 64MiB, one of a few words.',
    example: top('timeout: 10', 'timeout: 10s'),
  },
  {
    code: 'bad-name',
    severity: 'error',
    title: 'A name has characters that names may not have',
    why: 'Names of variables stand inside ${...}, where a hyphen would be a minus.',
    example: step(
      'http: POST /orders\nsave: { order-id: body.id }',
      'http: POST /orders\nsave: { order_id: body.id }\n- http: GET /orders/${order_id}',
    ),
  },
  {
    code: 'exactly-one',
    severity: 'error',
    title: 'There is one choice too many, or none',
    why: 'A step has one action, so that its name, its expectations and its failure are about one thing.',
    example: step(
      'http: GET /hello\nrun: notes list\nexpect: { text: hello }',
      'http: GET /hello\nexpect: { text: hello }',
    ),
  },
  {
    code: 'misplaced-key',
    severity: 'error',
    title: 'A key stands where it has no meaning',
    why: 'It would be ignored, and whoever wrote it meant something by it.',
    example: step(
      'browser:\n  - goto: /\n  - see: { label: Name, name: who }',
      'browser:\n  - goto: /\n  - see: { label: Name }',
    ),
  },
  {
    code: 'bad-command',
    severity: 'error',
    title: "A command can't be split into arguments",
    why: 'Commands are split at spaces outside quotes, and there is no shell. A list of arguments needs no quotes.',
    example: step(
      'run: notes add "a title\nexpect: { stdout: $nonempty }',
      'run: notes add "a title"\nexpect: { stdout: $nonempty }',
    ),
  },
  {
    code: 'bad-file-path',
    severity: 'error',
    title: 'A file would be written outside the work dir',
    why: 'Each row of a scenario has a work dir of its own, and "files" fills nothing else.',
    example: top('files: { ../config.json: { colour: red } }', 'files: { config.json: { colour: red } }'),
  },
  {
    code: 'timeout-over-limit',
    severity: 'warning',
    title: 'A scenario asks for more time than a trial may take',
    why: 'limits.trial of vault.yaml ends it before. Raise that, or leave the timeout out.',
    example: top('timeout: 5m', 'timeout: 30s'),
  },
  {
    code: 'uneven-examples',
    severity: 'error',
    title: 'Rows of "examples" have different keys',
    why: 'A step that uses a key would have nothing to use in some rows. null says that there is nothing.',
    example: top(
      'examples:\n  - { coupon: TEN, percent: 10 }\n  - { coupon: HALF }',
      'examples:\n  - { coupon: TEN, percent: 10 }\n  - { coupon: HALF, percent: 50 }',
    ),
  },
  {
    code: 'duplicate-variable',
    severity: 'error',
    title: 'A name is in "vars" and in "examples"',
    why: 'One of the two values would hide the other.',
    example: top('vars: { who: you }\nexamples:\n  - { who: me }', 'examples:\n  - { who: me }\n  - { who: you }'),
  },
];
