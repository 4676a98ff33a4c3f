import { expect, it } from 'vitest';
import { cameTo, impossible, ordinary } from '../../../harness/model/impossible.ts';
import { outcome, scenario, verdict } from '../../rig/runs.ts';

it.each([
  ['fail', ['fail', 'fail'], 'fail'],
  ['fail', ['fail', 'pass'], 'pass'],
  ['flaky', ['fail'], 'pass'],
  ['error', ['error', 'pass'], 'pass'],
  ['fail', ['fail', 'error'], 'error'],
  ['error', [], 'error'],
  ['skip', ['skip'], 'skip'],
] as const)('an impossible scenario that is %s by %j came to %s', (is, outcomes, word) => {
  expect(cameTo(verdict('a', is, { outcomes: outcomes.map((one) => outcome(one)) }))).toBe(word);
});

it('parts impossible scenarios from all others', () => {
  const [a, x] = [verdict('a', 'pass'), verdict(scenario('x', { impossible: true }), 'fail')];
  expect([ordinary([a, x]), impossible([a, x])]).toEqual([[a], [x]]);
});
