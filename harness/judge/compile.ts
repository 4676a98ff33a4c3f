import { unreachable } from '../model/problem.ts';
import type { Operator, Pattern, PatternEntry } from '../model/pattern.ts';
import { type Data, ExactNumber, type Value } from '../model/value.ts';
import { operate } from './arithmetic.ts';
import { describeKind } from './describe.ts';
import { blameFor, fill, fillText } from './evaluate.ts';
import { faulty, fillEach, filled, type Filled, andThen } from './fault.ts';
import type { Check } from './matchers/check.ts';
import { json } from './matchers/decode.ts';
import { equal, exactly } from './matchers/equal.ts';
import { contains, each, length, lines, list, unordered } from './matchers/list.ts';
import { all, type EntryCheck, map, not, oneOf, optional } from './matchers/logic.ts';
import { compare, within } from './matchers/number.ts';
import { compileSchema, meetsSchema, type Schema } from './matchers/schema.ts';
import { endsWith, inOrder, matches, startsWith } from './matchers/text.ts';
import { word } from './matchers/words.ts';
import { fillRegex } from './regex.ts';
import type { Scope } from './scope.ts';

/**
 * Fills a Pattern's templates and compiles its regular expressions, all of them, before anything is matched: whether a
 * scenario is at fault must not depend on what the candidate answered.
 */
export function compile(pattern: Pattern, scope: Scope): Filled<Check> {
  const { at } = pattern;
  switch (pattern.is) {
    case 'equal':
      return andThen(fill(pattern.value, scope), (value) => filled(equal(at, value)));
    case 'map':
      return andThen(
        fillEach(pattern.entries, (entry) => compileEntry(entry, scope)),
        (entries) => filled(map(at, entries)),
      );
    case 'list':
      return andThen(compileAll(pattern.items, scope), (items) => filled(list(at, items)));
    case 'all':
      return andThen(compileAll(pattern.patterns, scope), (checks) => filled(all(at, checks)));
    case 'word':
      return filled(word(at, pattern.word));
    case '$equals':
      return andThen(fill(pattern.value, scope), (value) => filled(exactly(at, value)));
    case '$not':
      return andThen(compile(pattern.pattern, scope), (inner) => filled(not(at, inner)));
    case '$oneOf':
      return andThen(compileAll(pattern.patterns, scope), (choices) => filled(oneOf(at, choices)));
    case '$optional':
      return andThen(compile(pattern.pattern, scope), (inner) => filled(optional(at, inner)));
    case '$contains':
      return andThen(compileAll(pattern.patterns, scope), (parts) => filled(contains(at, parts)));
    case '$startsWith':
      return andThen(fillText(pattern.text, scope), (text) => filled(startsWith(at, text)));
    case '$endsWith':
      return andThen(fillText(pattern.text, scope), (text) => filled(endsWith(at, text)));
    case '$matches':
      return andThen(
        fillEach(pattern.regexes, (value) => fillRegex(value, scope)),
        (regexes) => filled(matches(at, regexes)),
      );
    case '$inOrder':
      return andThen(
        fillEach(pattern.texts, (value) => fillText(value, scope)),
        (parts) => filled(inOrder(at, parts)),
      );
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return andThen(fillNumber(pattern.bound, scope), (bound) => filled(compare(at, pattern.is, bound)));
    case '$closeTo':
      return compileCloseTo(pattern, scope);
    case '$length':
      return andThen(compile(pattern.pattern, scope), (size) => filled(length(at, size)));
    case '$each':
      return andThen(compile(pattern.pattern, scope), (item) => filled(each(at, item)));
    case '$unordered':
      return andThen(compileAll(pattern.patterns, scope), (items) => filled(unordered(at, items)));
    case '$json':
      return andThen(compile(pattern.pattern, scope), (inner) => filled(json(at, inner)));
    case '$lines':
      return andThen(compileAll(pattern.patterns, scope), (items) => filled(lines(at, items)));
    case '$schema':
      return andThen(knownSchema(pattern.schema, scope), (schema) => filled(meetsSchema(at, schema)));
    default:
      return unreachable(pattern);
  }
}

const compileAll = (patterns: readonly Pattern[], scope: Scope): Filled<readonly Check[]> =>
  fillEach(patterns, (pattern) => compile(pattern, scope));

const compileEntry = ({ key, pattern }: PatternEntry, scope: Scope): Filled<EntryCheck> =>
  andThen(compile(pattern, scope), (check) => filled({ key, check }));

function compileCloseTo({ at, target, delta }: Operator & { is: '$closeTo' }, scope: Scope): Filled<Check> {
  return andThen(fillNumber(target, scope), (middle) =>
    andThen(fillNumber(delta, scope), (reach) => {
      const least = operate('-', middle, reach);
      const most = operate('+', middle, reach);
      if (least.ok && most.ok) return filled(within(at, `${middle} ± ${reach}`, least.value, most.value));
      const isTheirs = blameFor(target, scope) === 'candidate' || blameFor(delta, scope) === 'candidate';
      return faulty(at, 'the numbers are too large to compute with', isTheirs ? 'candidate' : 'scenario');
    }),
  );
}

/** The digits of a number; other values are a Fault. */
function fillNumber(value: Value, scope: Scope): Filled<string> {
  return andThen(fill(value, scope), (data: Data) =>
    data instanceof ExactNumber
      ? filled(data.digits)
      : faulty(value.at, `a number is needed here, not ${describeKind(data)}`, blameFor(value, scope)),
  );
}

/** Schemas are literal, so one compiled for an earlier attempt does. */
const schemas = new WeakMap<Value, Schema>();

function knownSchema(value: Value, scope: Scope): Filled<Schema> {
  const known = schemas.get(value);
  if (known !== undefined) return filled(known);
  return andThen(fill(value, scope), (data) => {
    const compiled = compileSchema(data);
    if (typeof compiled === 'string') return faulty(value.at, compiled);
    schemas.set(value, compiled);
    return filled(compiled);
  });
}
