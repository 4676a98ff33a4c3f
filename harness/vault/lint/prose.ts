import type { Pattern } from '../../model/pattern.ts';
import type { Span } from '../../model/problem.ts';
import type { Expectation } from '../../model/scenario.ts';
import { complain, type Reading } from '../reading.ts';
import { literalOf } from '../values.ts';

/** Warns of prose that is expected to the letter: another wording of the same would fail. */
export function lintProse(reading: Reading, { field, pattern }: Expectation): void {
  if (field === 'stderr') {
    const text = pattern.is === 'equal' ? literalOf(pattern.value) : undefined;
    if (text !== undefined && text.trim() !== '') warnOfError(reading, pattern.at, text);
  }
  if (field === 'stdout' || field === 'text') {
    const text = pattern.is === 'equal' ? literalOf(pattern.value) : undefined;
    if (text !== undefined && wordsOf(text).length >= sentence) warnOfSentence(reading, pattern.at, text);
  }
  if (field === 'body') lintMessages(reading, '', pattern);
}

/** Words from which on a text is taken for a sentence. */
const sentence = 5;

/** Keys under which people are told something. */
const messages =
  /^(?:error|errors|message|messages|msg|detail|details|reason|warning|error_?(?:message|description))$/i;

function lintMessages(reading: Reading, key: string, pattern: Pattern): void {
  if (pattern.is === 'map') for (const entry of pattern.entries) lintMessages(reading, entry.key, entry.pattern);
  if (pattern.is === 'list') for (const item of pattern.items) lintMessages(reading, key, item);
  if (pattern.is !== 'equal' || !messages.test(key)) return;
  const text = literalOf(pattern.value) ?? '';
  if (wordsOf(text).length >= 2) warnOfError(reading, pattern.at, text);
}

const wordsOf = (text: string): readonly string[] =>
  /\n\s*\S/.test(text.trim()) ? [] : text.split(/\s+/).filter((word) => /^[A-Za-z][a-z'’-]*[.,:;!?]?$/.test(word));

function warnOfError(reading: Reading, at: Span, text: string): void {
  const fix = matching(text);
  complain(reading, 'exact-error-text', at, 'an error may be worded in many ways', { severity: 'warning', fix });
}

function warnOfSentence(reading: Reading, at: Span, text: string): void {
  const fix = matching(text);
  complain(reading, 'exact-prose', at, 'a sentence may be worded in many ways', { severity: 'warning', fix });
}

const matching = (text: string): string => `match what it must be about: { $matches: '/${telling(text)}/i' }`;

/** The word that most likely says what it is about. */
function telling(text: string): string {
  const words = text.toLowerCase().match(/[a-z]{3,}/g) ?? ['password'];
  return words.filter((word) => !small.has(word)).toSorted((a, b) => b.length - a.length)[0] ?? words[0] ?? 'password';
}

const small = new Set([
  'the',
  'and',
  'not',
  'was',
  'has',
  'have',
  'that',
  'this',
  'with',
  'must',
  'error',
  'invalid',
  'missing',
  'required',
  'wrong',
]);
