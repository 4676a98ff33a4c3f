import { expect, it } from 'vitest';
import { RE2JS } from 're2js';
import { regexFlags, regexParts } from '../../../harness/vault/regex.ts';
import { codesOf, loadSteps } from './rig.ts';

it.each([
  ['x', 'x', ''],
  ['/x/', 'x', ''],
  ['/x/ims', 'x', 'ims'],
  ['/a/b/i', 'a/b', 'i'],
  ['/orders/(\\w+)', '/orders/(\\w+)', ''],
  ['/', '/', ''],
  ['//', '', ''],
])('%s has the source %j and the flags %j', (written, source, flags) => {
  expect(regexParts([written])).toEqual({ source: [source], flags });
});

it('finds the slashes before templates are filled', () => {
  const name = { is: 'variable', name: 'path', path: [] } as const;
  expect(regexParts(['/a ', name, ' b/i'])).toEqual({ source: ['a ', name, ' b'], flags: 'i' });
  expect(regexParts(['/a ', name])).toEqual({ source: ['/a ', name], flags: '' });
});

it('translates the flags', () => {
  expect(regexFlags('is')).toBe(RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  expect(regexFlags('m')).toBe(RE2JS.MULTILINE);
});

it.each([
  ['/a(?=b)/', 'look-around is not supported'],
  ['(?<!a)b', 'look-around is not supported'],
  ['(a)\\1', 'backreferences are not supported'],
  ['(', 'this is not a regular expression: missing closing ): `(`'],
  ['a{2000}', 'this is not a regular expression: invalid repeat count: `{2000}`'],
])('%s is not RE2', (regex, message) => {
  const { problems } = loadSteps(`- file: a.txt\n  expect: { text: { $matches: '${regex}' } }`);
  expect(problems.map((problem) => problem.message)).toEqual([message]);
});

it('knows the backspace that double quotes make of \\b', () => {
  expect(codesOf(loadSteps('- file: a.txt\n  expect: { text: { $matches: "\\bword" } }'))).toEqual(['bad-regex']);
});
