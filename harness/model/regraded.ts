import type { GateDecision, GateReason } from './gate.ts';
import type { ReportFailure, ReportRow } from './report.ts';
import type { Run, ScenarioRef, Tally, Verdict, VerdictWord } from './run.ts';
import type { KeptFile } from './store.ts';

/** A stored Run held against the vault as it reads now, without the candidate. */
export interface Regraded {
  /** The scenarios that say something else now, with what they came to and come to; in the vault's order. */
  readonly changed: readonly { readonly before: Verdict; readonly after: Verdict }[];
  /** Those that only the candidate can tell of, and why: one line, that may hold candidate bytes. */
  readonly toJudge: readonly { readonly scenario: ScenarioRef; readonly why: string }[];
  readonly removed: readonly ScenarioRef[];
  /** The whole Run anew; nothing while a scenario has to be judged for it. */
  readonly value?: Run;
  /** The Recordings of the changed ones, with the names and results that their steps have now. */
  readonly recordings: readonly KeptFile[];
}

/** The same as its owner reads it: every secret masked. Candidate bytes may be in every text. */
export interface RegradedReport {
  readonly run: string;
  readonly changed: readonly RegradedRow[];
  readonly toJudge: readonly { readonly scenario: string; readonly name: string; readonly why: string }[];
  readonly removed: readonly { readonly scenario: string; readonly name: string }[];
  readonly before: Standing;
  /** Nothing while a scenario has to be judged. */
  readonly after?: Standing;
}

export interface RegradedRow {
  readonly scenario: string;
  readonly name: string;
  readonly before: VerdictWord;
  readonly after: VerdictWord;
  readonly reason: ReportRow['reason'];
  /** Of what is no pass now, the first. */
  readonly failure?: ReportFailure;
}

/** Counts, and the decision that they lead to. */
export interface Standing {
  readonly tally: Tally;
  readonly decision: { readonly is: GateDecision['is']; readonly reasons: readonly GateReason[] };
}
