import type { Git } from '../candidate/git.ts';
import type { Pinned, Source } from '../candidate/pin.ts';
import type { FoundToolchain } from '../candidate/toolchain.ts';
import type { Confinement, FoundBrowser, LaneProgram } from '../model/cell.ts';
import type { Event } from '../model/event.ts';
import type { Result } from '../model/problem.ts';
import type { Isolation, Measured } from '../model/run.ts';
import type { AskedFor, IsAlive, Store, StoredRun } from '../model/store.ts';
import type { Vault } from '../model/vault.ts';
import type { Lanes } from './lanes.ts';
import type { PlanChoices } from './plan.ts';
import type { Afterwards } from './task.ts';

/** What is to be judged, and how. */
export interface JudgeRequest {
  readonly vault: Vault;
  readonly source: Source;
  /** Without it the folder is judged as it stands. */
  readonly ref?: string;
  /** A ref: what merging `ref` into it would give is judged. */
  readonly onto?: string;
  /** What the candidate is called, when that is not `ref`. */
  readonly label?: string;
  readonly choices: PlanChoices;
  /** A new Run, also when there is one of the same judging key. */
  readonly again?: boolean;
  /** The Run of the policy's base; `itself` when it is the base that is judged. */
  readonly base?: StoredRun | 'itself';
  /** How it can be asked for again; see `AskedFor`. */
  readonly asked: Pick<AskedFor, 'repo' | 'vault' | 'cell'>;
  /** `next` unless stated. */
  readonly afterwards?: Afterwards;
}

/** What a candidate is built and tried with. */
export interface Equipment {
  /** Opens no Cell before the walls were seen to stand. */
  readonly confinement: Confinement;
  /** What the confinement's preflight saw; no Trial is run before that. */
  readonly measured: Promise<Result<Measured>>;
  readonly found: FoundToolchain;
  readonly openLanes: (program: LaneProgram, count: number) => Promise<Lanes>;
  readonly laneProgram: (tree: string) => LaneProgram;
  /** The browser, or why there is none; nothing when no scenario needs one. */
  readonly browser?: Result<FoundBrowser>;
}

/** Everything with an effect, made by `wiring.ts`. */
export interface Instruments {
  readonly git: Git;
  /** See `FindTools`. */
  readonly pinned: ReadonlyMap<string, Pinned>;
  readonly isolation: Isolation;
  /**
   * Found, and tried on this machine, when first asked for: a Run that is there already needs none of it. The same from
   * then on; Problems when there is something that judging can't do without.
   */
  readonly equip: () => Promise<Result<Equipment>>;
  readonly store: Store;
  readonly vaultKey: string;
  /** Builds, from run to run. */
  readonly buildsDir: string;
  /** Gone when this process is. */
  readonly runDir: string;
  readonly lanes: number;
  readonly emit: (event: Event) => void;
  /** Names this process for good. */
  readonly owner: string;
  readonly isAlive: IsAlive;
  readonly newRunId: () => string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}
