import type { Span } from '../model/problem.ts';

/** One file's text, with what it takes to turn offsets into places. */
export interface Source {
  /** Relative to the vault's folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Offset of each line's first character. */
  readonly starts: readonly number[];
}

export function sourceOf(file: string, text: string): Source {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { file, text, lines: text.split(/\r?\n/), starts };
}

/** The place of `text.slice(start, end)`, or of what is on its first line. Offsets outside the text are moved inside. */
export function spanOf(source: Source, start: number, end: number): Span {
  const from = Math.max(0, Math.min(start, source.text.length));
  const index = lineIndex(source.starts, from);
  const line = source.lines[index] ?? '';
  const column = Math.min(from - (source.starts[index] ?? 0), line.length);
  const length = Math.max(1, Math.min(end - from, line.length - column));
  return { file: source.file, line: index + 1, column: column + 1, length };
}

/** Binary search for the last line that starts at or before `offset`. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
