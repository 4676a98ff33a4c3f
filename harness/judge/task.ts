import type { Confinement, Exit, FoundBrowser, Groups, Toolchain } from '../model/cell.ts';
import type { Limits } from '../model/limits.ts';
import type { Result } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Outcome, TrialId } from '../model/trial.ts';
import type { Recipe } from '../model/vault.ts';
import type { Wire } from '../model/wire.ts';
import type { EvidenceFile } from './evidence.ts';

/** What a lane is told: plain data, since it crosses a process boundary. */
export type LaneTask =
  | {
      readonly is: 'trial';
      readonly place: Place;
      readonly trial: TrialId;
      readonly scenario: Scenario;
      readonly seed: string;
      readonly afterwards: Afterwards;
      /** A file of the Cell that is read when the Trial has ended, as seen from inside. */
      readonly collect?: string;
    }
  /** Trials one after another in one and the same instance, which nobody else uses. */
  | { readonly is: 'sequence'; readonly place: Place; readonly trials: readonly SeededTrial[] }
  /** A command line for the Cell that the last Trial left open, run as its `run` steps are, in its work dir. */
  | { readonly is: 'look'; readonly command: string }
  /** Start the candidate and stop it again: does it become ready on a quiet lane? */
  | { readonly is: 'start'; readonly place: Place };

export interface SeededTrial {
  readonly trial: TrialId;
  readonly scenario: Scenario;
  readonly seed: string;
}

/**
 * What becomes of an instance after its Trial. `next`: the next one's Cell is made ready; `warm`: the next one is started,
 * too, for whenever it is asked for; `keep`: it is left as it is, to look around in; `nothing`: the next one is another.
 */
export type Afterwards = 'next' | 'warm' | 'keep' | 'nothing';

/** Where the Build is, as the lane sees it, and how to start it. */
export interface Place {
  readonly confinement: Confinement['name'];
  /** A private folder of the lane's. */
  readonly dir: string;
  readonly tree: string;
  readonly toolchain: Toolchain;
  /** The browser, or why there is none; nothing when no scenario needs one. */
  readonly browser?: Result<FoundBrowser>;
  readonly recipe: Recipe;
  readonly limits: Limits;
  /** Where the lane makes its Cells' control groups; nothing where there are none. */
  readonly groups?: Groups;
  /** What stands between the candidate and those who ask it. */
  readonly wire?: Wire;
  /** Global variables of the candidate's pages. */
  readonly globals?: { readonly [name: string]: string };
}

export type LaneAnswer =
  | {
      readonly is: 'outcome';
      readonly outcome: Outcome;
      readonly files: readonly EvidenceFile[];
      readonly ms: number;
      /** Whether what stands at the wire changed anything; only where something does. */
      readonly acted?: boolean;
      /** The beginning of the file that was to be read; empty where there is none. */
      readonly collected?: string;
    }
  | { readonly is: 'outcomes'; readonly outcomes: readonly Outcome[] }
  | { readonly is: 'started' }
  | { readonly is: 'looked'; readonly exit: Exit }
  | {
      readonly is: 'not-started';
      readonly blame: 'candidate' | 'sandbox';
      readonly detail: string;
      readonly log: string;
    };
