import type { Stopped } from '../../harness/model/observation.ts';

/** Why an act could not be done, in one line each. Which act it was is added by whoever counts them. */
export interface Stop {
  readonly fact?: NonNullable<Stopped['fact']>;
  readonly expected: string;
  readonly received: string;
  readonly note?: string;
  /** Nothing answered: what every field is missing for. */
  readonly gone?: string;
  /** The limit that it was stopped by, by its name. */
  readonly limit?: string;
}

/** Milliseconds that each act has. */
export const ACT_MS = 5000;
