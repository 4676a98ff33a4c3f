import type { Flow } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import type { Reading } from '../reading.ts';
import { lintAdvice } from './advice.ts';
import { lintFlowVariables } from './variables.ts';

/** What the form of a flow can't show. */
export function lintFlow(reading: Reading, root: Value, flow: Flow): void {
  // A misspelt `params` would make every use of one a second Problem.
  const unsure = reading.problems.some(({ code }) => code === 'unknown-key' || code === 'wrong-type');
  if (!unsure) lintFlowVariables(reading, root, flow);
  lintAdvice(reading, flow.steps);
}
