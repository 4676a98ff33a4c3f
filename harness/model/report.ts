import type { Candidate } from './candidate.ts';
import type { GateReason } from './gate.ts';
import type { Attachment } from './observation.ts';
import type { Problem } from './problem.ts';
import type { FailureLabel, FlakeRate } from './flake.ts';
import type { Isolation, RunRecord, Tally, Trouble, VerdictWord } from './run.ts';
import type { RunSummary } from './store.ts';
import type { Failure, Outcome, ReasonWord } from './trial.ts';

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
  /** Where the share of passes lies, 95 % Wilson: 0 to 1. Nothing when there is no scenario. */
  readonly interval?: Interval;
  readonly decision: { readonly is: 'allow' | 'deny' | 'hold'; readonly reasons: readonly GateReason[] };
  readonly rows: readonly ReportRow[];
  /**
   * Scenarios that no honest candidate can pass, in no count and not among the rows; absent where there are none. `verdict` is
   * `pass` when one passed at all, which is an alarm, then `error` when any of it could not be judged.
   */
  readonly impossible?: readonly ReportRow[];
  /** It was not judged now: this is the Run that there was of the same judging key. */
  readonly reused?: boolean;
  /** With the base that the gate demands no regression against. */
  readonly comparison?: ComparisonReport;
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
  /** Of a fail or a flaky one that was repeated to find out what it is. */
  readonly label?: {
    readonly is: FailureLabel;
    /** `fails every time (2 of 2); passed in all 59 reference runs` */
    readonly text: string;
  };
  /** It is in quarantine, and does not count as passed whatever its verdict. One line: why, and until when. */
  readonly quarantine?: string;
  /** The same of one that has not qualified, and so does not count. One line: why. */
  readonly advisory?: string;
  /** How often it fails a good build, when one was judged. */
  readonly flakeRate?: FlakeRate;
  /** What was done and seen, step by step; only where a format shows it. */
  readonly trials?: readonly ReportTrial[];
}

/** One Trial as it was recorded. */
export interface ReportTrial {
  /** From 1. */
  readonly row: number;
  readonly repeat: number;
  /** It repeated a failed one, to label it. */
  readonly confirms?: boolean;
  readonly is: Outcome['is'];
  readonly ms: number;
  readonly steps: readonly ReportStep[];
}

/** One step that was acted out. Every text is bounded and masked, and may hold candidate bytes. */
export interface ReportStep {
  readonly name: string;
  readonly kind: 'http' | 'browser' | 'run' | 'file' | 'db';
  /** What was done, in lines: `POST /api/login`, with the body below; a command line; a query. */
  readonly action: string;
  /** What was seen, by field: `status` 200, `body` {...}. */
  readonly seen: readonly (readonly [field: string, text: string])[];
  /** How often it was looked, or acted, until it was met or given up. */
  readonly attempts: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly met: boolean;
  readonly replay?: string;
}

/** Bounds of a 95 % interval, 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
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

/** One Run among those that are compared. */
export interface ComparedRun {
  readonly id: string;
  readonly startedAt: string;
  readonly label: string;
  readonly tree: string;
  readonly commit?: string;
  readonly tally: Tally;
  /** Where the share of passes lies, 95 % Clopper-Pearson. */
  readonly interval?: Interval;
}

export interface ReportFlip {
  readonly scenario: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly mustPass: boolean;
  readonly before: VerdictWord;
  readonly after: VerdictWord;
  /** Of one that broke: what repeating it showed. */
  readonly label?: ReportRow['label'];
}

interface Named {
  readonly scenario: string;
  readonly name: string;
}

/** Two Runs as their owner reads them side by side: flips first. */
export interface ComparisonReport {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  readonly broke: readonly ReportFlip[];
  readonly fixed: readonly ReportFlip[];
  /** Verdicts are missing on one side: `error`, `skip`. */
  readonly unjudged: readonly ReportFlip[];
  /** The file says something else now, so it is not compared. */
  readonly changed: readonly Named[];
  readonly added: readonly Named[];
  readonly removed: readonly Named[];
  /** How many scenarios say the same in both, and of those how many pass in both, and in neither. */
  readonly paired: number;
  readonly bothPass: number;
  readonly neitherPasses: number;
  /** Two-sided exact McNemar test, 0 to 1. */
  readonly p: number;
  readonly detectable?: number;
  /** What the numbers mean, in one plain sentence. */
  readonly sentence: string;
}

/** Several Runs at once: a matrix of verdicts. */
export interface MatrixReport {
  readonly runs: readonly ComparedRun[];
  readonly rows: readonly (Named & {
    readonly tags: readonly string[];
    /** One for each Run; nothing where it had no such scenario, or where that said something else than in the last Run. */
    readonly verdicts: readonly (VerdictWord | undefined)[];
  })[];
}

/** What was judged, newest first. */
export interface HistoryReport {
  /** How the list was narrowed down, in words: `of main`, `since 2026-03-01`. Empty: all. */
  readonly filters: readonly string[];
  readonly runs: readonly HistoryRow[];
  /** How many there are that the list would have had room for otherwise. */
  readonly more: number;
  /** One scenario's verdicts, when one was asked for. */
  readonly scenario?: ScenarioHistory;
}

export interface HistoryRow extends RunSummary {
  /** This scenario's verdict, when one was asked for. */
  readonly verdict?: VerdictWord;
  /** Whether it said the same then as it does in the newest Run. */
  readonly same?: boolean;
}

export interface ScenarioHistory {
  readonly scenario: string;
  readonly name: string;
  /** Of the listed Runs in which it was judged and said what it says now. */
  readonly pass: number;
  readonly judged: number;
  readonly interval?: Interval;
  readonly flakeRate?: FlakeRate;
}

/**
 * How a Report is read. One per format; plain object in the table of `wiring.ts`. The text of a method is whole, and
 * what a format has no words for it leaves out.
 */
export interface Reporter {
  readonly name: string;
  /** Whether it shows what was done and seen step by step, which takes time to load. */
  readonly showsSteps?: boolean;
  /** One Report, or several Runs of one command side by side. */
  render(reports: readonly Report[], style: Style, read?: ReadFile): string;
  /** For owners only, as the next two. */
  comparison?(comparison: ComparisonReport, style: Style): string;
  matrix?(matrix: MatrixReport, style: Style): string;
  history?(history: HistoryReport, style: Style): string;
}

/** The bytes of a file that a Report names; nothing when it is not there any more, or too large to be put into a text. */
export type ReadFile = (path: string) => Uint8Array | undefined;

export interface Style {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}
