import { settings, type VaultFiles } from './rig.ts';

/** A scenario with one step that says hello, and `more` below it. */
const scenario = (more: string): VaultFiles => ({
  'vault.yaml': settings,
  'greeting.yaml': `name: The candidate says hello\nsteps:\n  - http: GET /hello\n${more}`,
});

/** A scenario with `top` at its top, and one step. */
const topped = (top: string, step = 'http: GET /hello'): VaultFiles => ({
  'vault.yaml': settings,
  'greeting.yaml': `name: The candidate says hello\n${top}steps:\n  - ${step}\n`,
});

const steps = (yaml: string): VaultFiles => topped('', yaml);

/** A scenario that uses a flow, and flows by their files. */
const using = (use: string, flows: VaultFiles): VaultFiles => ({ ...steps(`use: ${use}`), ...flows });

/** A vault.yaml with `more` below what it needs, and one tagged scenario. */
const vault = (more: string): VaultFiles => ({
  'vault.yaml': `${settings}${more}`,
  'auth/login.yaml': 'name: Log in\ntags: [auth]\nsteps:\n  - http: GET /login\n',
});

/** A vault with a database, and a step that reads it. */
const queried = (query: string, more = '', db = 'main: { sqlite: data/app.db }'): VaultFiles => ({
  ...steps(`db: { query: "${query}"${more} }\n    expect: { count: 1 }`),
  'vault.yaml': `${settings}  db: { ${db} }\n`,
});

/** One mistake for each code that a Problem of a vault may have: its printed frame is `golden/<code>.txt`. */
export const mistakes: { readonly [code: string]: VaultFiles } = {
  'bad-command': steps(`run: notes add "a title`),
  'bad-file-path': topped('files: { ../config.json: { colour: red } }\n'),
  'bad-matcher-argument': scenario('    expect:\n      body: { total: { $closeTo: 9.99 } }\n'),
  'bad-name': scenario('    save: { order-id: body.id }\n'),
  'bad-query': queried('update orders set qty = 1 returning id'),
  'bad-reference': vault(
    'services: { pg: { use: postgres }, jobs: { start: work, env: { DB: "${pg.uri}" }, port: 9000 } }\n',
  ),
  'bad-number': scenario('    expect:\n      status: 0xC8\n'),
  'bad-path': scenario('    save: { type: headers.content-type }\n'),
  'bad-regex': scenario(`    expect:\n      text: { $matches: '/hello(?= world)/i' }\n`),
  'bad-request': steps('http: GET http://localhost:3000/hello'),
  'bad-template': scenario('    expect: { text: "${greeting + }" }\n'),
  'bad-value': topped('timeout: 10\n'),
  'bad-yaml': topped('description: says hello: politely\n'),
  'circular-flow': using('sign-up', {
    'flows/sign-up.yaml': 'steps:\n  - use: log-in\n',
    'flows/log-in.yaml': 'steps:\n  - use: sign-up\n',
  }),
  'bad-locator': steps('browser:\n      - see: { role: status, hasText: { $contains: saved } }'),
  'empty-text': steps('browser:\n      - see: { text: "" }'),
  'misplaced-key': steps('browser:\n      - click: { role: checkbox, name: Tea, checked: true }'),
  'no-locator': steps('browser:\n      - click: { name: Add }'),
  'two-locators': steps('browser:\n      - see: { role: listitem, text: milk }'),
  'unknown-key-name': steps('browser:\n      - press: Entre'),
  'unknown-role': steps('browser:\n      - click: { role: buton, name: Add }'),
  'css-locator': steps('browser:\n      - click: { css: "#hello" }'),
  'duplicate-id': {
    'vault.yaml': settings,
    'a.yaml': 'name: One\nsteps:\n  - http: GET /\n',
    'a.yml': 'name: Two\nsteps:\n  - http: GET /\n',
  },
  'duplicate-key': topped('tags: [a]\ntags: [b]\n'),
  'duplicate-name': {
    'vault.yaml': settings,
    'a.yaml': 'name: Log in\nsteps:\n  - http: GET /\n',
    'b.yaml': 'name: Log in\nsteps:\n  - http: GET /\n',
  },
  'duplicate-variable': topped('vars: { who: you }\nexamples:\n  - { who: me }\n'),
  'timeout-over-limit': topped('timeout: 5m\n'),
  'two-credentials': steps('http: { request: GET /me, bearer: abc, basic: { user: a, password: b } }'),
  'eventually-on-browser': steps('browser: [reload]\n    eventually: 10s'),
  'eventually-on-write': steps('http: POST /orders\n    eventually: 10s'),
  'exact-error-text': steps('run: notes add\n    expect: { exit: 1, stderr: "A title is missing" }'),
  'exactly-one': steps('http: GET /hello\n    run: notes list'),
  'file-too-large': { 'vault.yaml': settings, 'large.yaml': `# ${'x'.repeat(1024 * 1024)}\n` },
  'key-not-text': scenario('    expect: { body: { 404: not found } }\n'),
  'merge-key': scenario('    expect:\n      body:\n        <<: { a: 1 }\n'),
  'missing-key': topped('', 'http: { json: { name: Ann } }'),
  'mixed-matchers': scenario('    expect:\n      body: { n: { $gt: 3, other: 1 } }\n'),
  'no-scenarios': { 'vault.yaml': settings },
  'no-database': steps('db: { query: select id from orders }\n    expect: { count: 1 }'),
  'no-server': {
    'vault.yaml': 'name: Notes\ncandidate:\n  bin: { notes: node cli.js }\n',
    'api.yaml': 'name: Lists notes\nsteps:\n  - http: GET /notes\n',
  },
  'no-vault-file': { 'vault.yml': settings },
  'not-see-first': steps('browser:\n      - click: { role: button, name: Save }\n      - notSee: { role: alert }'),
  'missing-param': using('log-in', {
    'flows/log-in.yaml': 'params: [email]\nsteps:\n  - http: GET /login?email=${email}\n',
  }),
  'not-utf8': { 'vault.yaml': settings, 'latin.yaml': new Uint8Array([0x6e, 0xe9]) },
  'pinned-count': vault('gate:\n  pass: 15 of 17\n'),
  'random-outside-vars': steps('http: GET /hello?name=${random.word()}'),
  'same-port': vault('services: { pg: { use: postgres }, other: { use: postgres } }\n'),
  'several-bodies': steps('http: { request: POST /hello, json: { a: 1 }, text: hello }'),
  'several-documents': {
    'vault.yaml': settings,
    'two.yaml': 'name: One\nsteps:\n  - http: GET /\n---\nname: Two\nsteps:\n  - http: GET /\n',
  },
  'template-in-query': {
    ...topped('vars: { id: 1 }\n', 'db: { query: "select * from orders where id = ${id}" }\n    expect: { count: 1 }'),
    'vault.yaml': `${settings}  db: { main: { sqlite: data/app.db } }\n`,
  },
  'template-not-allowed': topped('hint: It has to greet ${who}.\nvars: { who: you }\n'),
  'too-deep': {
    'vault.yaml': settings,
    'deep.yaml': `name: Deep\nsteps: [{ http: GET / }]\nvars:\n  a: ${'['.repeat(70)}${']'.repeat(70)}\n`,
  },
  'too-many-problems': topped(`vars:\n${Array.from({ length: 101 }, (_, index) => `  a${index}: \${b}\n`).join('')}`),
  'uneven-examples': topped('examples:\n  - { coupon: TEN, percent: 10 }\n  - { coupon: HALF }\n'),
  'uneven-params': queried('select id from orders where id = ? and qty = ?', ', params: [1]'),
  'unknown-service': vault(
    'services: { pg: { use: postgres }, jobs: { start: work, env: { DB: "${gp.url}" }, port: 9000 } }\n',
  ),
  'unknown-source': queried('select id from orders', ', source: mian'),
  'unknown-field': scenario('    expect: { stauts: 201 }\n'),
  'unknown-flow': using('{ flow: lgo-in }', { 'flows/log-in.yaml': 'steps:\n  - http: GET /login\n' }),
  'unknown-function': topped('vars: { id: "${random.uid()}" }\n'),
  'unknown-key': scenario('    expct: { status: 201 }\n'),
  'unknown-matcher': scenario('    expect:\n      body: { id: $any, name: { $contians: x } }\n'),
  'unknown-param': using('{ flow: log-in, with: { emial: a@example.org } }', {
    'flows/log-in.yaml': 'params: [email]\nsteps:\n  - http: GET /login?email=${email}\n',
  }),
  'unknown-program': steps('run: ntoes list'),
  'unknown-scenario': vault('gate:\n  mustPass: [auth/logni]\n'),
  'unknown-secret': topped('vars: { password: hunter2 }\nsecrets: [pasword]\n'),
  'unknown-tag': vault('gate:\n  tags: { auht: 100% }\n'),
  'unknown-variable': topped('vars: { email: ann@example.test }\n', 'http: GET /users/${emial}'),
  'unquoted-template': topped('vars: { who: you }\n', 'http: { request: POST /hello, json: { name: ${who} } }'),
  'whole-body-equals': scenario('    expect:\n      body: { $equals: { greeting: hello } }\n'),
  'wrong-arity': topped('vars: { n: "${random.int(6)}" }\n'),
  'wrong-type': topped('tags: auth\n'),
  'yaml-alias': topped('vars: { a: &who you, b: *who }\n'),
  'yaml-anchor': topped('vars: { a: &who you }\n'),
  'yaml-tag': scenario('    expect:\n      text: !regex hello\n'),
};
