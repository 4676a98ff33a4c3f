import type { Edit, Span } from '../../model/problem.ts';
import { sourceOf, type Source } from '../source.ts';

/** Edits of one file in the order of their places; of two that touch each other, the first. */
export function apart(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const sorted = edits.toSorted((a, b) => startOf(source, a.at) - startOf(source, b.at));
  const kept: Edit[] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    if (last === undefined || startOf(source, last.at) + last.at.length < startOf(source, edit.at)) kept.push(edit);
  }
  return kept;
}

/** The file with edits made that don't touch each other. What no edit names stays as it is, byte for byte. */
export function edited(source: Source, edits: readonly Edit[]): Source {
  let { text } = source;
  for (const { at, text: instead } of edits.toReversed()) {
    const start = startOf(source, at);
    text = text.slice(0, start) + instead + text.slice(start + at.length);
  }
  return sourceOf(source.file, text);
}

function startOf({ starts }: Source, { line, column }: Span): number {
  return (starts[line - 1] ?? 0) + column - 1;
}
