import { expecting, type Rule, settings, step, top, varied } from './rule.ts';

/** Variables, functions, and names in vault.yaml. */
export const nameRules: readonly Rule[] = [
  {
    code: 'bad-template',
    severity: 'error',
    title: "What stands inside ${...} can't be understood",
    why: 'It holds a variable, a number, a \'text\', + - * / %, parentheses and calls. "$${" is a literal "${".',
    example: expecting('expect: { text: "${1 + }" }', 'expect: { text: "${1 + 1}" }'),
  },
  {
    code: 'template-not-allowed',
    severity: 'error',
    title: '${...} stands where nothing is filled in',
    why: 'Keys, names, identities, paths of "save", durations, examples and schemas say the same in every run.',
    example: top('hint: It has to greet ${who}.\nvars: { who: you }', 'hint: It has to greet people.'),
  },
  {
    code: 'no-control',
    severity: 'error',
    title: 'A control is nowhere to be found',
    why: 'It is a ref of the repository, or a folder or patch in controls/good or controls/bad of the vault.',
    example: settings(
      'controls: { bad: { forgets-logout: bad/logout } }',
      'controls: { bad: { forgets-logout: ref:bad/logout } }',
    ),
  },
  {
    code: 'unknown-variable',
    severity: 'error',
    title: 'A variable has no value here',
    why: 'Variables come from "vars", from "examples", and from "save" of an earlier step.',
    example: step(
      'http: GET /users/${emial}\nexpect: { body: { id: $any } }',
      'http: GET /users/${email}\nexpect: { body: { id: $any } }',
      'vars: { email: "${random.email()}" }\n',
    ),
  },
  {
    code: 'unknown-function',
    severity: 'error',
    title: 'A function is not known',
    why: 'The message lists those that there are.',
    example: step(
      'http: GET /users/${uper(who)}\nexpect: { body: { id: $any } }',
      'http: GET /users/${upper(who)}\nexpect: { body: { id: $any } }',
      'vars: { who: you }\n',
    ),
  },
  {
    code: 'wrong-arity',
    severity: 'error',
    title: 'A function has too many or too few arguments',
    why: 'random.int(1, 6) draws from 1 to 6, both included.',
    example: varied(
      'http: GET /dice/${n}\nexpect: { body: { id: $any } }',
      'http: GET /dice/${n}\nexpect: { body: { id: $any } }',
      'vars: { n: "${random.int(6)}" }\n',
      ['random.int(6)', 'random.int(1, 6)'],
    ),
  },
  {
    code: 'random-outside-vars',
    severity: 'error',
    title: 'Something is drawn outside "vars"',
    why: 'Under "vars" it is drawn once and has a name, so that every step sees the same value.',
    example: step(
      'http: GET /hello?name=${random.word()}\nexpect: { body: { id: $any } }',
      'http: GET /hello\nexpect: { body: { id: $any } }',
    ),
  },
  {
    code: 'unknown-secret',
    severity: 'error',
    title: 'A secret is not the name of a variable',
    why: 'Its value would not be masked.',
    example: varied(
      'http: { request: POST /login, json: { password: "${password}" } }\nexpect: { body: { token: $nonempty } }',
      'http: { request: POST /login, json: { password: "${password}" } }\nexpect: { body: { token: $nonempty } }',
      'vars: { password: "${random.string(16)}" }\nsecrets: [pasword]\n',
      ['[pasword]', '[password]'],
    ),
  },
  {
    code: 'no-server',
    severity: 'error',
    title: 'Scenarios need a server, and the candidate starts none',
    why: 'candidate.start says how the server is started, candidate.port where it listens.',
    example: settings(
      '',
      '  start: node server.js\n  port: 3000',
      'name: Hello\ncandidate:\n  bin: { notes: node cli.js }\n',
    ),
  },
  {
    code: 'unknown-scenario',
    severity: 'error',
    title: 'The gate names a scenario that is not there',
    why: 'A scenario goes by its path without the ending, a tag by tag:name.',
    example: settings('gate:\n  mustPass: [auth/logni]', 'gate:\n  mustPass: [auth/login]'),
  },
  {
    code: 'impossible-counts',
    severity: 'error',
    title: 'An impossible scenario is asked to pass, or has a weight',
    why: 'It contradicts the specification on purpose, is in no count, and denies when it passes. There is nothing else to ask of it.',
    example: top('impossible: true\nweight: 5', 'impossible: true'),
  },
  {
    code: 'unknown-tag',
    severity: 'error',
    title: 'The gate names a tag that no scenario has',
    why: 'What the gate asks for would be asked of nothing.',
    example: settings('gate:\n  tags: { auht: 100% }', 'gate:\n  tags: { auth: 100% }'),
  },
  {
    code: 'pinned-count',
    severity: 'error',
    title: 'The gate counts other scenarios than there are',
    why: '"15 of 17" pins the number, so that nobody can take scenarios away unseen.',
    example: settings('gate:\n  pass: 15 of 17', 'gate:\n  pass: 1 of 1'),
  },
  {
    code: 'unknown-service',
    severity: 'error',
    title: 'A service is named that is not there',
    why: 'Services are declared under "services" of vault.yaml, and started beside the candidate.',
    example: settings(
      'services:\n  pg: { use: postgres }',
      'services:\n  db: { use: postgres }',
      'name: Hello\ncandidate: { start: node server.js, port: 3000, env: { DATABASE: "${db.url}" } }\n',
    ),
  },
  {
    code: 'bad-reference',
    severity: 'error',
    title: "A reference to a service can't be filled",
    why: 'A service has "url" and "port", and those that are started later know of those before them.',
    example: settings(
      'candidate: { start: node server.js, port: 3000, env: { DATABASE: "${pg.port}/${pg.address}" } }',
      'candidate: { start: node server.js, port: 3000, env: { DATABASE: "${pg.url}" } }',
      'name: Hello\nservices: { pg: { use: postgres } }\n',
    ),
  },
  {
    code: 'same-port',
    severity: 'error',
    title: 'Two programs of the vault listen on one port',
    why: 'They run beside each other. A port can be drawn: port: "${port}".',
    example: settings(
      'services: { mail: { start: ./mail, port: 3000 } }',
      'services: { mail: { start: ./mail, port: 3001 } }',
    ),
  },
];
