import { expect, it } from 'vitest';
import { failureOf } from '../../../harness/judge/failure.ts';
import { trialScope } from '../../../harness/judge/scope.ts';

const scope = trialScope({ now: 0, appDir: '/app' });
const unmet = { is: 'unmet', scope, mismatches: [], notes: [], unanswered: false } as const;
const around = { row: [], attached: [] } as const;

it('shows what the server printed, and below it what the program of the step did', () => {
  const printed = 'cannot open books.csv\n';
  expect(failureOf({ ...unmet, printed }, { ...around, log: 'on 3000' }).log).toBe(`on 3000\n${printed}`);
  expect(failureOf({ ...unmet, printed }, { ...around, log: '' }).log).toBe(printed);
  expect(failureOf(unmet, { ...around, log: '' })).not.toHaveProperty('log');
});
