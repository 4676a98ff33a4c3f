import type { Candidate } from './candidate.ts';
import type { GateReason } from './gate.ts';
import type { Attachment } from './observation.ts';
import type { Problem } from './problem.ts';
import type { Isolation, RunRecord, Tally, Trouble, VerdictWord } from './run.ts';
import type { Failure, ReasonWord } from './trial.ts';

/** Who reads: the owner of the vault, or the worker that wrote the candidate (and every place the worker can see). */
export type Audience = 'owner' | 'worker';

/** What one Audience may read of a Run. Made by `gate/disclose.ts` and nowhere else; secrets are masked already. */
export type Report = OwnerReport | WorkerReport;

export interface OwnerReport {
  readonly audience: 'owner';
  readonly run: Omit<RunRecord, 'trials'>;
  readonly candidate: Candidate;
  readonly vault: { readonly name: string };
  readonly isolation: Isolation;
  readonly notForGate: readonly string[];
  readonly tally: Tally;
  readonly decision: { readonly is: 'allow' | 'deny' | 'hold'; readonly reasons: readonly GateReason[] };
  readonly rows: readonly ReportRow[];
  readonly trouble?: Trouble;
  readonly warnings: readonly Problem[];
}

export interface ReportRow {
  readonly scenario: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly weight: number;
  readonly mustPass: boolean;
  readonly verdict: VerdictWord;
  readonly reason: { readonly word: ReasonWord; readonly detail?: string };
  /** Milliseconds, the slowest Trial. */
  readonly ms: number;
  readonly failures: readonly ReportFailure[];
  readonly afterFailures: readonly ReportFailure[];
}

export interface ReportFailure extends Omit<Failure, 'attached'> {
  /** What shows it: absolute paths. */
  readonly files?: readonly { readonly what: Attachment['what']; readonly path: string }[];
}

/** Nothing in here names a scenario, shows a value, tells a time or carries a byte of the candidate's. */
export interface WorkerReport {
  readonly audience: 'worker';
  readonly decision: { readonly is: 'allow' | 'deny' | 'hold' };
  /** From `feedback: counts`. */
  readonly tally?: { readonly pass: number; readonly total: number };
  /** From `feedback: tags`. */
  readonly tags?: { readonly [tag: string]: { readonly pass: number; readonly total: number } };
  /** From `feedback: hints`: the hints of scenarios that did not pass, sorted, each once. */
  readonly hints?: readonly string[];
}

/** How a Report is read. One per format; plain object in the table of `reports/index.ts`. */
export interface Reporter {
  readonly name: string;
  /** The whole text for one Report, or for several Runs of one command side by side. */
  render(reports: readonly Report[], style: Style): string;
}

export interface Style {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}
