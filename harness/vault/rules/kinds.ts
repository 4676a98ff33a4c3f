import { flowLimits } from '../flows.ts';
import { exampleSettings, type Example, type Rule, step } from './rule.ts';

const deepest = flowLimits.depth;

const page = (wrong: string, right: string): Example =>
  step(`browser:\n  - goto: /\n${wrong}`, `browser:\n  - goto: /\n${right}`);

const query = (wrong: string, right: string): Example =>
  step(`db: ${wrong}\nexpect: { count: 1 }`, `db: ${right}\nexpect: { count: 1 }`);

const logIn = 'steps:\n  - http: POST /login\n    expect: { body: { token: $nonempty } }\n';
const logInAs =
  'params: [email]\nsteps:\n  - http: { request: POST /login, json: { email: "${email}" } }\n    expect: { body: { token: $nonempty } }\n';

const using = (wrong: string, right: string, flow: string): Example => ({
  ...step(`use: ${wrong}`, `use: ${right}`),
  beside: { 'flows/log-in.yaml': flow },
});

const twoDatabases = exampleSettings.replace(
  '{ main: { sqlite: data/app.db } }',
  '{ main: { sqlite: a.db }, log: { sqlite: b.db } }',
);

/** Browser and db steps, and flows. */
export const kindRules: readonly Rule[] = [
  {
    code: 'no-locator',
    severity: 'error',
    title: 'An act does not say what on the page it means',
    why: 'An element is found by its role and name, its label, its text, its placeholder or its test id.',
    example: page('  - click: { name: Save }', '  - click: { role: button, name: Save }'),
  },
  {
    code: 'two-locators',
    severity: 'error',
    title: 'An element is looked for in two ways at once',
    why: 'One way is enough. "hasText" narrows it down to elements with a text, "in" to a part of the page.',
    example: page('  - see: { role: alert, label: Saved }', '  - see: { role: alert, hasText: Saved }'),
  },
  {
    code: 'bad-locator',
    severity: 'error',
    title: 'A locator is not a text or { $matches: ... }',
    why: 'The browser itself looks for it, and it knows no other matcher.',
    example: page('  - see: { text: { $startsWith: Sav } }', '  - see: { text: { $matches: /^Sav/ } }'),
  },
  {
    code: 'unknown-role',
    severity: 'error',
    title: 'A role is not one of ARIA',
    why: 'No element would ever be found.',
    example: page('  - see: { role: buton }', '  - see: { role: button }'),
  },
  {
    code: 'unknown-key-name',
    severity: 'error',
    title: 'A key of the keyboard is not known',
    why: 'Keys are called Enter, Escape, Tab, ArrowDown, a, Control+A.',
    example: page('  - press: Entre\n  - see: { role: alert }', '  - press: Enter\n  - see: { role: alert }'),
  },
  {
    code: 'empty-text',
    severity: 'error',
    title: 'An empty text is looked for on a page',
    why: 'It is found everywhere, and so says nothing.',
    example: page('  - see: { text: "" }', '  - see: { text: Saved }'),
  },
  {
    code: 'css-locator',
    severity: 'warning',
    title: 'An element is found by a CSS selector',
    why: 'The page may be built in many ways that look and work the same. Users find things by role and name, by label and by text, and so should a scenario.',
    example: page('  - see: { css: "#saved" }', '  - see: { role: status }'),
  },
  {
    code: 'not-see-first',
    severity: 'warning',
    title: '"notSee" stands right behind an act',
    why: 'It is met at once by a page that has not reacted yet. A "see" before it waits until it has.',
    example: page(
      '  - click: { role: button, name: Save }\n  - notSee: { role: alert }',
      '  - click: { role: button, name: Save }\n  - see: { text: Saved }\n  - notSee: { role: alert }',
    ),
  },
  {
    code: 'eventually-on-browser',
    severity: 'error',
    title: '"eventually" stands on a browser step',
    why: 'Browser steps wait by themselves until they see what they expect. Doing all of one again would click twice.',
    example: step(
      'browser: [{ goto: / }, { see: { role: main } }]\neventually: 10s',
      'browser: [{ goto: / }, { see: { role: main } }]',
    ),
  },
  {
    code: 'template-in-query',
    severity: 'error',
    title: '${...} stands in a query',
    why: 'A value that the candidate made could change what the query does. Values go into "params", one for each "?".',
    example: query(
      '{ query: "select * from t where id = ${1 + 1}" }',
      '{ query: select * from t where id = ?, params: ["${1 + 1}"] }',
    ),
  },
  {
    code: 'bad-query',
    severity: 'error',
    title: "A query can't be used",
    why: 'A db step is one statement that reads. Data is changed as a user would change it, through the candidate.',
    example: query('{ query: delete from t }', '{ query: select * from t }'),
  },
  {
    code: 'uneven-params',
    severity: 'error',
    title: 'A query has more or fewer "?" than there are params',
    why: 'Each "?" takes one value, in order.',
    example: query('{ query: select * from t where id = ? }', '{ query: select * from t where id = ?, params: [7] }'),
  },
  {
    code: 'no-database',
    severity: 'error',
    title: 'A db step has no database to read, or more than one',
    why: 'candidate.db of vault.yaml names them; with several, the step says which by "source".',
    example: {
      ...query('{ query: select * from t }', '{ query: select * from t, source: log }'),
      beside: { 'vault.yaml': twoDatabases },
    },
  },
  {
    code: 'unknown-source',
    severity: 'error',
    title: 'The source of a db step is not in candidate.db',
    why: 'candidate.db of vault.yaml names the databases that steps may read.',
    example: query('{ query: select * from t, source: mian }', '{ query: select * from t, source: main }'),
  },
  {
    code: 'unknown-flow',
    severity: 'error',
    title: 'There is no such flow',
    why: 'Flows are files in flows/ of the vault, and go by their names without the ending.',
    example: using('lgo-in', 'log-in', logIn),
  },
  {
    code: 'circular-flow',
    severity: 'error',
    title: 'A flow uses itself',
    why: 'It would never end. What several flows need can be a flow of its own.',
    example: {
      file: 'flows/log-in.yaml',
      wrong: `${logIn}  - use: log-in\n`,
      right: logIn,
      beside: { 'greeting.yaml': step('use: log-in', '').wrong },
    },
  },
  {
    code: 'flow-too-large',
    severity: 'error',
    title: 'Flows are nested too deep, or come to too many steps',
    why: 'A scenario carries the flows that it uses. Flows that each use the next one twice double at every level.',
    example: {
      file: 'flows/a.yaml',
      wrong: `steps:\n  - use: b${deepest - 1}\n`,
      right: 'steps:\n  - http: GET /login\n',
      beside: Object.fromEntries(
        Array.from({ length: deepest }, (_, i) => [
          `flows/b${i}.yaml`,
          `steps:\n  - ${i === 0 ? 'http: GET /login' : `use: b${i - 1}`}\n`,
        ]).concat([['greeting.yaml', step('http: GET /hello\nexpect: { status: 201 }', '').wrong]]),
      ),
    },
  },
  {
    code: 'unknown-param',
    severity: 'error',
    title: 'A flow has no such param',
    why: 'The value would go nowhere.',
    example: using(
      '{ flow: log-in, with: { email: ann@example.org, name: Ann } }',
      '{ flow: log-in, with: { email: ann@example.org } }',
      logInAs,
    ),
  },
  {
    code: 'missing-param',
    severity: 'error',
    title: 'A flow is not given what it needs',
    why: 'A flow knows its params and what its own steps save, and nothing of the scenario that uses it.',
    example: using('log-in', '{ flow: log-in, with: { email: ann@example.org } }', logInAs),
  },
];
