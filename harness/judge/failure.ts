import type { Scenario } from '../model/scenario.ts';
import type { Failure } from '../model/trial.ts';
import { textOf } from './data.ts';
import { faultLine } from './fault.ts';
import type { Scope } from './scope.ts';
import type { StepsResult } from './steps.ts';

/** Characters of the candidate's own output that a failure shows. */
const LOG_LENGTH = 2_000;

export interface Surroundings {
  /** See `describeRow`. */
  readonly row: readonly string[];
  readonly attached: NonNullable<Failure['attached']>;
  /** What the candidate's server printed. */
  readonly log: string;
}

/** What the owner is told of a step that was not met, or, after the fact, could not be carried out. */
export function failureOf(result: Exclude<StepsResult, { is: 'met' }>, { row, attached, log }: Surroundings): Failure {
  const step = result.step?.name ?? '';
  if (result.is === 'fault') return { step, mismatches: [], notes: [faultLine(result.fault), ...row] };
  const { mismatches, notes, replay, within = [], page, printed = '' } = result;
  const all = [log, printed].filter((text) => text !== '').join('\n');
  return {
    step: [step, ...within].join(' › '),
    mismatches,
    notes: [...notes, ...row],
    ...(replay === undefined ? {} : { replay }),
    ...(page === undefined ? {} : { page }),
    ...(attached.length === 0 ? {} : { attached }),
    ...(all === '' ? {} : { log: all.length > LOG_LENGTH ? `…${all.slice(-LOG_LENGTH)}` : all }),
  };
}

/** `example row 2: coupon = TEN`, where there are several. */
export function describeRow(scenario: Scenario, row: number, scope: Scope): readonly string[] {
  if (scenario.rows.length < 2) return [];
  const values = (scenario.rows[row] ?? []).map(
    ({ key }) => `${key} = ${textOf(scope.variables.get(key) ?? null, 60)}`,
  );
  return [`example row ${row + 1}: ${values.join(', ')}`];
}
