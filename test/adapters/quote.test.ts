import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandLine, quote } from '../../adapters/quote.ts';

it.each(['plain', '', "it's", '$HOME `id` "x" \\', '-n', 'a\nb\tc', 'ü…', '*?[a]~!#&;|<>(){}'])(
  'a shell reads %j back as it was',
  (word) => {
    const line = commandLine(['printf', '%s', quote(word)]) ?? '';
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe(word);
  },
);
