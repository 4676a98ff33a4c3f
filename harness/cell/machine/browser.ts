import type { FoundBrowser } from '../../model/cell.ts';
import type { Result } from '../../model/problem.ts';
import { type Fact, fine, gap } from './fact.ts';

/** @param version what it says of itself; nothing when it doesn't start. */
export function browserFact(found: Result<FoundBrowser>, version: string | undefined): Fact {
  const costs = 'Scenarios with browser steps can’t be judged.';
  if (!found.ok) {
    const [why] = found.problems;
    return gap('browser', why?.message ?? 'none', costs, why?.fix?.split('\n')[0] ?? '');
  }
  const { executable } = found.value;
  if (version !== undefined) return fine('browser', `${version}, ${executable}`);
  return gap(
    'browser',
    `${executable} does not say its version`,
    costs,
    'sudo apt-get install -y --reinstall chromium',
  );
}
