import type { Confinement, Toolchain } from '../model/cell.ts';
import type { Limits } from '../model/limits.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Outcome, TrialId } from '../model/trial.ts';
import type { Recipe } from '../model/vault.ts';

/** What a lane is told: JSON, since it crosses a process boundary. */
export type LaneTask =
  | {
      readonly is: 'trial';
      readonly place: Place;
      readonly trial: TrialId;
      readonly scenario: Scenario;
      readonly seed: string;
    }
  /** Start the candidate and stop it again: does it become ready on a quiet lane? */
  | { readonly is: 'start'; readonly place: Place };

/** Where the Build is, as the lane sees it, and how to start it. */
export interface Place {
  readonly confinement: Confinement['name'];
  /** A private folder of the lane's. */
  readonly dir: string;
  readonly tree: string;
  readonly toolchain: Toolchain;
  readonly recipe: Recipe;
  readonly limits: Limits;
}

export type LaneAnswer =
  | { readonly is: 'outcome'; readonly outcome: Outcome; readonly ms: number }
  | { readonly is: 'started' }
  | {
      readonly is: 'not-started';
      readonly blame: 'candidate' | 'sandbox';
      readonly detail: string;
      readonly log: string;
    };
