import type { Span } from '../../model/problem.ts';
import type { Data } from '../../model/value.ts';
import { textOf } from '../data.ts';
import { cut, show, showAll } from '../describe.ts';
import { maxSearched, notSearched, type Regex } from '../regex.ts';
import { foldLines, prose } from '../text.ts';
import { type Check, checkText, type Complaint } from './check.ts';

/** An empty text is part of every text: to look for one proves nothing, so it never passes, nor does its `$not`. */
const emptyPart: Complaint = { note: 'an empty text was looked for, which proves nothing', undecided: true };

/** `$startsWith` */
export function startsWith(at: Span, start: string): Check {
  return checkText(at, cut(`starting with ${show(start)}`), (text, isProse) => {
    const part = sought(start, isProse);
    if (isEverywhere(part, isProse)) return emptyPart;
    return searched(text, isProse).startsWith(part) ? undefined : {};
  });
}

/** `$endsWith` */
export function endsWith(at: Span, end: string): Check {
  return checkText(at, cut(`ending with ${show(end)}`), (text, isProse) => {
    const part = isProse ? prose(end) : end;
    if (part === '') return emptyPart;
    return text.endsWith(part) ? undefined : {};
  });
}

/** `$contains` on a text, which looks for plain values by their text; a part that is a matcher is undefined here. */
export function judgeContains(
  text: string,
  parts: readonly (Data | undefined)[],
  isProse: boolean,
): Complaint | undefined {
  const haystack = searched(text, isProse);
  const missing: string[] = [];
  for (const part of parts) {
    if (part === undefined) return { note: 'in a text, $contains looks for plain texts only' };
    const wanted = sought(textOf(part), isProse);
    if (isEverywhere(wanted, isProse)) return emptyPart;
    if (!haystack.includes(wanted)) missing.push(show(part));
  }
  if (missing.length === 0) return undefined;
  return parts.length === 1 ? {} : { note: cut(`not found: ${showAll(missing, 'and')}`) };
}

/** `$matches`: each is found somewhere. */
export function matches(at: Span, regexes: readonly Regex[]): Check {
  const shown = regexes.map((regex) => regex.shown);
  return checkText(at, cut(`matching ${showAll(shown, 'and')}`), (text) => {
    if (text.length > maxSearched) return { note: notSearched, undecided: true };
    const unmet = regexes.filter((regex) => !regex.test(text)).map((regex) => regex.shown);
    if (unmet.length === 0) return undefined;
    return regexes.length === 1 ? {} : { note: cut(`not found: ${showAll(unmet, 'and')}`) };
  });
}

/** `$inOrder`: each text somewhere after the end of the one before it. */
export function inOrder(at: Span, parts: readonly string[]): Check {
  const wants = showAll(
    parts.map((part) => show(part)),
    'and then',
  );
  return checkText(at, cut(wants), (text, isProse) => {
    const haystack = searched(text, isProse);
    let from = 0;
    for (const written of parts) {
      const part = sought(written, isProse);
      if (isEverywhere(part, isProse)) return emptyPart;
      const found = haystack.indexOf(part, from);
      if (found === -1) {
        const isThere = haystack.includes(part);
        return { note: cut(`${show(written)} is ${isThere ? 'there, but not in this order' : 'not found'}`) };
      }
      from = found + part.length;
    }
    return undefined;
  });
}

/** Prose has lost its last line end; an author who writes one may still find it. */
const searched = (text: string, isProse: boolean): string => (isProse ? `${text}\n` : text);

const sought = (part: string, isProse: boolean): string => (isProse ? foldLines(part) : part);

/** Is it in every text? In prose that is also what has only colour codes, or a line end, which each line of it has. */
const isEverywhere = (part: string, isProse: boolean): boolean => part === '' || (isProse && part === '\n');
