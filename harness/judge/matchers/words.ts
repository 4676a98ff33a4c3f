import type { Word } from '../../model/pattern.ts';
import type { Span } from '../../model/problem.ts';
import { type Data, ExactNumber } from '../../model/value.ts';
import { isList } from '../data.ts';
import { isWhole } from '../numbers.ts';
import { dataOf } from '../subject.ts';
import { type Check, checkValue, finding, notA } from './check.ts';
import { isDate, isDateTime, isEmail, isUrl, isUuid } from './formats.ts';

/** A matcher that stands alone: `id: $uuid`. */
export function word(at: Span, name: Word): Check {
  if (name === '$absent') return absent(at);
  const { wants, meets, isOfText } = demands[name];
  return checkValue(at, wants, (subject) => {
    const data = dataOf(subject);
    if (meets(data)) return undefined;
    return typeof data === 'string' && !isOfText ? notA(wants, data) : {};
  });
}

function absent(at: Span): Check {
  const wants = 'nothing';
  return {
    at,
    wants,
    find: (subject, path) => {
      if (subject.is === 'missing') return [];
      const isNull = subject.is === 'data' && subject.data === null;
      return [finding(at, path, wants, subject, isNull ? { note: 'null is present, not absent' } : undefined)];
    },
  };
}

interface Demand {
  readonly wants: string;
  readonly meets: (data: Data) => boolean;
  /** Where a text is the right kind of value, saying that it is one does not help. */
  readonly isOfText: boolean;
}

const text = (wants: string, meets: (text: string) => boolean): Demand => ({
  wants,
  meets: (data) => typeof data === 'string' && meets(data),
  isOfText: true,
});

const other = (wants: string, meets: (data: Data) => boolean): Demand => ({ wants, meets, isOfText: false });

const demands: { readonly [name in Exclude<Word, '$absent'>]: Demand } = {
  $any: other('a value', () => true),
  $string: text('text', () => true),
  $nonempty: { wants: 'something not empty', meets: isNonEmpty, isOfText: true },
  $number: other('a number', (data) => data instanceof ExactNumber),
  $integer: other('a whole number', (data) => data instanceof ExactNumber && isWhole(data.digits)),
  $boolean: other('true or false', (data) => typeof data === 'boolean'),
  $array: other('a list', isList),
  $object: other('an object', (data) => data instanceof Map),
  $uuid: text('a UUID', isUuid),
  $email: text('an e-mail address', isEmail),
  $url: text('an http or https URL', isUrl),
  $date: text('a date (YYYY-MM-DD)', isDate),
  $datetime: text('a date and time (ISO 8601)', isDateTime),
};

/** Text with more than white space, a list with items, an object with keys. */
function isNonEmpty(data: Data): boolean {
  if (typeof data === 'string') return data.trim() !== '';
  if (isList(data)) return data.length > 0;
  return data instanceof Map && data.size > 0;
}
