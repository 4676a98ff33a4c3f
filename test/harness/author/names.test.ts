import { expect, it } from 'vitest';
import { fileNameOf, freeName, subjectOf, variableName } from '../../../harness/author/names.ts';

it.for([
  ['A todo can be deleted!', 'a-todo-can-be-deleted'],
  ["Éva's café — naïve", 'evas-cafe-naive'],
  ['../../etc/passwd', 'etc-passwd'],
  ['日本', 'scenario'],
  ['Vault', 'scenario-vault'],
  ['flows', 'scenario-flows'],
  ['word '.repeat(40), 'word-word-word-word-word-word-word-word-word-word-word-word'],
] as const)('a scenario that promises %j is kept in a file named %j', ([promise, name]) => {
  expect(fileNameOf(promise)).toBe(name);
});

it.for([
  ['order-id', 'orderId'],
  ['X-CSRF-Token', 'xCSRFToken'],
  ['7days', 'value7days'],
  ['app', 'appValue'],
  ['', 'value'],
] as const)('what is sent as %j is the variable %j', ([key, name]) => {
  expect(variableName(key)).toBe(name);
});

it('a variable whose name is taken gets a number', () => {
  expect(freeName('email', (name) => ['email', 'email2'].includes(name))).toBe('email3');
});

it.for([
  ['/api/todos/7', 'todo'],
  ['/categories?x=/users', 'category'],
  ['/signup', 'user'],
  ['/', ''],
] as const)('a request for %j is about "%s"', ([path, subject]) => {
  expect(subjectOf(path)).toBe(subject);
});
