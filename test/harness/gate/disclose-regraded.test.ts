import { describe, expect, it } from 'vitest';
import { discloseRegraded } from '../../../harness/gate/disclose-regraded.ts';
import type { Regraded } from '../../../harness/model/regraded.ts';
import type { StoredRun } from '../../../harness/model/store.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { failure, outcome, policy, recordOf, runOf, scenario, verdict } from '../../rig/runs.ts';
import { at } from '../../rig/values.ts';

const stored = (outcomes: readonly Outcome[]): StoredRun => ({
  value: runOf([verdict('a', 'pass', { outcomes })]),
  record: recordOf(),
  policy: policy(),
  feedback: 'gate',
  basis: { flakes: {}, at: '2026-03-01T10:00:00.000Z' },
});

describe('a regraded Run', () => {
  const mismatch = { excerpt: { at, firstLine: 1, lines: ['body: then-secret'] }, path: 'body' };
  const failed = outcome('fail', {
    secrets: ['now-secret'],
    failures: [
      failure({
        mismatches: [{ ...mismatch, expected: 'now-secret', received: 'then-secret' }],
        attached: [{ what: 'screenshot', name: 'a.png' }],
      }),
      failure({ step: 'second' }),
    ],
  });
  const then = stored([outcome('pass', { secrets: ['then-secret'] })]);
  const regraded: Regraded = {
    changed: [{ before: verdict('a', 'pass'), after: verdict('a', 'fail', { outcomes: [failed] }) }],
    toJudge: [{ scenario: scenario('b', { name: 'B then-secret' }), why: 'step 1 ("now-secret") is gone' }],
    removed: [scenario('c')],
    recordings: [],
  };

  it('is told with the secrets of then and of now masked, and the first failure of what turned', () => {
    const report = discloseRegraded(regraded, { stored: then, decision: { is: 'allow' } }, undefined);
    expect(report).toMatchObject({
      run: 'rmfy2k1a0x7',
      changed: [{ scenario: 'a', before: 'pass', after: 'fail', failure: { step: 'log in', files: [] } }],
      toJudge: [{ scenario: 'b', name: 'B ‹secret›', why: 'step 1 ("‹secret›") is gone' }],
      removed: [{ scenario: 'c' }],
      before: { tally: { pass: 1, total: 1 }, decision: { is: 'allow', reasons: [] } },
    });
    expect(report).not.toHaveProperty('after');
    expect(JSON.stringify(report)).not.toMatch(/then-secret|now-secret/);
  });

  it('is told with what it comes to, when nothing has to be judged', () => {
    const reasons = [{ code: 'too-few', text: 'then-secret is not passed' }];
    const after = { stored: then, decision: { is: 'deny', reasons } } as const;
    const report = discloseRegraded({ ...regraded, toJudge: [] }, { stored: then, decision: { is: 'allow' } }, after);
    expect(report.after).toMatchObject({ decision: { is: 'deny', reasons: [{ text: '‹secret› is not passed' }] } });
  });
});
