import type { Excerpt } from './problem.ts';
import type { Interval } from './report.ts';

/** What qualifying a vault found out. For its owner alone: it names scenarios, and says what they look at. */
export interface Qualification {
  readonly vault: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly controls: readonly ControlReport[];
  /** In the vault's order. */
  readonly scenarios: readonly ScenarioReport[];
  readonly mutants?: MutantsReport;
  readonly trace?: TraceReport;
}

export interface ControlReport {
  readonly kind: 'good' | 'bad' | 'null' | 'equivalent' | 'shared';
  readonly name: string;
  /** How many scenarios passed on it each time, of how many were asked. */
  readonly passed: number;
  readonly asked: number;
  /** What is the matter with the control itself, in one line: it doesn't build, no scenario fails it. */
  readonly trouble?: string;
}

/** Of what kind a finding is. Those from `redundant` on are advice: such a scenario qualifies all the same. */
type FindingWord =
  | 'contradictory'
  | 'flaky'
  | 'vacuous'
  | 'brittle'
  | 'order-dependent'
  | 'blind'
  | 'possible'
  | 'unjudged'
  | 'redundant'
  | 'unexercised';

export interface ScenarioFinding {
  readonly word: FindingWord;
  /** One line: `passes on the null candidates "200 {}" and "echo"`. */
  readonly text: string;
  /** Further lines: what was seen. May hold candidate bytes. */
  readonly seen: readonly string[];
}

export interface ScenarioReport {
  readonly id: string;
  readonly name: string;
  readonly digest: string;
  /** Runs on good controls, as they are: how many passed, of how many. */
  readonly good: { readonly passed: number; readonly runs: number };
  /** What share of runs may fail on the first good control at most, with 95 % confidence, by the runs there were: 0 to 1. */
  readonly flakeBound?: number;
  /** How many it failed, of how many. */
  readonly bad: { readonly failed: number; readonly asked: number };
  readonly nulls: { readonly failed: number; readonly asked: number };
  /** Mutants that it was seen to notice, of those that it was asked. */
  readonly mutants: { readonly killed: number; readonly asked: number };
  readonly findings: readonly ScenarioFinding[];
  readonly qualified: boolean;
}

/** Faults of one kind in the first good control, and how many were noticed. */
export interface MutantShare {
  /** Those that were tried, or that nothing reaches. */
  readonly tried: number;
  readonly killed: number;
  /** Where the true share lies, at 95 %. */
  readonly rate?: Interval;
  /** How many there are, of which those tried were drawn. */
  readonly all: number;
}

export interface MutantsReport {
  /** Absent where there are none. */
  readonly source?: MutantShare;
  readonly wire?: MutantShare;
  readonly seed: string;
  readonly survivors: readonly Survivor[];
  /** Where most of them are in the source, the worst first: what the next scenario should be about. */
  readonly gaps: readonly Gap[];
  /** Why some of them could not be made, a line each. */
  readonly notes: readonly string[];
}

export interface Survivor {
  /** `source` mutants have an excerpt, those at the wire don't. */
  readonly kind: 'source' | 'wire';
  readonly id: string;
  /** What it does: `"expiresAt < now" becomes "true"`, `drops the last record of each list`. */
  readonly does: string;
  readonly excerpt?: Excerpt;
  /** Scenarios that reach it and notice nothing; none: nothing reaches it. */
  readonly reachedBy: readonly string[];
}

/** Lines of the good control that could be wrong without any scenario noticing. */
export interface Gap {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly survivors: number;
  /** Scenarios that come by without noticing; none: nobody does. */
  readonly reachedBy: readonly string[];
}

/** What rests on what in the vault's specification. */
export interface TraceReport {
  readonly clauses: number;
  /** Clauses that no scenario names: id and text. */
  readonly without: readonly { readonly id: string; readonly text: string }[];
  /** Expectations of scenarios that name no clause: the scenario, and its steps. */
  readonly unbased: readonly { readonly scenario: string; readonly steps: readonly string[] }[];
}
