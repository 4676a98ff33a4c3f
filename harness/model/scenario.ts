import type { Act } from './act.ts';
import type { Pattern } from './pattern.ts';
import type { Span } from './problem.ts';
import type { Entry, Value } from './value.ts';

/** One YAML file, one user-visible promise, one point in "14 of 17". */
export interface Scenario {
  /** The file's path in the vault without its ending: `auth/login`. What `mustPass`, `--only` and history go by. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** At least 1. */
  readonly weight: number;
  readonly mustPass: boolean;
  /** The only text about this scenario that a worker's report may show. */
  readonly hint?: string;
  /** It contradicts the specification on purpose: who passes it knows the judge or cheats, or the vault is wrong. */
  readonly impossible: boolean;
  readonly clauses: readonly string[];
  /** Evaluated top to bottom, once per row; the only place where `random.*` may stand. */
  readonly vars: readonly Entry[];
  /** Names of variables whose values are masked in every report. */
  readonly secrets: readonly string[];
  /** Written into the fresh work dir before the first step. A value that is not text is written as JSON. */
  readonly files: readonly Entry[];
  /** Each row is a `map` Value. Without `examples` one row with no names. */
  readonly rows: readonly (readonly Entry[])[];
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
  readonly after: readonly Step[];
  /** Milliseconds for one Trial, all its steps together. */
  readonly timeout: number;
  /** For code frames: the text of its own file and of each flow it uses, by the name that Spans have. */
  readonly sources: Sources;
  /** SHA-256 of what the scenario says (not of its layout, comments, `hint` or `description`): what pairs it in a Comparison. */
  readonly digest: string;
}

export type Sources = { readonly [file: string]: string };

/** Who acts in a step without `as`. */
export const defaultIdentity = 'default';

/** One action and what must be seen after it. */
export interface Step {
  /** As written, or made from the action: `GET /api/me`. */
  readonly name: string;
  /** The identity: its own cookie jar and browser context. */
  readonly as: string;
  readonly action: Action;
  readonly expect: readonly Expectation[];
  readonly save: readonly Save[];
  readonly eventually?: Eventually;
  readonly at: Span;
}

/** One field of the Observation and what it must match: `status: 201`. */
export interface Expectation {
  readonly field: string;
  readonly fieldAt: Span;
  readonly pattern: Pattern;
}

export interface Save {
  readonly variable: string;
  readonly from: Selection;
  readonly at: Span;
}

/** `body.items[0].id` is field `body`, path `['items', 0, 'id']`; with `regex` the first group of the field's text. */
export interface Selection {
  readonly field: string;
  readonly path: readonly (string | number)[];
  readonly regex?: Value;
}

export interface Eventually {
  /** Milliseconds. */
  readonly within: number;
  /** Milliseconds between attempts; without it 100, 250, 500, then 1000. */
  readonly every?: number;
  /** When this is met, waiting longer is hopeless. */
  readonly stopIf: readonly Expectation[];
}

export type Action = HttpAction | RunAction | FileAction | BrowserAction | DbAction | UseAction;
export type ActionKind = Action['kind'];

export interface HttpAction {
  readonly kind: 'http';
  /** Upper case. */
  readonly method: string;
  /** A path on the candidate, `/api/me`. Text. */
  readonly path: Value;
  readonly query: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly bearer?: Value;
  readonly basic?: { readonly user: Value; readonly password: Value };
  readonly content?: HttpContent;
  /** How many redirects are followed; 0 unless stated. */
  readonly redirects: number;
  /** Milliseconds, for the whole exchange. */
  readonly timeout: number;
}

export type HttpContent =
  | { readonly is: 'json'; readonly value: Value }
  | { readonly is: 'form'; readonly fields: readonly Entry[] }
  /** A field is text, or `{ file: path-in-work-dir, type?: media-type }`, or `{ content: text, filename: name, type? }`. */
  | { readonly is: 'multipart'; readonly fields: readonly Entry[] }
  | { readonly is: 'text'; readonly text: Value };

export interface RunAction {
  readonly kind: 'run';
  /** Program and arguments, split before templates are filled. Each is text. */
  readonly command: readonly Value[];
  readonly stdin?: Value;
  readonly env: readonly Entry[];
  /** Relative to the work dir, which is the default. */
  readonly cwd?: Value;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface FileAction {
  readonly kind: 'file';
  /** Relative to the work dir, or absolute: `${app.dir}/outbox/1.txt`. */
  readonly path: Value;
}

export interface BrowserAction {
  readonly kind: 'browser';
  /** Done in order; the first that can't be done, or that doesn't see what it should, ends the step. */
  readonly acts: readonly Act[];
}

export interface DbAction {
  readonly kind: 'db';
  /** SQL that reads, with `?` for each of `params`. Never filled. */
  readonly query: string;
  readonly params: readonly Value[];
  /** A name of the vault's `candidate.db`; nothing when there is only one. */
  readonly source?: string;
  /** Where the query stands, and where `source` does. */
  readonly at: Span;
  readonly sourceAt?: Span;
}

export interface UseAction {
  readonly kind: 'use';
  readonly flow: Flow;
  /** As many as the flow has params, by the same names. */
  readonly with: readonly Entry[];
}

/** Steps that scenarios share: a file in `flows/`. What it binds stays inside; what it `returns` the step that uses it sees. */
export interface Flow {
  /** `log-in` for `flows/log-in.yaml`. */
  readonly id: string;
  readonly params: readonly string[];
  readonly steps: readonly Step[];
  /** What a `use` step may expect and save, by name. */
  readonly returns: readonly Entry[];
}

/** All steps of a scenario, in the order in which they are run. */
export const stepsOf = ({ before, steps, after }: Pick<Scenario, 'before' | 'steps' | 'after'>): readonly Step[] => [
  ...before,
  ...steps,
  ...after,
];

/** The same steps with those of the flows that they use, each behind the step that uses it. */
export const withFlows = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => [step, ...(step.action.kind === 'use' ? withFlows(step.action.flow.steps) : [])]);

/** Whether any of its steps is of that kind, those of flows included. */
export const does = (scenario: Pick<Scenario, 'before' | 'steps' | 'after'>, kind: ActionKind): boolean =>
  withFlows(stepsOf(scenario)).some(({ action }) => action.kind === kind);
