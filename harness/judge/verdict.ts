import type { ScenarioRef, Verdict, VerdictWord } from '../model/run.ts';
import type { Outcome, Reason } from '../model/trial.ts';

/**
 * Folds the Outcomes of one scenario's Trials, in plan order, to its Verdict. Every example row must pass in every
 * repeat. An error is not outvoted, but by a row that only failed, since nothing could make that pass; a pass beside a fail of the same row makes the scenario flaky, not passed, and so
 * does a confirmation that passes: it can tell what a fail is, and turn none into a pass.
 */
export function foldVerdict(
  scenario: ScenarioRef,
  outcomes: readonly Outcome[],
  confirmations: readonly Outcome[] = [],
): Verdict {
  const first = fold(outcomes);
  const is = first === 'fail' && confirmations.some((outcome) => outcome.is === 'pass') ? 'flaky' : first;
  const base = { scenario, is, reason: reasonFor(is, outcomes), outcomes };
  return confirmations.length === 0 ? base : { ...base, confirmations };
}

function fold(outcomes: readonly Outcome[]): VerdictWord {
  const seen = new Set(outcomes.map((outcome) => outcome.is));
  if (outcomes.length === 0) return 'error';
  if (seen.has('error')) return rowsOf(outcomes).some(onlyFails) ? 'fail' : 'error';
  if (seen.has('fail')) return rowsOf(outcomes).some(failsAlways) ? 'fail' : 'flaky';
  return seen.has('skip') ? 'skip' : 'pass';
}

function rowsOf(outcomes: readonly Outcome[]): readonly (readonly Outcome[])[] {
  return [...Map.groupBy(outcomes, (outcome) => outcome.trial.row).values()];
}

const onlyFails = (row: readonly Outcome[]): boolean => row.every((outcome) => outcome.is === 'fail');

function failsAlways(row: readonly Outcome[]): boolean {
  return row.some((outcome) => outcome.is === 'fail') && !row.some((outcome) => outcome.is === 'pass');
}

/** The first Outcome that made it so says why. */
function reasonFor(is: VerdictWord, outcomes: readonly Outcome[]): Reason {
  const telling = is === 'flaky' ? 'fail' : is;
  const first = outcomes.find((outcome) => outcome.is === telling);
  return first?.reason ?? { word: 'harness', detail: 'no trial of it was run' };
}
