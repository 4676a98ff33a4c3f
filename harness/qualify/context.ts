import type { Source } from '../candidate/pin.ts';
import type { Equipment, Instruments } from '../judge/request.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Vault } from '../model/vault.ts';
import type { Answer } from './answer.ts';

export interface QualifyRequest {
  readonly vault: Vault;
  readonly source: Source;
  /** Where the folders and patches of `controls/` are: the vault's own folder, or where a sealed one's were laid out. */
  readonly controlsDir: string;
  /** How often each scenario is run on each good control. */
  readonly runs: number;
  /** How many mutants are tried at most. */
  readonly mutants: number;
  /** Draws mutants and orders. */
  readonly seed: string;
}

/** What every part of qualifying has at hand. */
export interface Context extends QualifyRequest {
  readonly tools: Instruments & Equipment;
  /** What data is drawn from, the same for every control. */
  readonly dataSeed: string;
  /** All that was answered so far, in the order in which it was. */
  readonly answers: Answer[];
  /** Those that some honest candidate can pass. */
  readonly possible: readonly Scenario[];
}
