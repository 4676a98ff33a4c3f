import { expect, it } from 'vitest';
import { headline, tally } from '../../../harness/gate/tally.ts';
import type { Apart } from '../../../harness/model/gate.ts';
import { scenario, verdict } from '../../rig/runs.ts';

it('counts every verdict once, and weights beside', () => {
  const heavy = scenario('b', { weight: 3 });
  const verdicts = [
    verdict('a', 'pass'),
    verdict(heavy, 'pass'),
    verdict('c', 'fail'),
    verdict('d', 'flaky'),
    verdict('e', 'error'),
    verdict(heavy, 'skip'),
  ];
  expect(tally(verdicts)).toEqual({
    total: 6,
    pass: 2,
    fail: 1,
    flaky: 1,
    error: 1,
    skip: 1,
    quarantined: 0,
    weightPassed: 4,
    weightTotal: 10,
  });
});

it('counts what is in quarantine apart, whatever became of it', () => {
  const verdicts = [verdict('a', 'pass'), verdict('b', 'pass'), verdict('c', 'fail')];
  const quarantined: Apart = { is: 'quarantined', why: 'it is flaky' };
  expect(
    tally(
      verdicts,
      new Map([
        ['b', quarantined],
        ['c', quarantined],
      ]),
    ),
  ).toEqual({
    total: 3,
    pass: 1,
    fail: 0,
    flaky: 0,
    error: 0,
    skip: 0,
    quarantined: 2,
    weightPassed: 1,
    weightTotal: 1,
  });
});

it('counts what has not qualified apart, too', () => {
  const verdicts = [verdict('a', 'pass'), verdict('b', 'pass'), verdict('c', 'fail')];
  const apart = new Map<string, Apart>([
    ['b', { is: 'advisory', why: 'it is vacuous' }],
    ['c', { is: 'quarantined', why: 'it is flaky' }],
  ]);
  expect(tally(verdicts, apart)).toMatchObject({
    total: 3,
    pass: 1,
    fail: 0,
    advisory: 1,
    quarantined: 1,
    weightTotal: 1,
  });
});

it('has no place for impossible scenarios, whatever became of them', () => {
  const impossible = scenario('x', { impossible: true, weight: 9 });
  const verdicts = [verdict('a', 'pass'), verdict(impossible, 'pass'), verdict(impossible, 'fail')];
  expect(tally(verdicts)).toEqual(tally([verdict('a', 'pass')]));
});

it('says the count as people say it', () => {
  expect(headline({ pass: 14, total: 17 })).toBe('14 of 17 pass');
  expect(headline({ pass: 14, total: 17, quarantined: 2 })).toBe('14 of 17 pass, 2 quarantined');
  expect(headline({ pass: 14, total: 17, quarantined: 1, advisory: 2 })).toBe(
    '14 of 17 pass, 2 advisory, 1 quarantined',
  );
});
