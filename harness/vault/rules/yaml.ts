import { expecting, file, type Rule, step, top } from './rule.ts';

const hello = 'name: The candidate says hello\nsteps:\n  - http: GET /hello\n    expect: { text: hello }\n';

/** What a file must be before it can be read as a scenario. */
export const yamlRules: readonly Rule[] = [
  {
    code: 'bad-yaml',
    severity: 'error',
    title: 'The file is not YAML',
    why: 'Nothing else can be checked until it is. The usual reasons are a second ": " in a text without quotes, a tab, or a bracket that is never closed.',
    example: top('description: says hello: politely', 'description: "says hello: politely"'),
  },
  {
    code: 'unquoted-template',
    severity: 'error',
    title: '${...} inside { } or [ ] is not quoted',
    why: 'To YAML the brace of ${ opens another mapping. Quotes around the whole text help; a value that is only ${...} keeps its type all the same.',
    example: step(
      'http: { request: POST /hello, json: { name: ${who} } }\nexpect: { body: { id: $any } }',
      'http: { request: POST /hello, json: { name: "${who}" } }\nexpect: { body: { id: $any } }',
      'vars: { who: you }\n',
    ),
  },
  {
    code: 'duplicate-key',
    severity: 'error',
    title: 'A key is there twice',
    why: 'One of the two would be ignored, and nobody could say which. Steps are a list, so that several of them need no keys.',
    example: top('tags: [a]\ntags: [b]', 'tags: [a, b]'),
  },
  {
    code: 'key-not-text',
    severity: 'error',
    title: 'A key is not text',
    why: 'Keys of JSON are texts. YAML reads 404, true or null as something else.',
    example: expecting('expect: { body: { 404: not found } }', 'expect: { body: { "404": not found } }'),
  },
  {
    code: 'bad-number',
    severity: 'error',
    title: 'A number is not one that JSON can hold',
    why: 'Numbers are compared with those of JSON, which has no hexadecimal digits and no infinity.',
    example: expecting('expect: { status: 0xC8, text: hello }', 'expect: { status: 200, text: hello }'),
  },
  {
    code: 'merge-key',
    severity: 'error',
    title: 'A merge key ("<<") is used',
    why: 'A reader should see all of a step where it is. Steps that several scenarios share can be a flow.',
    example: expecting('expect:\n  body:\n    <<: { a: 1 }', 'expect:\n  body:\n    a: 1'),
  },
  {
    code: 'yaml-anchor',
    severity: 'error',
    title: 'A YAML anchor is used',
    why: 'A reader should see a value where it is used. A variable under "vars" gives it a name that reports know, too.',
    example: top('description: &who you', 'description: you'),
  },
  {
    code: 'yaml-alias',
    severity: 'error',
    title: 'A YAML alias is used',
    why: 'A reader should see a value where it is used. It comes with a complaint about its anchor.',
  },
  {
    code: 'yaml-tag',
    severity: 'error',
    title: 'A YAML tag is used',
    why: 'YAML would read a tag that it does not know as plain text, and the scenario would mean something else than it says.',
    example: expecting('expect: { text: !regex hello }', 'expect: { text: { $matches: hello } }'),
  },
  {
    code: 'several-documents',
    severity: 'error',
    title: 'A file has more than one document',
    why: 'One file is one scenario, and its path is the id that it goes by.',
    example: { file, wrong: `${hello}---\n${hello}`, right: hello },
  },
  {
    code: 'too-deep',
    severity: 'error',
    title: 'Something is nested too deep',
    why: 'Files are read down to 64 levels, which no request and no answer needs.',
  },
  {
    code: 'too-many-problems',
    severity: 'error',
    title: 'A file has more than a hundred problems',
    why: 'The first hundred are shown. They often have one reason, such as a misspelt "vars".',
  },
];
