import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detailOf, packDetail, unpackDetail } from '../../../harness/history/detail.ts';
import { outcomeOf } from '../../../harness/history/rows.ts';
import { verdictWords } from '../../../harness/model/run.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { outcomes } from '../../rig/arbitrary/runs.ts';
import { tries } from '../../rig/prove.ts';
import { failure, outcome } from '../../rig/runs.ts';

const trial = { scenario: 'a', row: 1, repeat: 2 };
const confirming = { ...trial, confirm: 1 };

describe('what an Outcome says in few bytes', () => {
  it('is the same Outcome again', () => {
    fc.assert(
      fc.property(outcomes(trial), (given) => {
        const detail = detailOf(given);
        const read = detail === undefined ? undefined : unpackDetail(packDetail(detail, undefined), undefined);
        expect(outcomeOf(rowOf(given), read)).toEqual(given);
      }),
      { numRuns: tries(200) },
    );
  });

  it('is the same again beside a Trial that it does over, however much or little they have in common', () => {
    fc.assert(
      fc.property(outcomes(trial), outcomes(confirming), (first, given) => {
        const [alike, detail] = [detailOf(first), detailOf(given)];
        const read = detail === undefined ? undefined : unpackDetail(packDetail(detail, alike), alike);
        expect(outcomeOf(rowOf(given), read)).toEqual(given);
      }),
      { numRuns: tries(200) },
    );
  });

  it('is nothing for one that passed and hides nothing', () => {
    expect(detailOf(outcome('pass'))).toBeUndefined();
    expect(detailOf(outcome('pass', { secrets: ['a'] }))).toBeDefined();
  });

  it('takes a tenth of the room when the Trial that it does over said the same', () => {
    const replay = `curl -i 'http://127.0.0.1:3000/${'a long one, without any pattern: 0x51'.repeat(3)}'`;
    const detail = detailOf(outcome('fail', { failures: [failure({ replay, log: 'Listening\nGET / 200\n' })] })) ?? '';
    expect(packDetail(detail, detail).length).toBeLessThan(detail.length / 10);
  });

  it('can’t be read as something else', () => {
    const detail = detailOf(outcome('error')) ?? '';
    expect(() => unpackDetail(packDetail(detail, detail), undefined)).toThrow();
    expect(() => unpackDetail(new Uint8Array(), undefined)).toThrow();
    expect(() => unpackDetail(Buffer.from(detail), undefined)).toThrow();
  });

  it('is laid out as ever: these bytes were written by the first Holdout of this format', () => {
    expect(unpackDetail(Buffer.from(written, 'base64'), undefined)).toBe(
      '{"reason":{"word":"crash","detail":"exit code 1"},"failures":[{"step":"log in","mismatches":[],"notes":["4 attempts within 5000ms"],"attached":[{"what":"outline","name":"a-page.txt"}]}],"secrets":["of the past"]}',
    );
  });
});

const written = 'AcMS0JC6EamGQhRThrgCPyc/XSEzDz0KkFyPu7yMxV6PYBT/icjlP5q38tMUSjJSQWVIiVJsLQA=';

const rowOf = ({ trial: of, is }: Outcome) => ({
  name: of.scenario,
  row: of.row,
  repeat: of.repeat,
  confirm: of.confirm ?? 0,
  word: verdictWords.indexOf(is),
});
