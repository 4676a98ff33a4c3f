import { expect, it } from 'vitest';
import { shellCommands } from '../../../harness/author/shell-words.ts';
import { valueOf } from './rig.ts';

it.for([
  [`curl 'a b' "c \\"d\\" $e"`, [['curl', 'a b', 'c "d" $e']]],
  [`a\\ b''c`, [['a bc']]],
  [`curl \\\n  -H 'x: y' \\\r\n  z`, [['curl', '-H', 'x: y', 'z']]],
  [`$'it\\'s\\n\\u0041\\x42\\103'`, [["it's\nABC"]]],
  [`a 'x;y' ; b && c\nd`, [['a', 'x;y'], ['b'], ['c'], ['d']]],
  [`a ''`, [['a', '']]],
  ['  ', []],
] as const)('%j is read as a shell reads it', ([text, commands]) => {
  expect(valueOf(shellCommands(text))).toEqual(commands);
});

it.for(["a 'b", 'a "b', "a $'b\\'"])('%j is never closed', (text) => {
  expect(shellCommands(text)).toMatchObject({ ok: false, problems: [{ code: 'bad-curl' }] });
});
