import type { Span } from '../../model/problem.ts';
import { cut, showAll, visible } from '../describe.ts';
import { pathTo } from '../path.ts';
import { dataOf, partOf } from '../subject.ts';
import { check, type Check, type Complaint, finding, type Finding, notA } from './check.ts';

/** One key of a mapping and what it must match. */
export interface EntryCheck {
  readonly key: string;
  readonly check: Check;
}

/** A mapping: every listed key must match; other keys are ignored. */
export function map(at: Span, entries: readonly EntryCheck[]): Check {
  const keys = showAll(
    entries.map(({ key }) => visible(key)),
    'and',
  );
  const wants = keys === '' ? 'an object' : cut(`an object with ${keys}`);
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    if (!(data instanceof Map)) {
      const looksLikeJson = typeof data === 'string' && /^\s*[[{]/.test(data.slice(0, 100));
      const hint = { note: 'it is text; say $json to read JSON in text' };
      return [finding(at, path, wants, subject, looksLikeJson ? hint : notA('an object', data))];
    }
    return entries.flatMap((entry) => entry.check.find(partOf(subject, entry.key), pathTo(path, entry.key)));
  });
}

/** Several matchers that must all be met. */
export function all(at: Span, checks: readonly Check[]): Check {
  return {
    at,
    wants: cut(checks.map(({ wants }) => wants).join(' and ')),
    find: (subject, path) => {
      const findings = checks.flatMap((each) => each.find(subject, path));
      // That it is missing is one fact, however many matchers say so.
      return subject.is === 'missing' || subject.is === 'unreadable' ? findings.slice(0, 1) : findings;
    },
  };
}

/** `$not`: there, and not like this. What we could not look at does not pass. */
export function not(at: Span, inner: Check): Check {
  const wants = cut(`not ${inner.wants}`);
  return check(at, wants, (subject, path) => {
    const findings = inner.find(subject, path);
    if (findings.length === 0) return [finding(at, path, wants, subject)];
    return findings.filter(({ undecided }) => undecided === true);
  });
}

/** `$optional`: missing, or like this. */
export function optional(at: Span, inner: Check): Check {
  return {
    at,
    wants: cut(`${inner.wants}, or nothing`),
    find: (subject, path) => (subject.is === 'missing' ? [] : inner.find(subject, path)),
  };
}

/** `$oneOf`: there, and like one of these. */
export function oneOf(at: Span, choices: readonly Check[]): Check {
  const wants = cut(
    showAll(
      choices.map((choice) => choice.wants),
      'or',
    ),
  );
  return check(at, wants, (subject, path) => {
    const attempts: (readonly Finding[])[] = [];
    for (const choice of choices) {
      const findings = choice.find(subject, path);
      if (findings.length === 0) return [];
      attempts.push(findings);
    }
    return [finding(at, path, wants, subject, nearMiss(attempts, path))];
  });
}

/** Of several failed attempts, tells how the one with the fewest findings failed inside of the value. */
export function nearMiss(attempts: readonly (readonly Finding[])[], path: string): Complaint {
  const undecided = attempts.flat().some((one) => one.undecided) ? { undecided: true as const } : {};
  const [first] = attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
  if (first === undefined || first.path === path) return undecided;
  return {
    note: cut(`closest: at ${first.path} expected ${first.expected}, received ${first.received}`),
    ...undecided,
  };
}
