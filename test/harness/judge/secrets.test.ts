import { expect, it } from 'vitest';
import { bind, bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import { failedAll } from '../../../harness/judge/run-trials.ts';
import { secretsOf, withConfigured } from '../../../harness/judge/secrets.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Recipe } from '../../../harness/model/vault.ts';

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

it('what the candidate and its services are configured with is masked, also of a Trial that never began', () => {
  const services = [{ name: 'q', env: { DB_PASSWORD: 'hunter2', PORT: '9000' } }];
  const recipe = { env: { API_TOKEN: 'sk-live' }, services } as unknown as Recipe;
  const never = failedAll({ scenario: 'a', row: 0, repeat: 0 }, { reason: { word: 'start' } });
  expect(withConfigured(never, recipe).secrets).toEqual(['sk-live', 'hunter2']);
  expect(withConfigured({ ...never, secrets: ['own', 'sk-live'] }, recipe).secrets).toEqual([
    'own',
    'sk-live',
    'hunter2',
  ]);
});
