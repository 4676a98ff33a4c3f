import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../../../harness/judge/expect.ts';
import { trialScope } from '../../../../harness/judge/scope.ts';
import { subjectOf } from '../../../../harness/judge/subject.ts';
import type { Seen } from '../../../../harness/model/observation.ts';
import { holds, type Shown } from '../../../../harness/vault/lint/stubs.ts';
import { patterns, statuses } from '../../../rig/arbitrary/patterns.ts';
import { tries } from '../../../rig/prove.ts';

/** What a stub shows, as the lint has it and as a judge sees it. */
const stubs: readonly (readonly [Shown, Seen])[] = [
  [{}, { is: 'json', source: '{}' }],
  ['{}', { is: 'text', text: '{}' }],
  ['<h1>OK</h1>', { is: 'text', text: '<h1>OK</h1>' }],
  ['', { is: 'text', text: '' }],
  [200, { is: 'status', value: 200 }],
  [0, { is: 'number', value: 0 }],
  [false, { is: 'boolean', value: false }],
  [undefined, { is: 'missing', why: 'there is nothing' }],
];

describe('what a stub is taken to pass', () => {
  it('it passes when it is judged, whatever the pattern', () => {
    const scope = trialScope({ now: 0 });
    fc.assert(
      fc.property(fc.oneof(patterns, statuses), fc.constantFrom(...stubs), (pattern, [shown, seen]) => {
        if (holds(pattern, shown) !== 'yes') return;
        const judged = match(pattern, subjectOf(seen), scope, 'body');
        // A pattern with variables that nobody defined is no pattern; `check` says so.
        if (judged.ok) expect(judged.value).toEqual([]);
      }),
      { numRuns: tries(2000) },
    );
  });
});
