import type { Problem } from '../../model/problem.ts';
import { type Fact, fine, gap } from './fact.ts';

/** @param hosts the places that an install may reach, `registry.example.org:443`; or why nobody can tell. */
export function registryFact(hosts: readonly string[] | Problem): Fact {
  const costs = 'Candidates whose vault has install commands can’t be judged.';
  if ('code' in hosts) return gap('registry', hosts.message, costs, hosts.fix ?? '');
  if (hosts.length === 0)
    return gap(
      'registry',
      'no npm was found that names one',
      'Candidates that are installed by npm can’t be judged.',
      'install npm, or name registries in vault.yaml',
    );
  return fine('registry', `installs reach ${hosts.join(', ')} and nothing else`);
}
