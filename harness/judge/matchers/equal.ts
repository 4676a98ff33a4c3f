import type { Span } from '../../model/problem.ts';
import type { Data } from '../../model/value.ts';
import { equalData, textOf } from '../data.ts';
import { show } from '../describe.ts';
import { dataOf, type Present } from '../subject.ts';
import { prose } from '../text.ts';
import { type Check, checkValue, type Complaint } from './check.ts';

/** A plain value: equal and of the same type; prose, statuses and media types by their own idea of equal. */
export function equal(at: Span, value: Data): Check {
  const judged = checkValue(at, show(value), (subject) =>
    isEqual(subject, value) ? undefined : unlike(subject, value),
  );
  return { ...judged, literal: value };
}

/** `$equals`: the value and nothing else, to the last character and key. */
export function exactly(at: Span, value: Data): Check {
  return checkValue(at, `exactly ${show(value)}`, (subject) => {
    if (equalData(subject.is === 'prose' ? subject.raw : dataOf(subject), value)) return undefined;
    return isEqual(subject, value)
      ? { note: 'equal but for line ends, colour codes or trailing white space', received: raw(subject) }
      : unlike(subject, value);
  });
}

function isEqual(subject: Present, value: Data): boolean {
  if (typeof value === 'string') {
    if (subject.is === 'prose') return subject.plain === prose(value);
    if (subject.is === 'status' && isStatusClass(value)) return Math.floor(subject.value / 100) === Number(value[0]);
    if (subject.is === 'header' && subject.name === 'content-type')
      return isMediaType(subject.values.join(', '), value);
  }
  return equalData(dataOf(subject), value);
}

const raw = (subject: Present): string => show(subject.is === 'prose' ? subject.raw : dataOf(subject));

/** `2xx`, which stands for a hundred statuses. */
const isStatusClass = (value: string): boolean => /^[1-5]xx$/i.test(value);

/** Parameters such as `charset=utf-8` count only when the author wrote some. */
function isMediaType(received: string, wanted: string): boolean {
  const parts = mediaParts(received);
  return (wanted.includes(';') ? parts.join(';') : parts[0]) === mediaParts(wanted).join(';');
}

const mediaParts = (media: string): readonly string[] =>
  media
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());

function unlike(subject: Present, value: Data): Complaint {
  const data = dataOf(subject);
  if (typeof data === 'string' && typeof value === 'string') {
    return difference(data, subject.is === 'prose' ? prose(value) : value);
  }
  if (typeof data !== 'string' && typeof value !== 'string') return {};
  return textOf(data, maxCompared) === textOf(value, maxCompared) ? { note: 'same text, different type' } : {};
}

/** A number as long as this is not worth a hint. */
const maxCompared = 10_000;

/** Where two texts part, when that is not plain from seeing both. */
function difference(received: string, expected: string): Complaint {
  if (received.toLowerCase() === expected.toLowerCase()) return { note: 'differs only in upper and lower case' };
  let same = 0;
  while (same < received.length && received[same] === expected[same]) same++;
  if (same < 10) return {};
  const before = expected.slice(0, same);
  const line = before.split('\n').length;
  const character = same - before.lastIndexOf('\n');
  const place = line > 1 ? `line ${line}, character ${character}` : `character ${character}`;
  return { note: `differs at ${place}: expected ${window(expected, same)}, received ${window(received, same)}` };
}

const window = (text: string, from: number): string =>
  from >= text.length ? 'the end' : show(text.slice(from, from + 20));
