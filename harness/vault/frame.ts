import { frame, paint, printable } from '../model/frame.ts';
import type { Problem } from '../model/problem.ts';

export interface ProblemStyle {
  readonly colour: boolean;
}

/**
 * A Problem as a person reads it: what is wrong, where, what to do.
 *
 *     error: unknown matcher "$contians"
 *       --> bad/a.yaml:13:34
 *     13 |       body: { name: { $contians: x } }
 *        |                       ^^^^^^^^^
 *        = did you mean "$contains"?
 */
export function formatProblem(problem: Problem, { colour }: ProblemStyle): string {
  const { severity, message, excerpt, notes = [], fix } = problem;
  const title = paint(severity === 'error' ? '1;31' : '1;33', colour)(`${severity}:`);
  const gutter = excerpt === undefined ? 2 : String(excerpt.firstLine + excerpt.lines.length - 1).length;
  const equals = `${' '.repeat(gutter)} ${paint('2', colour)('=')}`;
  return [
    `${title} ${paint('1', colour)(printable(message))}`,
    ...(excerpt === undefined ? [] : [frame(excerpt, { colour, severity })]),
    ...notes.map((note) => `${equals} note: ${printable(note)}`),
    ...(fix === undefined ? [] : [`${equals} ${printable(fix)}`]),
  ].join('\n');
}

/** All of them, and how many: `3 errors, 1 warning`. Nothing for none. Ends with a newline. */
export function formatProblems(problems: readonly Problem[], style: ProblemStyle): string {
  if (problems.length === 0) return '';
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts = [count(errors, 'error'), count(problems.length - errors, 'warning')];
  const frames = problems.map((problem) => `${formatProblem(problem, style)}\n\n`);
  return `${frames.join('')}${counts.filter((text) => text !== '').join(', ')}\n`;
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
