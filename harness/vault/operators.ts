import type { Operator, Pattern } from '../model/pattern.ts';
import type { Span } from '../model/problem.ts';
import type { Entry, Value } from '../model/value.ts';
import { complainOfSchema } from './json-schema.ts';
import { complain, type Reading } from './reading.ts';
import { complainOfRegex } from './regex.ts';
import { hasExpression, oneOrMore } from './values.ts';

/** Where a pattern stands: as the whole of `status`, `2xx` means something. */
export interface PatternContext {
  readonly reading: Reading;
  readonly status: boolean;
}

/** `$contains: x` being decoded. `decode` does the patterns inside. */
interface Matcher {
  readonly context: PatternContext;
  readonly reading: Reading;
  readonly name: string;
  readonly at: Span;
  readonly value: Value;
  readonly decode: (context: PatternContext, value: Value) => Pattern;
}

type OperatorName = Operator['is'];

/** Decodes `$key: argument`. Nothing, and a Problem, when the argument doesn't fit. */
export function decodeOperator(
  context: PatternContext,
  name: OperatorName,
  { keyAt, value }: Entry,
  decode: Matcher['decode'],
): Operator | undefined {
  return operators[name]({ context, reading: context.reading, name, at: keyAt, value, decode });
}

export const isOperator = (name: string): name is OperatorName => Object.hasOwn(operators, name);

const operators: { readonly [name in OperatorName]: (matcher: Matcher) => Operator | undefined } = {
  $equals: ({ value, at }) => ({ is: '$equals', value, at }),
  $not: (matcher) => ({ is: '$not', pattern: same(matcher), at: matcher.at }),
  $optional: (matcher) => ({ is: '$optional', pattern: same(matcher), at: matcher.at }),
  $oneOf: (matcher) => withList(matcher, (patterns) => ({ is: '$oneOf', patterns, at: matcher.at }), matcher.context),
  $contains: decodeContains,
  $startsWith: (matcher) => withText(matcher, (text) => ({ is: '$startsWith', text, at: matcher.at })),
  $endsWith: (matcher) => withText(matcher, (text) => ({ is: '$endsWith', text, at: matcher.at })),
  $matches: (matcher) => withTexts(matcher, (regexes) => decodeMatches(matcher, regexes)),
  $inOrder: (matcher) => withTexts(matcher, (texts) => ({ is: '$inOrder', texts, at: matcher.at })),
  $gt: (matcher) => withNumber(matcher, (bound) => ({ is: '$gt', bound, at: matcher.at })),
  $gte: (matcher) => withNumber(matcher, (bound) => ({ is: '$gte', bound, at: matcher.at })),
  $lt: (matcher) => withNumber(matcher, (bound) => ({ is: '$lt', bound, at: matcher.at })),
  $lte: (matcher) => withNumber(matcher, (bound) => ({ is: '$lte', bound, at: matcher.at })),
  $closeTo: decodeCloseTo,
  $length: (matcher) => ({ is: '$length', pattern: part(matcher), at: matcher.at }),
  $each: (matcher) => ({ is: '$each', pattern: part(matcher), at: matcher.at }),
  $unordered: (matcher) => withList(matcher, (patterns) => ({ is: '$unordered', patterns, at: matcher.at })),
  $json: (matcher) => ({ is: '$json', pattern: part(matcher), at: matcher.at }),
  $lines: (matcher) => withList(matcher, (patterns) => ({ is: '$lines', patterns, at: matcher.at })),
  $schema: decodeSchema,
};

export const operatorNames: readonly string[] = Object.keys(operators);

/** A pattern for the same value that the matcher is for. */
const same = ({ context, value, decode }: Matcher): Pattern => decode(context, value);

/** A pattern for a part of that value, or for something made from it. */
const part = (matcher: Matcher): Pattern => partOf(matcher)(matcher.value);

const partOf =
  ({ context, decode }: Matcher) =>
  (value: Value): Pattern =>
    decode({ ...context, status: false }, value);

function withList(
  matcher: Matcher,
  make: (patterns: readonly Pattern[]) => Operator,
  context: PatternContext = { ...matcher.context, status: false },
): Operator | undefined {
  const { value, decode } = matcher;
  if (value.is !== 'list' || value.items.length === 0) return wrong(matcher, 'a list with something in it', '[a, b]');
  return make(value.items.map((item) => decode(context, item)));
}

function decodeContains(matcher: Matcher): Operator | undefined {
  const parts = oneOrMore(matcher.value);
  if (parts.length === 0) return wrong(matcher, 'a value, or a list with something in it', '[a, b]');
  return { is: '$contains', patterns: parts.map(partOf(matcher)), at: matcher.at };
}

function withText(matcher: Matcher, make: (text: Value) => Operator): Operator | undefined {
  return matcher.value.is === 'text' ? make(matcher.value) : wrong(matcher, 'text', '"text"');
}

function withTexts(matcher: Matcher, make: (texts: readonly Value[]) => Operator): Operator | undefined {
  const texts = oneOrMore(matcher.value);
  if (texts.length > 0 && texts.every(({ is }) => is === 'text')) return make(texts);
  return wrong(matcher, 'text, or a list of texts', '["one", "two"]');
}

function withNumber(matcher: Matcher, make: (bound: Value) => Operator): Operator | undefined {
  return isNumeric(matcher.value) ? make(matcher.value) : wrong(matcher, 'a number', '1');
}

/** A number, or an expression that may turn out to be one. */
function isNumeric(value: Value): boolean {
  return value.is === 'number' || (value.is === 'text' && value.template.length === 1 && hasExpression(value));
}

function decodeMatches(matcher: Matcher, regexes: readonly Value[]): Operator {
  for (const regex of regexes) complainOfRegex(matcher.reading, regex);
  return { is: '$matches', regexes, at: matcher.at };
}

function decodeCloseTo(matcher: Matcher): Operator | undefined {
  const { value, at } = matcher;
  const [target, delta, ...rest] = value.is === 'list' && value.items.every(isNumeric) ? value.items : [];
  if (target === undefined || delta === undefined || rest.length > 0) {
    return wrong(matcher, 'two numbers: the value, and how far from it is close', '[9.99, 0.01]');
  }
  return { is: '$closeTo', target, delta, at };
}

function decodeSchema(matcher: Matcher): Operator | undefined {
  const { value, at, reading } = matcher;
  if (value.is !== 'map' && value.is !== 'boolean')
    return wrong(matcher, 'a JSON Schema', '{ type: object, required: [id] }');
  const filled = textsIn(value).filter(hasExpression);
  if (filled.length === 0) complainOfSchema(reading, value);
  for (const text of filled) {
    complain(reading, 'template-not-allowed', text.at, '${...} is not filled in a $schema', {
      fix: 'match this part with data and matchers instead',
    });
  }
  return { is: '$schema', schema: value, at };
}

function textsIn(value: Value): readonly Value[] {
  if (value.is === 'list') return value.items.flatMap(textsIn);
  if (value.is === 'map') return value.entries.flatMap((entry) => textsIn(entry.value));
  return value.is === 'text' ? [value] : [];
}

function wrong({ reading, name, value }: Matcher, wanted: string, example: string): undefined {
  complain(reading, 'bad-matcher-argument', value.at, `${name} takes ${wanted}`, {
    fix: `such as ${name}: ${example}`,
  });
}
