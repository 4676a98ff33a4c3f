import type { Clause, Specification } from '../model/vault.ts';
import { complain, startReading, type Reading } from './reading.ts';
import type { Source } from './source.ts';

/** A specification being read, and what is wrong with it. */
export interface SpecificationReading {
  readonly reading: Reading;
  readonly specification: Specification;
}

/** What may stand before a clause's id: marks of headings, lists and quotes, then of emphasis. */
const marks = /^\s*(?:(?:>|#{1,6}\s|[-*+]\s)\s*)*(?:\*\*|__|\*|_)?/;

/** `3.1.2`, or capitals that end with a number as `R12`, `AUTH-3` and `AUTH-3.1`; then `.`, `)`, `:`, a space or nothing. */
const idAtStart = /^(?:[A-Z][A-Z0-9-]{0,30})?[0-9]{1,4}(?:\.[0-9]{1,4}){0,8}(?=[.):*_]*(?:\s|$))/;

/** A line that goes on with `30 seconds` is no clause: a number alone needs one of these, or a heading. */
const lone = /^[0-9]+$/;
const afterLone = /^[*_]*[.)]/;
const heading = /^\s*(?:>\s*)*#/;

const longestText = 200;

/** Reads the numbered clauses of a text or Markdown file. Lines between ``` or ~~~ are examples and hold none. */
export function readSpecification(source: Source): SpecificationReading {
  const reading = startReading(source, { templates: false });
  const firstLines = new Map<string, number>();
  const clauses: Clause[] = [];
  let fenced = false;
  source.lines.forEach((line, index) => {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    const clause = fenced ? undefined : clauseOf(line, { file: source.file, line: index + 1 });
    if (clause === undefined) return;
    const first = firstLines.get(clause.id);
    if (first === undefined) {
      firstLines.set(clause.id, clause.at.line);
      clauses.push(clause);
      return;
    }
    complain(reading, 'duplicate-clause', clause.at, `the clause ${clause.id} is there twice`, {
      notes: [`first on line ${first}`],
      fix: 'give each clause a number of its own; what is no clause can be a bulleted list',
    });
  });
  return { reading, specification: { file: source.file, clauses } };
}

function clauseOf(line: string, place: { readonly file: string; readonly line: number }): Clause | undefined {
  const before = marks.exec(line)?.[0].length ?? 0;
  const [id] = idAtStart.exec(line.slice(before)) ?? [];
  if (id === undefined) return undefined;
  const rest = line.slice(before + id.length);
  if (lone.test(id) && !afterLone.test(rest) && !heading.test(line)) return undefined;
  const text = rest.replace(/^[.):*_\s]+/, '').replace(/[*_#\s]+$/, '');
  return { id, text: text.slice(0, longestText), at: { ...place, column: before + 1, length: id.length } };
}
