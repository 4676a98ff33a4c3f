import type { Canary } from './canary.ts';
import type { BadControl, Control } from './control.ts';
import type { Policy } from './gate.ts';
import type { Limits } from './limits.ts';
import type { Span } from './problem.ts';
import type { Scenario } from './scenario.ts';

/** A folder of scenarios and controls with one `vault.yaml`, read once and frozen. */
export interface Vault {
  readonly name: string;
  /** Absolute, symbolic links resolved. */
  readonly dir: string;
  /** It is one encrypted file, at `dir`. `keyFile` is where its key or passphrase was read from, absolute; nothing when it was typed in. */
  readonly encrypted?: { readonly keyFile?: string };
  /** In the order of their ids. */
  readonly scenarios: readonly Scenario[];
  readonly recipe: Recipe;
  readonly limits: Limits;
  readonly policy: Policy;
  readonly feedback: Feedback;
  readonly controls: { readonly good: readonly Control[]; readonly bad: readonly BadControl[] };
  /** No part of what a Run depends on. */
  readonly specification?: Specification;
  /** Of vault.yaml, scenarios and flows: those that have one. No part of what a Run depends on. */
  readonly canaries: readonly Canary[];
  /** SHA-256 of what a Run depends on: scenarios, recipe, limits. */
  readonly judgedDigest: string;
}

/** What a worker's audience may see of a Run; each level adds to the one before. */
export const feedbackLevels = ['gate', 'counts', 'tags', 'hints'] as const;
export type Feedback = (typeof feedbackLevels)[number];

/** How a candidate is installed, built, started and called: `candidate:` in vault.yaml. Never from the branch. */
export interface Recipe {
  readonly toolchain: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Shell command lines, run one after another. */
  readonly install: readonly string[];
  readonly build: readonly string[];
  /** URLs of what `install` may reach beside npm's registry: scheme, host and port. */
  readonly registries: readonly string[];
  /** Without it the candidate is a command-line program. */
  readonly start?: string;
  /** A number; `drawn` when `${port}` stands in `port`, `start` or `env`; nothing for a command-line program. */
  readonly port?: number | 'drawn';
  readonly ready: Ready;
  readonly bin: { readonly [name: string]: string };
  readonly fresh: 'scenario' | 'lane' | 'run';
  /** What `db` steps may read: a SQLite file relative to the application, or a PostgreSQL service by its name. */
  readonly db: { readonly [name: string]: { readonly sqlite: string } | { readonly postgres: string } };
  /** Started in the Cell before the candidate, in this order; fresh with it. */
  readonly services: readonly Service[];
}

/** A program of this machine that runs beside the candidate. */
export interface Service {
  readonly name: string;
  /** One that Holdout knows how to prepare and start, or the vault's own. */
  readonly use: 'postgres' | 'redis' | 'own';
  /** Only, and always, for `own`: a shell command line, `${port}` filled. */
  readonly start?: string;
  readonly port?: number | 'drawn';
  readonly env: { readonly [name: string]: string };
  readonly ready: Ready;
}

/** When a started candidate may be asked. `within` in milliseconds. */
export type Ready =
  | { readonly by: 'port'; readonly within: number }
  | { readonly by: 'http'; readonly path: string; readonly within: number }
  | { readonly by: 'log'; readonly text: string; readonly within: number }
  | { readonly by: 'run'; readonly command: string; readonly within: number };

/** The document that scenarios are written from, by its numbered clauses. */
export interface Specification {
  /** Relative to the vault. */
  readonly file: string;
  /** In the order of the document; no two have one id. */
  readonly clauses: readonly Clause[];
}

export interface Clause {
  /** `3.1`, `R12`. */
  readonly id: string;
  /** What stands behind it on its line; its beginning, when that is long. */
  readonly text: string;
  /** Where the id stands. */
  readonly at: Span;
}
