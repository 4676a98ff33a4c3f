import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandLine, printing, quote } from '../../adapters/quote.ts';

it.each(['plain', '', "it's", '$HOME `id` "x" \\', '-n', 'a\nb\tc', 'ü…', '*?[a]~!#&;|<>(){}'])(
  'a shell reads %j back as it was',
  (word) => {
    const line = commandLine(['printf', '%s', quote(word)]) ?? '';
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe(word);
  },
);

it.each(['a\nb', 'two\n\tlines, "quoted" and it\'s \\n', "\r\n'x'"])(
  '%j is one line without control characters',
  (word) => {
    expect(quote(word)).not.toMatch(/\p{Cc}/u);
    expect(printing(`${word}\n`)).not.toMatch(/\p{Cc}/u);
    expect(execFileSync('/bin/sh', ['-c', `printf %s ${quote(word)}`], { encoding: 'utf8' })).toBe(word);
    expect(execFileSync('/bin/sh', ['-c', printing(`${word}\n`)], { encoding: 'utf8' })).toBe(`${word}\n`);
  },
);
