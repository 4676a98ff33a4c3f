import { excerptOfLines } from '../model/frame.ts';
import type { Problem, Span } from '../model/problem.ts';
import type { Expression, Value } from '../model/value.ts';
import type { Source } from './source.ts';

/** One file being read: what it says, and what turned out to be wrong with it. The one thing here that grows. */
export interface Reading {
  readonly source: Source;
  /** Does `${...}` in this file stand for something? */
  readonly templates: boolean;
  readonly problems: Problem[];
  /** Where each variable and call stands: known while reading, of no use to whoever runs the scenario. */
  readonly places: Map<Expression, Span>;
  /** The author's text of Values that hold expressions. */
  readonly written: Map<Value, string>;
}

export function startReading(source: Source, options: { readonly templates: boolean }): Reading {
  return { source, templates: options.templates, problems: [], places: new Map(), written: new Map() };
}

const mostProblems = 100;
const longestLine = 300;

/** Would another Problem be lost? */
export const isFull = ({ problems }: Reading): boolean => problems.length > mostProblems;

/** Notes a Problem at a place of the file. An error, unless `more` says otherwise. The first hundred of a file are kept. */
export function complain(
  reading: Reading,
  code: string,
  at: Span,
  message: string,
  more: Omit<Partial<Problem>, 'code' | 'message' | 'excerpt'> = {},
): void {
  const { problems, source } = reading;
  if (isFull(reading)) return;
  const excerpt = excerptOfLines(source.lines, at);
  if (problems.length === mostProblems) {
    problems.push({ code: 'too-many-problems', severity: 'error', message: tooMany, excerpt });
    return;
  }
  const fix = more.fix === undefined ? {} : { fix: short(more.fix) };
  problems.push({ code, severity: 'error', message: short(message), excerpt, ...more, ...fix });
}

const tooMany = `this file has more than ${mostProblems} problems; the rest is not shown`;

/** Keys and texts of the author's may be as long as the file. */
const short = (text: string): string => (text.length > longestLine ? `${text.slice(0, longestLine - 1)}…` : text);

/** The text of a text Value as the author wrote it, `${...}` and all. Nothing for other Values. */
export function writtenText(reading: Reading, value: Value | undefined): string | undefined {
  if (value?.is !== 'text') return undefined;
  return reading.written.get(value) ?? value.template.filter((part) => typeof part === 'string').join('');
}
