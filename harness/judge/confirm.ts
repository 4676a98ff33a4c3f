import type { Outcome } from '../model/trial.ts';
import type { PlannedTrial } from './plan.ts';

/** Scenarios of one Run that are done over. Of a candidate that fails more of them, nobody asks which are flaky. */
const mostConfirmed = 20;

/**
 * The Trials that are done over, `times` each, to find out what a fail is: of each scenario that failed and could be judged,
 * the first that failed, with the same data. That an impossible one fails tells nothing, so it is not among them. `outcomes` in plan order, as `trials` are.
 */
export function confirmationsOf(
  trials: readonly PlannedTrial[],
  outcomes: readonly Outcome[],
  times: number,
): readonly PlannedTrial[] {
  const judged = trials.flatMap((trial, index) => {
    const outcome = outcomes[index];
    return outcome === undefined || trial.scenario.impossible ? [] : [{ trial, is: outcome.is }];
  });
  const failed = [...Map.groupBy(judged, ({ trial }) => trial.id.scenario).values()].flatMap((own) => {
    if (own.some(({ is }) => is === 'error')) return [];
    const [first] = own.filter(({ is }) => is === 'fail').toSorted((a, b) => byRowThenRepeat(a.trial.id, b.trial.id));
    return first === undefined ? [] : [first.trial];
  });
  return failed
    .slice(0, mostConfirmed)
    .flatMap((trial) =>
      Array.from({ length: times }, (_, index) => ({ ...trial, id: { ...trial.id, confirm: index + 1 } })),
    );
}

const byRowThenRepeat = (a: Outcome['trial'], b: Outcome['trial']): number => a.row - b.row || a.repeat - b.repeat;
