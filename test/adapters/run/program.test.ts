import { expect, it } from 'vitest';
import { program } from '../../../adapters/run/program.ts';

it.each([
  ['node cli.js', 'node /app/cli.js'],
  ['./bin/notes', '/app/bin/notes'],
  ['python3 -m notes', 'python3 -m notes'],
  ['node --import ./hook.mjs src/main.ts', 'node --import /app/hook.mjs /app/src/main.ts'],
  ['java -jar app.jar', 'java -jar /app/app.jar'],
  ['app 1.5 --in=a.txt', 'app 1.5 --in=a.txt'],
  ['/usr/bin/env notes', '/usr/bin/env notes'],
  ['cli.js', 'cli.js'],
])('a program given as %j runs as %j', (line, runs) => {
  expect(program(['notes', 'list', './x'], { notes: line }, '/app')).toEqual([...runs.split(' '), 'list', './x']);
});

it('leaves a program alone that has no name in bin, such as constructor', () => {
  expect(program(['constructor', 'a.js'], { notes: 'x' }, '/app')).toEqual(['constructor', 'a.js']);
});
