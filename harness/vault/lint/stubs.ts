import { unreachable } from '../../model/problem.ts';
import type { Pattern, Word } from '../../model/pattern.ts';
import { RE2JS } from 're2js';
import { regexFlags, regexParts } from '../regex.ts';
import type { Value } from '../../model/value.ts';
import { hasExpression, literalOf, numberOf } from '../values.ts';

/** What a candidate that does nothing shows: nothing at all, a text, a number, yes or no, or a mapping without keys. */
export type Shown = undefined | string | number | boolean | Readonly<Record<string, never>>;

/** Does a pattern hold on what is shown? `unsure` where that depends on values that only a run knows. */
export type Holds = 'yes' | 'no' | 'unsure';

const yesIf = (condition: boolean): Holds => (condition ? 'yes' : 'no');

/** Far simpler than judging, and only for what a stub can show: it never says yes where judging would say no. */
export function holds(pattern: Pattern, shown: Shown): Holds {
  if (shown === undefined) return holdsOnNothing(pattern);
  switch (pattern.is) {
    case 'equal':
      return isSame(pattern.value, shown);
    case '$equals':
      return isEmptyMap(shown) && pattern.value.is === 'map'
        ? yesIf(pattern.value.entries.length === 0)
        : isSame(pattern.value, shown);
    case 'map':
      return isEmptyMap(shown) ? every(pattern.entries.map((entry) => holds(entry.pattern, undefined))) : 'no';
    case 'all':
      return every(pattern.patterns.map((part) => holds(part, shown)));
    case 'word':
      return yesIf(isWord(pattern.word, shown));
    case '$not':
      return opposite(holds(pattern.pattern, shown));
    case '$optional':
      return holds(pattern.pattern, shown);
    case '$oneOf':
      return some(pattern.patterns.map((part) => holds(part, shown)));
    case '$contains':
      if (typeof shown !== 'string') return 'no';
      return every(pattern.patterns.map((part) => (part.is === 'equal' ? isPart(part.value, shown) : 'unsure')));
    case '$inOrder':
      return typeof shown === 'string' ? every(pattern.texts.map((text) => isPart(text, shown))) : 'no';
    case '$startsWith':
      return typeof shown === 'string' ? isPart(pattern.text, shown, (text) => shown.startsWith(text)) : 'no';
    case '$endsWith':
      return typeof shown === 'string' ? isPart(pattern.text, shown, (text) => shown.endsWith(text)) : 'no';
    case '$matches':
      return typeof shown === 'string' ? every(pattern.regexes.map((regex) => isFound(regex, shown))) : 'no';
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return compare(pattern.is, shown, pattern.bound);
    case '$length':
      return typeof shown === 'string'
        ? holds(pattern.pattern, shown.length)
        : isEmptyMap(shown)
          ? holds(pattern.pattern, 0)
          : 'no';
    case '$json':
      return shown === '{}' ? holds(pattern.pattern, {}) : 'no';
    case '$closeTo':
    case '$lines':
    case '$schema':
      return 'unsure';
    case 'list':
    case '$each':
    case '$unordered':
      return 'no';
    default:
      return unreachable(pattern);
  }
}

/** What is missing fails every matcher but two. */
function holdsOnNothing(pattern: Pattern): Holds {
  if (pattern.is === 'all') return every(pattern.patterns.map(holdsOnNothing));
  return yesIf(pattern.is === '$optional' || (pattern.is === 'word' && pattern.word === '$absent'));
}

/** One doubt is enough: what stands under $not turns a no into a yes. */
export function every(all: readonly Holds[]): Holds {
  if (all.includes('unsure')) return 'unsure';
  return yesIf(!all.includes('no'));
}

function some(all: readonly Holds[]): Holds {
  if (all.includes('unsure')) return 'unsure';
  return yesIf(all.includes('yes'));
}

const opposite = (one: Holds): Holds => (one === 'unsure' ? one : yesIf(one === 'no'));

const isEmptyMap = (shown: Shown): boolean => typeof shown === 'object';

function isSame(value: Value, shown: Shown): Holds {
  // A text that is drawn or saved is not what a stub says; a number may be.
  if (hasExpression(value)) return typeof shown === 'number' ? 'unsure' : 'no';
  if (value.is === 'number') return yesIf(typeof shown === 'number' && Number(value.digits) === shown);
  if (value.is === 'boolean') return yesIf(value.value === shown);
  return yesIf(value.is === 'text' && typeof shown === 'string' && literalOf(value)?.trimEnd() === shown);
}

/** What is drawn or saved is not in what a stub says. Looking for an empty text passes nowhere, not under $not either. */
function isPart(value: Value, shown: string, found = (text: string): boolean => shown.includes(text)): Holds {
  const text = literalOf(value);
  return text === '' ? 'unsure' : yesIf(text !== undefined && found(text));
}

function isFound(regex: Value, shown: string): Holds {
  const { source, flags } = regex.is === 'text' ? regexParts(regex.template) : { source: [], flags: '' };
  const [only, ...rest] = source;
  if (typeof only !== 'string' || rest.length > 0) return 'no';
  return yesIf(RE2JS.compile(only, regexFlags(flags)).matcher(shown).find());
}

/** Texts, numbers and mappings of a stub are none that a more demanding word is for: no UUID, no date. */
function isWord(word: Word, shown: Shown): boolean {
  const kinds: { readonly [word in Word]?: boolean } = {
    $any: true,
    $string: typeof shown === 'string',
    $nonempty: typeof shown === 'string' && shown !== '',
    $number: typeof shown === 'number',
    $integer: typeof shown === 'number',
    $boolean: typeof shown === 'boolean',
    $object: isEmptyMap(shown),
  };
  return kinds[word] ?? false;
}

function compare(is: '$gt' | '$gte' | '$lt' | '$lte', shown: Shown, bound: Value): Holds {
  if (typeof shown !== 'number') return 'no';
  const limit = numberOf(bound);
  if (limit === undefined) return 'unsure';
  return yesIf({ $gt: shown > limit, $gte: shown >= limit, $lt: shown < limit, $lte: shown <= limit }[is]);
}
