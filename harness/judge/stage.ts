import type { Started } from '../candidate/start.ts';
import type { BrowserProgram, Cell, Environment } from '../model/cell.ts';
import type { Database } from '../model/adapter.ts';
import type { Limits } from '../model/limits.ts';
import type { Adapters } from './sessions.ts';
import type { StepWatcher } from './step.ts';
import type { Time } from './time.ts';

/** A Cell with a candidate in it that is ready to be asked, and the means to ask it. */
export interface Stage {
  readonly cell: Cell;
  /** Nothing for a command-line program. */
  readonly started?: Started;
  /** Where the candidate is asked; nothing for a command-line program. */
  readonly url?: string;
  readonly adapters: Adapters;
  readonly bin: { readonly [name: string]: string };
  /** The vault's own environment. */
  readonly env: Environment;
  readonly limits: Limits;
  /** One line about a service that has ended, or that others don't reach any more where they did. */
  readonly lostService: () => string | undefined;
  /** What `db` steps may read, by name. */
  readonly databases: { readonly [name: string]: Database };
  /** How a browser is started here. @throws MachineTrouble when there is none. */
  readonly browser: () => BrowserProgram;
  /** Global variables of its pages; see `TrialContext`. */
  readonly globals?: { readonly [name: string]: string };
  /** Nothing of the candidate's has run in the Cell yet; unless stated, something may have. */
  readonly untouched?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The clock that it goes by, the machine's own unless stated; and who beside the recorder is told of its steps. */
  readonly time?: Time;
  readonly watchers?: readonly StepWatcher[];
}
