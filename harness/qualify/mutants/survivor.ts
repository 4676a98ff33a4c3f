import { excerptOf } from '../../model/frame.ts';
import type { Excerpt } from '../../model/problem.ts';
import type { Mutant } from './mutant.ts';

/** Where a mutant is, for a code frame. @param source its file's text before it was instrumented. */
export function survivorExcerpt({ file, at, end }: Mutant, source: string): Excerpt {
  const line = source.split(/\r?\n/)[at.line - 1] ?? '';
  const last = end.line === at.line ? end.column : line.length + 1;
  return excerptOf(source, { file, ...at, length: Math.max(1, last - at.column) });
}

/** What it does, in a line: `EqualityOperator: with age > 18`. */
export const whatItDoes = (mutant: Mutant): string => `${mutant.mutator}: ${instead(mutant)}`;

/** UTF-16 units of a replacement that stand on one line. */
const SHORT = 60;

function instead({ mutator, replacement }: Mutant): string {
  const text = replacement.replaceAll(/\s+/g, ' ').trim();
  if (mutator === 'BlockStatement' || text === ';' || text === '') return 'without it';
  return text.length > SHORT ? `with ${text.slice(0, SHORT)}…` : `with ${text}`;
}
