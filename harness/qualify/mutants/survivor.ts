import { excerptOf, frame } from '../../model/frame.ts';
import type { Excerpt } from '../../model/problem.ts';
import type { Mutant } from './mutant.ts';

/** Where a mutant is, for a code frame. @param source its file's text before it was instrumented. */
export function survivorExcerpt({ file, at, end }: Mutant, source: string): Excerpt {
  const line = source.split(/\r?\n/)[at.line - 1] ?? '';
  const last = end.line === at.line ? end.column : line.length + 1;
  return excerptOf(source, { file, ...at, length: Math.max(1, last - at.column) });
}

/**
 * A mutant that nobody noticed, as lines to print:
 *
 *      --> src/age.js:3:7
 *     2 | export function mayVote(age) {
 *     3 |   return age >= 18;
 *       |          ^^^^^^^^^ EqualityOperator: nothing fails with age > 18
 */
export function survivorFrame(mutant: Mutant, source: string, colour: boolean): string {
  const note = `${mutant.mutator}: nothing fails ${instead(mutant)}`;
  return frame(survivorExcerpt(mutant, source), { colour, severity: 'warning', note });
}

/** UTF-16 units of a replacement that stand on one line. */
const SHORT = 60;

function instead({ mutator, replacement }: Mutant): string {
  const text = replacement.replaceAll(/\s+/g, ' ').trim();
  if (mutator === 'BlockStatement' || text === ';' || text === '') return 'without it';
  return text.length > SHORT ? `with ${text.slice(0, SHORT)}…` : `with ${text}`;
}
