import { expect, it } from 'vitest';
import { bind, bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import { secretsOf } from '../../../harness/judge/secrets.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';

const scenario = { secrets: ['token', 'never'] } as unknown as Scenario;
const first = trialScope({ now: 0 });

it('every value that a secret ever had is masked, not only its last', () => {
  const later = bindSaved(bindSaved(bind(first, 'open', 'x'), 'token', 'one'), 'token', 'two');
  expect(secretsOf(scenario, [later], {})).toEqual(['one', 'two']);
});

it('what the vault’s environment says under a telling name is masked, even when nothing else is', () => {
  const env = { API_KEY: 'k', MONKEY: 'm', AUTH_SECRET: 's', db_password: 'p', NODE_ENV: 'production' };
  expect(secretsOf(scenario, [], env)).toEqual(['k', 's', 'p']);
});
