import type { Problem } from '../../harness/model/problem.ts';
import type { Style } from '../../harness/model/report.ts';
import { fact, gutterOf, source } from './facts.ts';
import { palette } from './palette.ts';
import { line } from './text.ts';

/** A warning that came along with a Run: what, where, and what to do. */
export function warningBlock({ message, excerpt, notes = [], fix }: Problem, style: Style): string {
  const { warning } = palette(style);
  return [
    `${warning('warning:')} ${line(message)}`,
    ...(excerpt === undefined ? [] : [source(excerpt, style, { severity: 'warning' })]),
    ...[...notes, ...(fix === undefined ? [] : [fix])].map((text) => fact(line(text), style, gutterOf(excerpt))),
  ].join('\n');
}
