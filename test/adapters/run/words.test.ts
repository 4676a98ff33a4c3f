import { expect, it } from 'vitest';
import { words } from '../../../adapters/run/words.ts';

it.each([
  ['node cli.js', ['node', 'cli.js']],
  ['  a \t b  ', ['a', 'b']],
  [`a 'b c' "d \\" e" f\\ g`, ['a', 'b c', 'd " e', 'f g']],
  [`--name='x y'z ''`, ['--name=x yz', '']],
  [`'never closed`, ['never closed']],
  ['back\\', ['back\\']],
  ['', []],
])('splits %j as a shell would', (line, expected) => {
  expect(words(line)).toEqual(expected);
});
