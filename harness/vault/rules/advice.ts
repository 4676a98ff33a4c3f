import { canaryOf } from '../../model/canary.ts';
import { withCanary } from '../canary.ts';
import { exampleSettings, expecting, type Rule, step, top, varied } from './rule.ts';

const created = (name: string): string =>
  `http: { request: POST /todos, json: { title: ${name} } }\nexpect: { status: 201, body: { title: ${name} } }`;

const greeting = step('http: GET /hello\nexpect: { text: hello }', '').wrong;
const marked = { 'vault.yaml': withCanary(exampleSettings, canaryOf('0c8f7e5a-3d41-4b7e-8f52-a9d06b1c2e37')) };

/** What makes good candidates fail, or bad ones pass: warnings, for the author to weigh. */
export const adviceRules: readonly Rule[] = [
  {
    code: 'no-assertion',
    severity: 'warning',
    title: 'A scenario expects nothing of its own',
    why: 'All it asks is what is asked of any step: a status below 400, exit code 0. A server that answers 200 to everything passes.',
    example: step('http: GET /hello', 'http: GET /hello\nexpect: { text: hello }'),
  },
  {
    code: 'vacuous',
    severity: 'warning',
    title: 'A scenario passes when the candidate does nothing',
    why: 'Everything that it expects is also seen of a server that gives one answer to all requests ({} with 200, a page that says OK, or 404), of programs that end with 0 and print nothing, and of an empty page. "$absent", "$optional", "notSee" and a status alone are met by nothing at all. Add one thing that only a candidate that works can show.',
    example: step(
      'http: GET /me\nexpect: { status: 200, body: { password: $absent } }',
      'http: GET /me\nexpect: { status: 200, body: { id: $nonempty, password: $absent } }',
    ),
  },
  {
    code: 'guessable-literal',
    severity: 'warning',
    title: 'What is sent and expected back is the same in every run',
    why: 'Who has seen it once, in a log or in a data folder, can give the answer without doing the work. What is drawn under "vars" is new for every tree. A request or an answer that has something drawn in it is not warned about, nor are words that an application knows, such as a status or a role.',
    example: {
      ...step(created('"${title}"'), created('"${title}"'), 'vars:\n  title: Buy ${random.word()}\n'),
      wrong: step(created('Buy milk'), '').wrong,
    },
  },
  {
    code: 'exact-error-text',
    severity: 'warning',
    title: 'The words of an error are expected to the letter',
    why: 'Another wording of the same error is as good, unless the specification says the words. The status or the exit code says that it is an error, a pattern what it is about.',
    example: step(
      'run: notes add\nexpect: { exit: 1, stderr: "A title is missing" }',
      "run: notes add\nexpect: { exit: 1, stderr: { $matches: '/title/i' } }",
    ),
  },
  {
    code: 'exact-prose',
    severity: 'warning',
    title: 'A sentence is expected to the letter',
    why: 'Another wording of the same is as good, unless the specification says the words.',
    example: expecting(
      'expect: { text: "Welcome back, nice to see you!" }',
      "expect: { text: { $matches: '/welcome/i' } }",
    ),
  },
  {
    code: 'whole-body-equals',
    severity: 'warning',
    title: '$equals is asked of a whole body',
    why: 'It fails at every key that is added later. Without $equals, keys that are not listed are ignored.',
    example: expecting('expect: { body: { $equals: { greeting: hello } } }', 'expect: { body: { greeting: hello } }'),
  },
  {
    code: 'eventually-on-write',
    severity: 'warning',
    title: '"eventually" stands on a request that changes something',
    why: 'The request is sent again until its answer fits, and may change something each time.',
    example: step(
      'http: POST /orders\neventually: 10s\nexpect: { body: { id: $any } }',
      'http: POST /orders\nexpect: { body: { id: $any } }',
    ),
  },
  {
    code: 'unused-variable',
    severity: 'warning',
    title: 'A variable is never used',
    why: 'What was drawn or saved was meant to be sent or expected somewhere. A misspelt name elsewhere may be the reason.',
    example: top('vars: { who: "${random.word()}" }', '# nothing is drawn'),
  },
  {
    code: 'short-secret',
    severity: 'warning',
    title: 'A secret is too short to be masked',
    why: 'Values of fewer than 4 characters turn up by chance in any text, so reports show them.',
    example: varied(
      'http: GET /door/${pin}\nexpect: { text: open }',
      'http: GET /door/${pin}\nexpect: { text: open }',
      'vars: { pin: "${random.string(3)}" }\nsecrets: [pin]\n',
      ['random.string(3)', 'random.string(16)'],
    ),
  },
  {
    code: 'no-canary',
    severity: 'warning',
    title: 'A file has no canary',
    why: 'A canary is a text that stands in one file and nowhere else. A candidate that holds it is refused, and "holdout scan" finds it in histories and logs: that is how one learns that the vault was read. It has no part in what is judged. When vault.yaml has none, the other files are not asked for theirs.',
    example: {
      file: 'greeting.yaml',
      wrong: greeting,
      right: `${greeting}canary: ${canaryOf('5b1d3c0e-6f0a-4c57-9a1e-2f3b8c7d4e60')}\n`,
      beside: marked,
    },
  },
  {
    code: 'shared-canary',
    severity: 'warning',
    title: 'Two files have one canary',
    why: 'Where it turns up, nobody can tell which of them has been there. A file that was made from another has its canary too.',
    example: {
      file: 'greeting.yaml',
      wrong: `${greeting}canary: ${canaryOf('0c8f7e5a-3d41-4b7e-8f52-a9d06b1c2e37')}\n`,
      right: `${greeting}canary: ${canaryOf('5b1d3c0e-6f0a-4c57-9a1e-2f3b8c7d4e60')}\n`,
      beside: marked,
    },
  },
];
