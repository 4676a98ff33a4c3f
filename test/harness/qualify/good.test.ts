import { expect, it } from 'vitest';
import type { Answer } from '../../../harness/qualify/answer.ts';
import { usualTimes } from '../../../harness/qualify/good.ts';

const took = (scenario: string, ms: number, kind: Answer['control']['kind'] = 'good'): Answer => ({
  control: { kind, name: 'main' },
  scenario,
  repeat: 0,
  is: 'pass',
  why: '',
  ms,
});

it('tells in whole milliseconds, as timers want them, what scenarios take on what is good', () => {
  const answers = [took('a', 10), took('a', 13), took('b', 7), took('a', 5000, 'null')];
  expect(usualTimes(answers)).toEqual(
    new Map([
      ['a', 12],
      ['b', 7],
    ]),
  );
});
