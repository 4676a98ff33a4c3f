import type { Environment } from '../model/cell.ts';
import type { Scenario } from '../model/scenario.ts';
import { textOf } from './data.ts';
import type { Outcome } from '../model/trial.ts';
import type { Recipe } from '../model/vault.ts';
import type { Scope } from './scope.ts';

/** A variable of the vault's environment with such a name holds something that no report should show. */
const telling = /secret|token|password|passwd|passphrase|credential|(^|_)key($|_)/i;

/**
 * What must be masked in everything that is told of a Trial: each value that a variable named under `secrets` ever had,
 * and the vault's own environment where a name says that it is one.
 */
export function secretsOf(scenario: Scenario, scopes: readonly Scope[], env: Environment): readonly string[] {
  const held = scopes.flatMap((scope) => scenario.secrets.flatMap((name) => scope.held.get(name) ?? []));
  return [...new Set([...held.map((data) => textOf(data)), ...tellingValues(env)])];
}

/** An Outcome, whatever it came to, with what must be masked of the environment of the candidate and of its services. */
export function withConfigured<O extends Outcome>(outcome: O, { env, services }: Recipe): O {
  const configured = [env, ...services.map((service) => service.env)].flatMap(tellingValues);
  return { ...outcome, secrets: [...new Set([...outcome.secrets, ...configured])] };
}

const tellingValues = (env: Environment): readonly string[] =>
  Object.entries(env).flatMap(([name, value]) => (telling.test(name) ? [value] : []));
