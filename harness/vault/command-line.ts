import type { Span } from '../model/problem.ts';
import type { Expression, Template, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';

/**
 * Splits a command at spaces outside quotes, as a POSIX shell would; nothing else that a shell does. Templates are not
 * filled yet, so a value with spaces or quotes in it stays one argument.
 */
export function splitCommand(reading: Reading, template: Template, at: Span): readonly Value[] {
  const splitting: Splitting = { words: [], word: undefined, quote: undefined };
  for (const part of template) {
    if (typeof part === 'string') splitLiteral(splitting, part);
    else addPart(splitting, part);
  }
  endWord(splitting);
  if (splitting.quote !== undefined) {
    complain(reading, 'bad-command', at, `a quote (${splitting.quote}) is never closed`, {
      fix: 'close it, or write the command as a list of arguments',
    });
  } else if (splitting.words.length === 0) {
    complain(reading, 'bad-command', at, 'this command is empty');
  }
  return splitting.words.map((word) => ({ is: 'text', template: word, at }));
}

interface Splitting {
  readonly words: Template[];
  /** Nothing between words; empty right after an opening quote. */
  word: (string | Expression)[] | undefined;
  quote: string | undefined;
}

function splitLiteral(splitting: Splitting, text: string): void {
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const { quote } = splitting;
    if (character === quote) {
      splitting.quote = undefined;
    } else if (character === '\\' && escapes(quote, text[at + 1])) {
      at += 1;
      addPart(splitting, text[at] ?? '');
    } else if (quote !== undefined) {
      addPart(splitting, character);
    } else if (character === "'" || character === '"') {
      splitting.quote = character;
      splitting.word ??= [];
    } else if (/\s/.test(character)) {
      endWord(splitting);
    } else {
      addPart(splitting, character);
    }
  }
}

/** What a backslash does: nothing in single quotes, little in double quotes. */
function escapes(quote: string | undefined, next: string | undefined): boolean {
  if (next === undefined || quote === "'") return false;
  return quote === undefined || next === '"' || next === '\\';
}

function addPart(splitting: Splitting, part: string | Expression): void {
  const word = (splitting.word ??= []);
  const last = word.at(-1);
  if (typeof part === 'string' && typeof last === 'string') word[word.length - 1] = last + part;
  else word.push(part);
}

function endWord(splitting: Splitting): void {
  if (splitting.word !== undefined) splitting.words.push(splitting.word.length === 0 ? [''] : splitting.word);
  splitting.word = undefined;
}
