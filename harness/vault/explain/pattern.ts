import type { Pattern, PatternEntry, Word } from '../../model/pattern.ts';
import { unreachable } from '../../model/problem.ts';
import type { Value } from '../../model/value.ts';
import { plainText, valueWords } from './value.ts';
import { counted, joined } from './words.ts';

/** What must be true of a value, as the rest of a sentence that begins with its name: `is 201`, `is missing`. */
export function patternWords(pattern: Pattern): string {
  switch (pattern.is) {
    case 'equal':
      return isEmptyText(pattern.value) ? 'is empty' : `is ${valueWords(pattern.value)}`;
    case '$equals':
      return `is exactly ${valueWords(pattern.value)}, and has nothing else in it`;
    case 'map':
      return pattern.entries.length === 0 ? 'is a mapping' : `is a mapping (${membersWords(pattern.entries)})`;
    case 'list':
      return pattern.items.length === 0
        ? 'is an empty list'
        : `is a list of ${pattern.items.length} (${pattern.items.map(itemWords).join('; ')})`;
    case 'all':
      return joined(pattern.patterns.map(patternWords));
    case 'word':
      return wordWords[pattern.word];
    case '$not':
      return notWords(pattern.pattern);
    case '$oneOf':
      return pattern.patterns.every(({ is }) => is === 'equal')
        ? `is ${joined(pattern.patterns.map(bare), 'or')}`
        : `either ${joined(pattern.patterns.map(patternWords), 'or')}`;
    case '$optional':
      return `is missing, or else ${patternWords(pattern.pattern)}`;
    case '$contains':
      return pattern.patterns.every(({ is }) => is === 'equal')
        ? `contains ${joined(pattern.patterns.map(bare))}`
        : `is a list that has ${joined(pattern.patterns.map(itemWords))}`;
    case '$startsWith':
      return `starts with ${valueWords(pattern.text)}`;
    case '$endsWith':
      return `ends with ${valueWords(pattern.text)}`;
    case '$matches':
      return `fits the pattern ${joined(pattern.regexes.map(plainText))}`;
    case '$inOrder':
      return `contains ${pattern.texts.map(valueWords).join(', then ')}`;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return `is ${comparing[pattern.is]} ${valueWords(pattern.bound)}`;
    case '$closeTo':
      return `is ${valueWords(pattern.target)}, give or take ${valueWords(pattern.delta)}`;
    case '$length':
      return pattern.pattern.is === 'equal'
        ? `has a length of ${bare(pattern.pattern)}`
        : `has a length that ${patternWords(pattern.pattern)}`;
    case '$each':
      return `is a list of at least one, each ${itemWords(pattern.pattern)}`;
    case '$unordered':
      return `is a list of ${pattern.patterns.length} in any order (${pattern.patterns.map(itemWords).join('; ')})`;
    case '$json':
      return `is JSON, and that ${patternWords(pattern.pattern)}`;
    case '$lines':
      return `has ${counted(pattern.patterns.length, 'line')} (${pattern.patterns.map(itemWords).join('; ')})`;
    case '$schema':
      return `fits the JSON Schema ${valueWords(pattern.schema)}`;
    default:
      return unreachable(pattern);
  }
}

const isEmptyText = (value: Value): boolean => value.is === 'text' && value.template.every((part) => part === '');

const comparing = { $gt: 'more than', $gte: 'at least', $lt: 'less than', $lte: 'at most' } as const;

const wordWords: { readonly [word in Word]: string } = {
  $any: 'is there, whatever it is',
  $string: 'is a text',
  $nonempty: 'is there and not empty',
  $number: 'is a number',
  $integer: 'is a whole number',
  $boolean: 'is true or false',
  $array: 'is a list',
  $object: 'is a mapping',
  $uuid: 'is a UUID',
  $email: 'is an e-mail address',
  $url: 'is a web address',
  $date: 'is a date',
  $datetime: 'is a date with a time',
  $absent: 'is missing',
};

/** `"id" is there, whatever it is, and "email" is ‹email›`. */
export const membersWords = (entries: readonly PatternEntry[]): string =>
  joined(entries.map(({ key, pattern }) => `"${key}" ${patternWords(pattern)}`));

function itemWords(pattern: Pattern): string {
  if (pattern.is === 'equal') return bare(pattern);
  return pattern.is === 'map' && pattern.entries.length > 0
    ? `one in which ${membersWords(pattern.entries)}`
    : `one that ${patternWords(pattern)}`;
}

const bare = (pattern: Pattern): string => (pattern.is === 'equal' ? valueWords(pattern.value) : patternWords(pattern));

function notWords(pattern: Pattern): string {
  if (pattern.is === 'equal') return `is there, and anything but ${valueWords(pattern.value)}`;
  if (pattern.is === '$matches') return `does not fit the pattern ${joined(pattern.regexes.map(plainText), 'or')}`;
  if (pattern.is === '$oneOf') {
    const each = pattern.patterns.map(patternWords).join('; that it ');
    return `is there, and none of these is true of it: that it ${each}`;
  }
  const [only, second] = pattern.is === '$contains' ? pattern.patterns : [];
  if (only?.is === 'equal' && second === undefined) return `does not contain ${bare(only)}`;
  return `is there, and it is not so that it ${patternWords(pattern)}`;
}
