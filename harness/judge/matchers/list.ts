import type { Span } from '../../model/problem.ts';
import { type Data, ExactNumber } from '../../model/value.ts';
import { unassigned } from '../assign.ts';
import { isList } from '../data.ts';
import { cut, showAll } from '../describe.ts';
import { lengthOf } from '../functions.ts';
import { pathTo } from '../path.ts';
import { dataOf, proseSubject, type Subject } from '../subject.ts';
import { check, type Check, checkText, type Complaint, finding, type Finding, notA } from './check.ts';
import { nearMiss } from './logic.ts';
import { judgeContains } from './text.ts';

/** Items of one list that `$each` looks at, and pairs of item and pattern that `$contains` and `$unordered` try. */
const maxItems = 100_000;
const maxPairs = 250_000;
/** Items among which the closest one is looked for. */
const maxCompared = 100;
/** Findings that are collected before `$each` stops looking. */
const maxShown = 10;

/** A list: same length and order. */
export function list(at: Span, items: readonly Check[]): Check {
  return checkList(at, wantsList(items), (received, subject, path) => inTurn(at, items, received, subject, path));
}

/** `$lines`: the lines of a text, same number and order. */
export function lines(at: Span, items: readonly Check[]): Check {
  const wants = cut(`lines: ${wantsList(items)}`);
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    if (typeof data !== 'string') return [finding(at, path, wants, subject, notA('text', data))];
    const plain = data === '' ? [] : data.split('\n');
    return inTurn(at, items, plain.map(proseSubject), subject, path);
  });
}

/** `$each`: at least one item, and every one like this. */
export function each(at: Span, item: Check): Check {
  const wants = cut(`every item ${item.wants}`);
  return checkList(at, wants, (received, subject, path) => {
    if (received.length === 0) return [finding(at, path, wants, subject, { note: 'the list is empty' })];
    if (received.length > maxItems) return [finding(at, path, wants, subject, tooMany(received.length))];
    const findings: Finding[] = [];
    for (const [index, one] of received.entries()) {
      findings.push(...item.find(one, pathTo(path, index)));
      if (findings.length >= maxShown) break;
    }
    return findings;
  });
}

/** `$unordered`: as many items as patterns, each of them for one pattern. */
export function unordered(at: Span, items: readonly Check[]): Check {
  const wants = cut(`in any order ${wantsList(items)}`);
  return checkList(at, wants, (received, subject, path) =>
    received.length === items.length
      ? leftOver(at, items, received, subject, path)
      : [finding(at, path, wants, subject, wrongSize(received.length, items.length))],
  );
}

/** `$contains`: on a text, all of these texts; on a list, an item of its own for each of these. */
export function contains(at: Span, parts: readonly Check[]): Check {
  const wants = cut(
    `containing ${showAll(
      parts.map((part) => part.wants),
      'and',
    )}`,
  );
  const inText = checkText(at, wants, (text, isProse) =>
    judgeContains(
      text,
      parts.map(({ literal }) => literal),
      isProse,
    ),
  );
  const inList = checkList(at, wants, (received, subject, path) => leftOver(at, parts, received, subject, path));
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    if (typeof data === 'string') return inText.find(subject, path);
    return isList(data)
      ? inList.find(subject, path)
      : [finding(at, path, wants, subject, notA('text or a list', data))];
  });
}

/** `$length` of a text, list or object. */
export function length(at: Span, size: Check): Check {
  const wants = cut(`of length ${size.wants}`);
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    const count = lengthOf(data);
    if (count === undefined) return [finding(at, path, wants, subject, notA('text, a list or an object', data))];
    return size.find({ is: 'data', data: new ExactNumber(String(count)) }, pathTo(path, '$length'));
  });
}

type FindInList = (items: readonly Subject[], subject: Subject, path: string) => readonly Finding[];

function checkList(at: Span, wants: string, find: FindInList): Check {
  return check(at, wants, (subject, path) => {
    const data = dataOf(subject);
    if (!isList(data)) return [finding(at, path, wants, subject, notA('a list', data))];
    return find(data.map(dataSubject), subject, path);
  });
}

const dataSubject = (data: Data): Subject => ({ is: 'data', data });

const wantsList = (items: readonly Check[]): string =>
  cut(
    `[${items
      .slice(0, 5)
      .map(({ wants }) => wants)
      .join(', ')}${items.length > 5 ? ', …' : ''}]`,
  );

function inTurn(
  at: Span,
  checks: readonly Check[],
  received: readonly Subject[],
  subject: Subject,
  path: string,
): readonly Finding[] {
  const size =
    received.length === checks.length
      ? []
      : [finding(at, path, wantsList(checks), subject, wrongSize(received.length, checks.length))];
  const items = checks.flatMap((item, index) => {
    const one = received[index];
    return one === undefined ? [] : item.find(one, pathTo(path, index));
  });
  return [...size, ...items];
}

/** One Finding for each pattern that finds no item of its own. */
function leftOver(
  at: Span,
  checks: readonly Check[],
  received: readonly Subject[],
  subject: Subject,
  path: string,
): readonly Finding[] {
  if (checks.length * received.length > maxPairs) {
    return [finding(at, path, wantsList(checks), subject, tooMany(received.length))];
  }
  const find = (one: Check, item: Subject, index: number) => one.find(item, pathTo(path, index));
  let undecided = false;
  const edges = checks.map((one) =>
    received.flatMap((item, index) => {
      const findings = find(one, item, index);
      undecided ||= findings.some((found) => found.undecided);
      return findings.length === 0 ? [index] : [];
    }),
  );
  return unassigned(edges).flatMap((left) => {
    const wanted = checks[left];
    if (wanted === undefined) return [];
    const attempts = received.slice(0, maxCompared).map((item, index) => find(wanted, item, index));
    return [
      finding(wanted.at, path, cut(`an item: ${wanted.wants}`), subject, {
        ...noItem(attempts, path),
        ...(undecided && { undecided }),
      }),
    ];
  });
}

/** Says which item came closest, or that all that would do serve other patterns. */
function noItem(attempts: readonly (readonly Finding[])[], path: string): Complaint {
  if (attempts.length === 0) return { note: 'the list is empty' };
  if (attempts.some((findings) => findings.length === 0)) {
    return { note: 'the items that match it are needed for other patterns' };
  }
  return { note: 'no item matches', ...nearMiss(attempts, path) };
}

const wrongSize = (received: number, expected: number): Complaint => ({
  note: `${received > expected ? 'extra items' : 'too few items'}: ${received} received, ${expected} expected`,
});

const tooMany = (received: number): Complaint => ({
  note: `a list of ${received} items is longer than is compared`,
  undecided: true,
});
