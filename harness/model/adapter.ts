import type { Cell, Environment } from './cell.ts';
import type { Limits } from './limits.ts';
import type { Observation } from './observation.ts';

/**
 * The seam of acting: how a step of one kind touches the candidate from outside. One plain object per kind, in the
 * table of `adapters/index.ts`; `test/contracts/adapter.ts` says what each must do.
 */
export interface Adapter<A extends FilledAction = FilledAction> {
  readonly kind: A['kind'];
  /** State for one Trial (cookie jars, later browser contexts). Cheap: does nothing until the first `act`. */
  open(trial: TrialContext): AdapterSession<A>;
}

export interface AdapterSession<A extends FilledAction = FilledAction> extends AsyncDisposable {
  /**
   * Acts once and says what was seen. Whatever the candidate does is in the Observation; a throw is our own bug.
   * Settles soon after `signal` aborts.
   */
  act(action: A, as: string, signal: AbortSignal): Promise<Observation>;
}

/** What an adapter may know of the Trial it acts in. */
export interface TrialContext {
  readonly cell: Cell;
  /** `http://127.0.0.1:3000`; nothing for a command-line program. */
  readonly url?: string;
  /** The Trial's own folder inside the Cell: cwd, HOME and TMPDIR of its `run` steps. */
  readonly workDir: string;
  /** Programs that `run` steps may call by name, each as a command line; `adapters/run/program.ts` says how it is read. */
  readonly bin: { readonly [name: string]: string };
  /** For `run` steps: HOME, TMPDIR and what the vault gives. */
  readonly env: Environment;
  readonly limits: Limits;
}

/** An action with every template filled: plain text, ready to be performed. */
export type FilledAction = HttpRequest | RunCommand | FileLook;

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly kind: 'http';
  readonly method: string;
  /** Path and query, ready to send: `/api/users?page=2`. */
  readonly target: string;
  /** Without the body's content-type, which `content` implies unless a header states it. */
  readonly headers: Pairs;
  readonly content?: HttpPayload;
  readonly redirects: number;
  /** Milliseconds. */
  readonly timeout: number;
}

export type HttpPayload =
  | { readonly is: 'text'; readonly type: string; readonly text: string }
  | { readonly is: 'multipart'; readonly parts: readonly Part[] };

export type Part =
  | { readonly is: 'field'; readonly name: string; readonly text: string }
  /** Content from the work dir, or given. */
  | {
      readonly is: 'file';
      readonly name: string;
      readonly filename: string;
      readonly type?: string;
      readonly path: string;
    }
  | {
      readonly is: 'content';
      readonly name: string;
      readonly filename: string;
      readonly type?: string;
      readonly text: string;
    };

export interface RunCommand {
  readonly kind: 'run';
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly env: Environment;
  readonly cwd?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface FileLook {
  readonly kind: 'file';
  /** Absolute, or relative to the work dir. */
  readonly path: string;
}

/** What `expect` and `save` may name, by kind of step. An Observation has all of them, `missing` ones included. */
export const fields = {
  http: ['status', 'headers', 'body', 'text', 'ms'],
  run: ['exit', 'stdout', 'stderr', 'ms'],
  file: ['exists', 'text', 'size'],
  browser: ['url', 'title', 'text'],
  db: ['rows', 'count'],
} as const;
