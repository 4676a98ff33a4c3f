import * as fc from 'fast-check';
import type { ScenarioRef, Verdict } from '../../../harness/model/run.ts';
import { type Failure, type Outcome, type Reason, reasons, type ReasonWord } from '../../../harness/model/trial.ts';
import { foldVerdict } from '../../../harness/judge/verdict.ts';

/** Any text, also such as no file could hold. */
const text = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.constantFrom('', '\u0000', '\ud800', '__proto__', '{"a":1}', '‹secret›', 'x'.repeat(300)),
);
const some = { maxLength: 3 } as const;

const reason = (words: readonly ReasonWord[]): fc.Arbitrary<Reason> =>
  fc.record({ word: fc.constantFrom(...words), detail: text }, { requiredKeys: ['word'] });

const place = fc.record({ file: text, line: fc.nat(), column: fc.nat(), length: fc.nat() });
const mismatch = fc.record(
  {
    excerpt: fc.record({ at: place, firstLine: fc.nat(), lines: fc.array(text, some) }),
    path: text,
    expected: text,
    received: text,
    note: text,
  },
  { requiredKeys: ['excerpt', 'path', 'expected', 'received'] },
);
const failure: fc.Arbitrary<Failure> = fc.record(
  {
    step: text,
    mismatches: fc.array(mismatch, some),
    notes: fc.array(text, some),
    replay: text,
    log: text,
    page: text,
    attached: fc.array(fc.record({ what: fc.constantFrom('screenshot' as const, 'trace' as const), name: text }), some),
  },
  { requiredKeys: ['step', 'mismatches', 'notes'] },
);

const allReasons = Object.keys(reasons) as readonly ReasonWord[];

/** What one Trial may have ended in, as far as types tell: also what no judge would say. */
export const outcomes = (trial: Outcome['trial']): fc.Arbitrary<Outcome> =>
  fc.record({
    trial: fc.constant(trial),
    is: fc.constantFrom('pass' as const, 'fail' as const, 'error' as const, 'skip' as const),
    reason: fc.oneof(fc.constant<Reason>({ word: 'met' }), reason(allReasons)),
    failures: fc.array(failure, some),
    afterFailures: fc.array(failure, some),
    secrets: fc.array(text, some),
  });

const scenario = (id: string): fc.Arbitrary<ScenarioRef> =>
  fc.record(
    {
      id: fc.constant(id),
      name: text,
      tags: fc.array(text, some),
      weight: fc.integer({ min: 1, max: 1000 }),
      mustPass: fc.boolean(),
      hint: text,
      digest: fc.constantFrom('d1', 'd2'),
    },
    { requiredKeys: ['id', 'name', 'tags', 'weight', 'mustPass', 'digest'] },
  );

/** One scenario of up to three example rows, judged. */
const verdict = (id: string): fc.Arbitrary<Verdict> =>
  fc
    .tuple(
      scenario(id),
      fc
        .integer({ min: 1, max: 3 })
        .chain((rows) =>
          fc.tuple(...Array.from({ length: rows }, (_, row) => outcomes({ scenario: id, row, repeat: 0 }))),
        ),
      fc
        .integer({ min: 0, max: 2 })
        .chain((times) =>
          fc.tuple(
            ...Array.from({ length: times }, (_, index) =>
              outcomes({ scenario: id, row: 0, repeat: 0, confirm: index + 1 }),
            ),
          ),
        ),
    )
    .map(([ref, own, confirmations]) => foldVerdict(ref, own, confirmations));

/** All of a Run's, with ids that are none to anything else. */
export const verdicts: fc.Arbitrary<readonly Verdict[]> = fc
  .uniqueArray(fc.constantFrom('a', 'a/b', '__proto__', 'constructor', 'ä'), some)
  .chain((ids) => fc.tuple(...ids.map(verdict)));
