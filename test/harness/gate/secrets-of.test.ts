import { expect, it } from 'vitest';
import { secretsOf } from '../../../harness/gate/secrets-of.ts';
import { outcome, runOf, verdict } from '../../rig/runs.ts';

it('finds the secrets of all trials of all runs, each once, those that only confirmed a fail included', () => {
  const first = runOf([
    verdict('a', 'fail', {
      outcomes: [outcome('pass', { secrets: ['one', 'two'] }), outcome('fail', { secrets: ['two', 'three'] })],
      confirmations: [outcome('pass', { secrets: ['four'] })],
    }),
    verdict('b', 'skip'),
  ]);
  const second = runOf([verdict('c', 'pass', { outcomes: [outcome('pass', { secrets: ['five', 'one'] })] })]);
  expect(secretsOf(first)).toEqual(['one', 'two', 'three', 'four']);
  expect(secretsOf(first, second)).toEqual(['one', 'two', 'three', 'four', 'five']);
  expect(secretsOf()).toEqual([]);
});
