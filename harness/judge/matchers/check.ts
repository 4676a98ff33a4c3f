import type { Span } from '../../model/problem.ts';
import type { Data } from '../../model/value.ts';
import { describeKind, show } from '../describe.ts';
import { dataOf, type Present, type Subject } from '../subject.ts';

/** A Pattern whose templates are filled: what it demands, ready to be held against any Subject. */
export interface Check {
  readonly at: Span;
  /** What it demands, on one bounded line: `at least 3`. */
  readonly wants: string;
  /** Empty when the demand is met. Never throws. */
  readonly find: (subject: Subject, path: string) => readonly Finding[];
  /** The value itself, when the pattern is a plain value: what `$contains` looks for in a text. */
  readonly literal?: Data;
}

/** A Mismatch whose code frame is still to be drawn, at `at`. */
export interface Finding extends Complaint {
  readonly at: Span;
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

/** What is wrong with a value, where it is more than "this is not what was expected". */
export interface Complaint {
  readonly note?: string;
  /** What was received, where it must be shown otherwise than usual. */
  readonly received?: string;
  /** Nothing was found out, for example because of a limit, so `$not` must not make a pass of it. */
  readonly undecided?: true;
}

/** A check of something that is there. What is missing or unreadable fails it. */
export function check(at: Span, wants: string, find: (subject: Present, path: string) => readonly Finding[]): Check {
  return {
    at,
    wants,
    find: (subject, path) => (isPresent(subject) ? find(subject, path) : [finding(at, path, wants, subject)]),
  };
}

/**
 * A check of a value as a whole: `judge` returns nothing when it is met. A header that came several times meets it when
 * one of its values does, or all of them joined by commas.
 */
export function checkValue(at: Span, wants: string, judge: (subject: Present) => Complaint | undefined): Check {
  return check(at, wants, (subject, path) => {
    let complaint: Complaint | undefined;
    for (const look of looksOf(subject)) {
      complaint = judge(look);
      if (complaint === undefined) return [];
    }
    return [finding(at, path, wants, subject, complaint)];
  });
}

/** The same for matchers that only know text: strings, header values, and prose without what doesn't count in it. */
export function checkText(
  at: Span,
  wants: string,
  judge: (text: string, isProse: boolean) => Complaint | undefined,
): Check {
  return checkValue(at, wants, (subject) => {
    const data = dataOf(subject);
    return typeof data === 'string' ? judge(data, subject.is === 'prose') : notA('text', data);
  });
}

/** Says that a value is of the wrong kind. */
export const notA = (kind: string, data: Data): Complaint => ({ note: `it is ${describeKind(data)}, not ${kind}` });

/** Makes a Finding; what is missing or unreadable says why. */
export function finding(at: Span, path: string, expected: string, subject: Subject, complaint?: Complaint): Finding {
  const note = complaint?.note ?? noteOf(subject);
  const told = note === '' ? {} : { note };
  return { ...complaint, at, path, expected, received: complaint?.received ?? received(subject), ...told };
}

const noteOf = (subject: Subject): string =>
  subject.is === 'missing' || subject.is === 'unreadable' ? subject.why : '';

function received(subject: Subject): string {
  if (subject.is === 'missing') return 'missing';
  return subject.is === 'unreadable' ? show(subject.start) : show(dataOf(subject));
}

/** Is there something to look at? */
export const isPresent = (subject: Subject): subject is Present =>
  subject.is !== 'missing' && subject.is !== 'unreadable';

function looksOf(subject: Present): readonly Present[] {
  if (subject.is !== 'header' || subject.values.length === 1) return [subject];
  return [...subject.values.map((value): Present => ({ ...subject, values: [value] })), subject];
}
