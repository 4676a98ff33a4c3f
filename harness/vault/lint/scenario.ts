import type { Scenario } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import type { Reading } from '../reading.ts';
import { lintAdvice } from './advice.ts';
import { lintExamples } from './examples.ts';
import { lintVariables } from './variables.ts';

/** What the form of a scenario can't show: names that lead nowhere, and habits that make good candidates fail. */
export function lintScenario(reading: Reading, root: Value, scenario: Scenario): void {
  lintExamples(reading, root);
  // A misspelt `vars` would make every use of a variable a second Problem.
  const unsure = reading.problems.some(({ code }) => code === 'unknown-key' || code === 'wrong-type');
  if (!unsure) lintVariables(reading, root);
  lintAdvice(reading, scenario);
}
