import type { Candidate } from './candidate.ts';
import type { Tally, VerdictWord } from './run.ts';
import type { Outcome, TrialId } from './trial.ts';

/** Everything that can happen while judging. */
export type Event =
  | {
      readonly is: 'run-started';
      readonly run: string;
      readonly candidate: Candidate;
      readonly scenarios: number;
      readonly trials: number;
    }
  /** It was judged before, and is not judged again. */
  | { readonly is: 'run-reused'; readonly run: string; readonly candidate: Candidate; readonly startedAt: string }
  /** Another judge was ended while it judged this; what it recorded stands. */
  | { readonly is: 'run-resumed'; readonly run: string; readonly done: number; readonly trials: number }
  /** Another process is judging the same: its Run is waited for. */
  | { readonly is: 'run-awaited'; readonly run: string; readonly owner: string }
  /** A vault is qualified: what is asked now, and how many Trials that may take. */
  | { readonly is: 'qualifying'; readonly what: string; readonly trials: number }
  | { readonly is: 'tried'; readonly control: string; readonly name: string; readonly outcome: Outcome['is'] }
  /** Trials that failed are done over, to find out what the fails are. */
  | { readonly is: 'confirming'; readonly trials: number }
  /** `install` and `build` tell their latest line of output for the owner's progress display. */
  | {
      readonly is: 'phase-started';
      readonly phase: 'fetch' | 'export' | 'install' | 'build' | 'trials';
      readonly label: string;
    }
  | { readonly is: 'phase-output'; readonly phase: 'install' | 'build'; readonly line: string }
  /** An install asked for a host that it may not reach: `telemetry.example.com:443`. */
  | { readonly is: 'host-refused'; readonly host: string }
  | {
      readonly is: 'phase-ended';
      readonly phase: 'fetch' | 'export' | 'install' | 'build' | 'trials';
      readonly ms: number;
      readonly cached: boolean;
    }
  | { readonly is: 'trial-started'; readonly trial: TrialId; readonly name: string }
  | {
      readonly is: 'trial-ended';
      readonly trial: TrialId;
      readonly name: string;
      readonly outcome: 'pass' | 'fail' | 'error' | 'skip';
      readonly ms: number;
    }
  | { readonly is: 'verdict'; readonly scenario: string; readonly name: string; readonly verdict: VerdictWord }
  | { readonly is: 'lane-died'; readonly trial: TrialId; readonly again: boolean }
  | { readonly is: 'swept'; readonly what: string }
  | { readonly is: 'run-ended'; readonly run: string; readonly tally: Tally };
