import type { Span } from '../../model/problem.ts';
import { cut } from '../describe.ts';
import { dataOf, jsonSubject } from '../subject.ts';
import { check, type Check, finding, notA } from './check.ts';

/** `$json`: the text, read as JSON. */
export function json(at: Span, inner: Check): Check {
  const wants = cut(`JSON text of ${inner.wants}`);
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    return typeof data === 'string'
      ? inner.find(jsonSubject(data), path)
      : [finding(at, path, wants, subject, notA('text', data))];
  });
}
