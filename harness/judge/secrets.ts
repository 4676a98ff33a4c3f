import type { Environment } from '../model/cell.ts';
import type { Scenario } from '../model/scenario.ts';
import { textOf } from './data.ts';
import type { Scope } from './scope.ts';

/** A variable of the vault's environment with such a name holds something that no report should show. */
const telling = /secret|token|password|passwd|passphrase|credential|(^|_)key($|_)/i;

/**
 * What must be masked in everything that is told of a Trial: each value that a variable named under `secrets` ever had,
 * and the vault's own environment where a name says that it is one.
 */
export function secretsOf(scenario: Scenario, scopes: readonly Scope[], env: Environment): readonly string[] {
  const held = scopes.flatMap((scope) => scenario.secrets.flatMap((name) => scope.held.get(name) ?? []));
  const configured = Object.entries(env).flatMap(([name, value]) => (telling.test(name) ? [value] : []));
  return [...new Set([...held.map((data) => textOf(data)), ...configured])];
}
