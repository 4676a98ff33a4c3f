import { type Scenario, stepsOf } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import type { Reading } from '../reading.ts';
import { itemsOf, valueAt } from '../values.ts';
import { lintAdvice } from './advice.ts';
import { lintExamples } from './examples.ts';
import { lintGuessable } from './guessable.ts';
import { lintImpossible } from './impossible.ts';
import { lintSecrets } from './secrets.ts';
import { lintUnused } from './unused.ts';
import { lintVacuity } from './vacuity.ts';
import { lintVariables } from './variables.ts';

/** What the form of a scenario can't show: names that lead nowhere, and habits that make good candidates fail. */
export function lintScenario(reading: Reading, root: Value, scenario: Scenario): void {
  lintExamples(reading, root);
  // A misspelt `vars` would make every use of a variable a second Problem.
  const unsure = reading.problems.some(({ code }) => code === 'unknown-key' || code === 'wrong-type');
  if (!unsure) lintVariables(reading, root, scenario);
  lintAdvice(reading, stepsOf(scenario));
  lintSecrets(reading, root, scenario);
  lintImpossible(reading, root, scenario);
  // Of a scenario that is partly unread, nothing can be said that takes all of it.
  if (reading.problems.some(({ severity }) => severity === 'error') || isPartial(root, scenario)) return;
  lintUnused(reading, root, scenario);
  lintGuessable(reading, scenario);
  lintVacuity(reading, root, scenario);
}

/** A step that uses a broken flow is left out, and the error is the flow's. */
function isPartial(root: Value, { before, steps, after }: Scenario): boolean {
  const written = ['before', 'steps', 'after'].flatMap((key) => itemsOf(valueAt(root, key)));
  return written.length > before.length + steps.length + after.length;
}
