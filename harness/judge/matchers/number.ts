import type { Span } from '../../model/problem.ts';
import { ExactNumber } from '../../model/value.ts';
import { compareNumbers } from '../numbers.ts';
import { cut } from '../describe.ts';
import { dataOf } from '../subject.ts';
import { type Check, checkValue, notA } from './check.ts';

const comparisons = {
  $gt: { words: 'more than', meets: (order: number) => order > 0 },
  $gte: { words: 'at least', meets: (order: number) => order >= 0 },
  $lt: { words: 'less than', meets: (order: number) => order < 0 },
  $lte: { words: 'at most', meets: (order: number) => order <= 0 },
} as const;

/** `$gt`, `$gte`, `$lt`, `$lte`; `bound` is a JSON number literal. */
export function compare(at: Span, operator: keyof typeof comparisons, bound: string): Check {
  const { words, meets } = comparisons[operator];
  return checkNumber(at, `${words} ${bound}`, (digits) => meets(compareNumbers(digits, bound)));
}

/** `$closeTo`: from `least` to `most`, both included. */
export function within(at: Span, wants: string, least: string, most: string): Check {
  return checkNumber(at, wants, (digits) => compareNumbers(digits, least) >= 0 && compareNumbers(digits, most) <= 0);
}

function checkNumber(at: Span, wants: string, meets: (digits: string) => boolean): Check {
  return checkValue(at, cut(wants), (subject) => {
    const data = dataOf(subject);
    if (!(data instanceof ExactNumber)) return notA('a number', data);
    return meets(data.digits) ? undefined : {};
  });
}
