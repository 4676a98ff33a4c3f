import type { Span } from '../model/problem.ts';
import type { Expression, Template } from '../model/value.ts';
import { accept, skipSpace, stop, type Cursor } from './cursor.ts';
import { takeExpression } from './expression.ts';
import { complain, type Reading } from './reading.ts';

/** Where `text.slice(start, end)`, a part of the expression whose `${` is at `open`, stands in the file. */
export type Place = (open: number, start: number, end: number) => Span;

/**
 * Splits a text into literal stretches and `${...}` expressions; `$${` is a literal `${`. A text without expressions
 * is one literal, the empty one too. What can't be understood is a Problem and stays literal.
 */
export function parseTemplate(text: string, reading: Reading, place: Place): Template {
  const parts: (string | Expression)[] = [];
  let literal = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('${', at);
    if (open === -1) break;
    if (open > at && text[open - 1] === '$') {
      literal += `${text.slice(at, open - 1)}\${`;
      at = open + 2;
      continue;
    }
    const cursor: Cursor = { text, at: open + 2 };
    const expression = takeExpression(cursor, (part, start, end) => reading.places.set(part, place(open, start, end)));
    skipSpace(cursor);
    if (!accept(cursor, '}')) stopUnclosed(cursor, open);
    if (cursor.trouble !== undefined) {
      complainOf(cursor, reading, (start, end) => place(open, start, end));
      return [text];
    }
    literal += text.slice(at, open);
    if (literal !== '') parts.push(literal);
    parts.push(expression);
    literal = '';
    at = cursor.at;
  }
  literal += text.slice(at);
  return literal === '' && parts.length > 0 ? parts : [...parts, literal];
}

function stopUnclosed(cursor: Cursor, open: number): void {
  const found = cursor.text[cursor.at];
  const fix = 'write "$${" where a literal "${" is meant';
  if (found === undefined) stop(cursor, '"${" without its "}"', open, open + 2, fix);
  else stop(cursor, `an operator or "}" is expected here, not ${JSON.stringify(found)}`, cursor.at, cursor.at + 1, fix);
}

function complainOf(cursor: Cursor, reading: Reading, place: (start: number, end: number) => Span): void {
  const { trouble } = cursor;
  if (trouble === undefined) return;
  const { message, start, end, fix } = trouble;
  complain(reading, 'bad-template', place(start, end), message, {
    notes: ["${...} holds variables, numbers, 'text', + - * / %, parentheses and calls"],
    ...(fix === undefined ? {} : { fix }),
  });
}
