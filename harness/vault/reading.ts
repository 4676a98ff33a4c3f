import { withoutCanaries } from '../model/canary.ts';
import { excerptOfLines } from '../model/frame.ts';
import type { Edit, Problem, Span } from '../model/problem.ts';
import type { Expression, Value } from '../model/value.ts';
import type { DbAction, Sources } from '../model/scenario.ts';
import { type Flows, noFlows } from './flows.ts';
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
  /** What `use` steps may use. */
  readonly flows: Flows;
  /** The texts of the flows that it does use. */
  readonly used: Sources[];
  /** Its `db` steps, which only vault.yaml can tell to be right. */
  readonly queries: DbAction[];
}

export interface ReadingOptions {
  readonly templates: boolean;
  readonly flows?: Flows;
}

export function startReading(source: Source, { templates, flows = noFlows }: ReadingOptions): Reading {
  return { source, templates, problems: [], places: new Map(), written: new Map(), flows, used: [], queries: [] };
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

/**
 * The change that puts another word in the place of one that stands at `at`, in quotes or not. Nothing when what stands
 * there is written in another way: whoever escapes a letter knows what they do.
 */
export function replacing({ source }: Reading, at: Span, word: string, by: string | undefined): { edit?: Edit } {
  if (by === undefined) return {};
  const written = (source.lines[at.line - 1] ?? '').slice(at.column - 1, at.column - 1 + at.length);
  const start = written.startsWith(word) ? 0 : /^["']/.test(written) && written.startsWith(word, 1) ? 1 : undefined;
  if (start === undefined || written.length !== word.length + 2 * start) return {};
  return { edit: { at: { ...at, column: at.column + start, length: word.length }, text: by } };
}

/** The text of a text Value as the author wrote it, `${...}` and all. Nothing for other Values. */
export function writtenText(reading: Reading, value: Value | undefined): string | undefined {
  if (value?.is !== 'text') return undefined;
  return reading.written.get(value) ?? value.template.filter((part) => typeof part === 'string').join('');
}

/**
 * The texts that the Spans of what was read point into: the file's own, and those of the flows that it uses. They travel to
 * lanes and into reports, so canaries are left out.
 */
export function sourcesOf({ source, used }: Reading): Sources {
  return Object.assign({}, ...used, { [source.file]: withoutCanaries(source.text) }) as Sources;
}
