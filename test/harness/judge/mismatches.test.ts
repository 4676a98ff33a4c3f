import { describe, expect, it } from 'vitest';
import { match } from '../../../harness/judge/expect.ts';
import { trialScope } from '../../../harness/judge/scope.ts';
import { subjectOf } from '../../../harness/judge/subject.ts';
import type { Seen } from '../../../harness/model/observation.ts';
import { pattern } from '../../rig/values.ts';

const json = (plain: unknown): Seen => ({ is: 'json', source: JSON.stringify(plain) });
const text = (said: string): Seen => ({ is: 'text', text: said });
const long = 'A long line that goes on and on, far beyond what anybody would want to read in a report. ';

/** One of each kind. */
const samples: readonly (readonly [name: string, demanded: unknown, seen: Seen])[] = [
  ['another value', 201, { is: 'status', value: 200 }],
  ['another type', 1, json('1')],
  ['another case', 'Ann', json('ann')],
  ['a difference far inside', `${long.repeat(3)}yes`, json(`${long.repeat(3)}no`)],
  ['a difference in a later line', 'first line\nsecond line', text('first line\nsecond time\n')],
  ['only space differs', { $equals: 'a' }, text('a\n')],
  ['control characters', 'red', text('\u0007\u202ered')],
  ['a missing key', { email: '$email', name: 'x' }, json({ emial: 'a@b.de' })],
  ['a missing answer', { id: '$any' }, { is: 'missing', why: 'connection refused' }],
  ['not JSON', { id: 1 }, { is: 'json', source: '<!doctype html><title>Oops</title>' }],
  ['an object wanted', { id: 1 }, json([1])],
  ['an object wanted, JSON in text', { id: 1 }, text('{"id": 1}')],
  [
    'a header',
    { 'content-type': 'text/html' },
    { is: 'headers', pairs: [['Content-Type', 'application/json; charset=utf-8']] },
  ],
  ['extra items', [1, 2], json([1, 3, 4])],
  ['too few items', [1, 2], json([1])],
  ['$absent', { password: '$absent' }, json({ password: 'hunter2' })],
  ['$absent, null', { password: '$absent' }, json({ password: null })],
  ['a type word', { id: '$uuid' }, json({ id: 7 })],
  ['$nonempty', '$nonempty', json('  ')],
  ['$datetime', '$datetime', json('yesterday')],
  ['$not', { $not: 0 }, json(0)],
  ['$oneOf', { $oneOf: ['new', 'paid'] }, json('open')],
  ['$oneOf, near miss', { $oneOf: [{ id: 1, state: 'new' }, 'none'] }, json({ id: 1, state: 'old' })],
  ['$optional', { age: { $optional: '$integer' } }, json({ age: '7' })],
  ['$contains in text', { $contains: ['To: ann', '3 x'] }, text('To: bob\n3 x\n')],
  ['$contains in a list', { $contains: [{ id: 2, ok: true }] }, json([{ id: 1 }, { id: 2, ok: false }])],
  ['$contains twice', { $contains: [1, 1] }, json([1, 2])],
  ['$startsWith', { $startsWith: 'Hello' }, json('Bye')],
  ['$matches', { $matches: '/\\b2 notes?\\b/i' }, text('no notes\n')],
  ['$inOrder', { $inOrder: ['one', 'two'] }, text('two one')],
  ['$gt, a text', { $gt: 3 }, json('5')],
  ['$gte', { $gte: 1 }, json(0)],
  ['$closeTo', { $closeTo: [10, 0.5] }, json(11)],
  ['$length', { $length: 2 }, json([1, 2, 3])],
  ['$each', { $each: { id: '$integer' } }, json([{ id: 1 }, { id: 'x' }])],
  ['$each, empty', { $each: '$any' }, json([])],
  ['$unordered', { $unordered: [1, 2] }, json([2, 3])],
  ['$json', { $json: { ok: true } }, text('{"ok": false}')],
  ['$json, broken', { $json: { ok: true } }, text('{"ok": tru')],
  ['$lines', { $lines: ['a', 'b'] }, text('a\nc\nd\n')],
  ['$schema', { $schema: { required: ['id'] } }, json({})],
  ['a long list', [], json(Array.from({ length: 500 }, (_, index) => index))],
];

function lines(demanded: unknown, seen: Seen): readonly string[] {
  const found = match(pattern(demanded), subjectOf(seen), trialScope({ now: 0 }), 'it');
  return (found.ok ? found.value : []).map(({ path, expected, received, note }) => {
    const told = note === undefined ? '' : `\n    = ${note}`;
    return `  at ${path}\n    expected ${expected}\n    received ${received}${told}`;
  });
}

describe('mismatches', () => {
  it('read well, one of each kind', async () => {
    const page = samples.map(([name, demanded, seen]) => [name, ...lines(demanded, seen)].join('\n'));
    await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('golden/mismatches.txt');
  });
});
