import { words, type Operator, type Pattern, type PatternEntry, type Word } from '../model/pattern.ts';
import { unreachable, type Span } from '../model/problem.ts';
import type { Entry, Value } from '../model/value.ts';
import { decodeOperator, isOperator, operatorNames, type PatternContext } from './operators.ts';
import { complain, replacing, type Reading } from './reading.ts';
import { certain, didYouMean } from './suggest.ts';

/**
 * Decodes what a value must be: data as data, a word that starts with `$` as a matcher. Unknown matchers, matchers mixed
 * with data and wrong arguments are Problems; the pattern returned then accepts anything.
 */
export function decodePattern(context: PatternContext, value: Value): Pattern {
  switch (value.is) {
    case 'text':
      return decodeText(context, value);
    case 'list': {
      const below = { ...context, status: false };
      return { is: 'list', items: value.items.map((item) => decodePattern(below, item)), at: value.at };
    }
    case 'map':
      return decodeMap(context, value.entries, value.at);
    case 'null':
    case 'boolean':
    case 'number':
      return { is: 'equal', value, at: value.at };
    default:
      return unreachable(value);
  }
}

/** `$word`, but not `$` alone, not `$$literal`, and not a literal `${` that was written `$${`. */
export const isMatcher = (word: string): boolean => /^\$(?![${]|$)/.test(word);

export const unescaped = (word: string): string => (word.startsWith('$$') ? word.slice(1) : word);

const isWord = (name: string): name is Word => (words as readonly string[]).includes(name);

function decodeText(context: PatternContext, value: Value & { is: 'text' }): Pattern {
  const { at } = value;
  const [first, ...rest] = value.template;
  if (typeof first !== 'string') return { is: 'equal', value, at };
  if (isMatcher(first)) return decodeWord(context, first, rest.length === 0, at);
  if (first.startsWith('$$')) return { is: 'equal', value: { ...value, template: [unescaped(first), ...rest] }, at };
  if (context.status && rest.length === 0) return decodeStatus(context, first, at);
  return { is: 'equal', value, at };
}

function decodeWord({ reading }: PatternContext, name: string, alone: boolean, at: Span): Pattern {
  if (alone && isWord(name)) return { is: 'word', word: name, at };
  if (isOperator(name)) {
    complain(reading, 'bad-matcher-argument', at, `${name} needs an argument`, { fix: `write { ${name}: ... }` });
  } else {
    unknownMatcher(reading, name, at, words);
  }
  return anything(at);
}

/** `2xx` is 200 to 299. */
function decodeStatus({ reading }: PatternContext, text: string, at: Span): Pattern {
  const [hundreds] = /^[1-5](?=[xX]{2}$)/.exec(text) ?? [];
  if (hundreds === undefined) {
    complain(reading, 'bad-matcher-argument', at, `${JSON.stringify(text)} is not a status`, {
      fix: 'write a number such as 201, or 2xx',
    });
    return anything(at);
  }
  const bound = (is: '$gte' | '$lte', digits: string): Operator => ({ is, bound: { is: 'number', digits, at }, at });
  return { is: 'all', patterns: [bound('$gte', `${hundreds}00`), bound('$lte', `${hundreds}99`)], at };
}

function decodeMap(context: PatternContext, entries: readonly Entry[], at: Span): Pattern {
  const matchers = entries.filter(({ key }) => isMatcher(key));
  const data = entries.filter(({ key }) => !isMatcher(key));
  if (matchers.length === 0) {
    const below = { ...context, status: false };
    return { is: 'map', entries: data.map((entry) => decodeEntry(below, entry)), at };
  }
  const patterns = matchers.flatMap((entry) => decodeMatcher(context, entry) ?? []);
  const [stray] = data;
  if (stray !== undefined && patterns.length > 0) {
    complain(
      context.reading,
      'mixed-matchers',
      stray.keyAt,
      `"${stray.key}" is data, and its neighbour ${matchers[0]?.key} is a matcher`,
      {
        notes: ['a mapping holds either data or matchers'],
        fix: `put the matcher below a key, or write "$${matchers[0]?.key}" if it is meant as data`,
      },
    );
  }
  const [only] = patterns;
  if (only === undefined) return anything(at);
  return patterns.length === 1 ? only : { is: 'all', patterns, at };
}

function decodeEntry(context: PatternContext, { key, keyAt, value }: Entry): PatternEntry {
  return { key: unescaped(key), keyAt, pattern: decodePattern(context, value) };
}

function decodeMatcher(context: PatternContext, entry: Entry): Operator | undefined {
  const { key, keyAt } = entry;
  if (isOperator(key)) return decodeOperator(context, key, entry, decodePattern);
  if (isWord(key)) {
    complain(context.reading, 'bad-matcher-argument', keyAt, `${key} takes no argument`, { fix: `write ${key} alone` });
  } else {
    unknownMatcher(context.reading, key, keyAt, operatorNames);
  }
  return undefined;
}

function unknownMatcher(reading: Reading, name: string, at: Span, known: readonly string[]): void {
  const shown = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  complain(reading, 'unknown-matcher', at, `unknown matcher "${shown}"`, {
    fix: `write "$${shown}" if it is meant as text`,
    ...didYouMean(name, known),
    ...replacing(reading, at, name, certain(name, known, 'words')),
  });
}

const anything = (at: Span): Pattern => ({ is: 'word', word: '$any', at });
