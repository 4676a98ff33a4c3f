import type { Entry, Value } from '../model/value.ts';
import { isList, textOf } from './data.ts';
import { blameFor, fill, fillText } from './evaluate.ts';
import { type Filled, faulty, fillEach, filled, andThen } from './fault.ts';
import type { Scope } from './scope.ts';

/** Fills a text that goes to a program (an argument, a path), which can't hold NUL characters. */
export function fillWord(value: Value, scope: Scope): Filled<string> {
  return andThen(fillText(value, scope), (text) =>
    text.includes('\0')
      ? faulty(value.at, 'a NUL character cannot be passed to a program', blameFor(value, scope))
      : filled(text),
  );
}

/** Fills names and values; a list gives one pair for each of its items, and null gives none. */
export function fillPairs(entries: readonly Entry[], scope: Scope): Filled<readonly (readonly [string, string])[]> {
  const lists = fillEach(entries, ({ key, value }) =>
    andThen(fill(value, scope), (data) => {
      const items = isList(data) ? data : [data];
      return filled(items.filter((item) => item !== null).map((item) => [key, textOf(item)] as const));
    }),
  );
  return andThen(lists, (pairs) => filled(pairs.flat()));
}
