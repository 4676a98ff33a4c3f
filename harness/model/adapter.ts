import type { CountTest } from './act.ts';
import type { BrowserProgram, Cell, Environment } from './cell.ts';
import type { Limits } from './limits.ts';
import type { Evidence, Observation } from './observation.ts';
import type { ExactNumber } from './value.ts';

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
  /** Looks again without acting. A step of a kind that has it is given some seconds to become what was expected. */
  look?(as: string, signal: AbortSignal): Promise<Observation>;
  /** What the owner may see of the step that failed just now. Called at most once, as the last thing; bounded in time. */
  show?(as: string): Promise<Evidence>;
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
  /** What `db` steps may read, by name. */
  readonly databases: { readonly [name: string]: Database };
  /** How a browser is started here. @throws MachineTrouble when there is none, which says how to get one. */
  readonly browser: () => BrowserProgram;
  /** Global variables that every page has before its own code runs; none unless stated. */
  readonly globals?: { readonly [name: string]: string };
}

/** A database of the candidate's, as it is reached from a lane. */
export type Database =
  /** Path inside the Cell. */
  | { readonly is: 'sqlite'; readonly path: string }
  /** `postgres://user:password@127.0.0.1:5432/name` */
  | { readonly is: 'postgres'; readonly url: string };

/** An action with every template filled: plain text, ready to be performed. */
export type FilledAction = HttpRequest | RunCommand | FileLook | BrowserActs | DbQuery;

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

export interface DbQuery {
  readonly kind: 'db';
  readonly source?: string;
  readonly query: string;
  /** JSON scalars; numbers by their digits. */
  readonly params: readonly (null | boolean | string | ExactNumber)[];
}

export interface BrowserActs {
  readonly kind: 'browser';
  readonly acts: readonly FilledAct[];
  /** Whether anything is made of what the page says after the last act; if not, nobody looks. */
  readonly looks: boolean;
}

/** As `Act` of `model/act.ts`, with every template filled. */
export type FilledAct =
  | { readonly is: 'goto'; readonly path: string }
  | { readonly is: 'reload' | 'back' }
  | { readonly is: 'click' | 'dblclick' | 'hover' | 'check' | 'uncheck'; readonly target: FilledLocator }
  | { readonly is: 'fill' | 'select'; readonly target: FilledLocator; readonly value: string }
  | { readonly is: 'press'; readonly key: string; readonly target?: FilledLocator }
  | { readonly is: 'upload'; readonly target: FilledLocator; readonly files: readonly string[] }
  | { readonly is: 'dialog'; readonly accept: boolean; readonly text?: string }
  | { readonly is: 'see'; readonly target: FilledLocator; readonly facts: FilledFacts }
  | { readonly is: 'notSee'; readonly target: FilledLocator };

export interface FilledLocator {
  readonly by:
    | { readonly by: 'role'; readonly role: string; readonly name?: FilledText; readonly exact: boolean }
    | {
        readonly by: 'label' | 'text' | 'placeholder' | 'testId';
        readonly text: FilledText;
        readonly exact: boolean;
      }
    | { readonly by: 'css'; readonly selector: string }
    | { readonly by: 'oneOf'; readonly locators: readonly FilledLocator[] };
  readonly hasText?: FilledText;
  readonly nth?: number;
  readonly in?: FilledLocator;
}

/** A regular expression is handed to the browser, which runs it in the page's own process. `shown` is as it was written. */
export type FilledText =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'regex'; readonly source: string; readonly flags: string; readonly shown: string };

export interface FilledFacts {
  readonly value?: FilledText;
  readonly checked?: boolean;
  readonly enabled?: boolean;
  readonly count?: { readonly is: CountTest; readonly number: number };
}

/** What `expect` and `save` may name, by kind of step. An Observation has all of them, `missing` ones included. */
export const fields = {
  http: ['status', 'headers', 'body', 'text', 'ms'],
  run: ['exit', 'stdout', 'stderr', 'ms'],
  file: ['exists', 'text', 'size'],
  browser: ['url', 'title', 'text'],
  db: ['rows', 'count'],
} as const;
