import type { GateDecision } from '../model/gate.ts';
import { type Problem, unreachable } from '../model/problem.ts';
import type { Audience, OwnerReport, Report, ReportRow, WorkerReport } from '../model/report.ts';
import type { Run, RunRecord, Verdict } from '../model/run.ts';
import type { StoredRun } from '../model/store.ts';
import type { Failure, Outcome } from '../model/trial.ts';
import { type Feedback, feedbackLevels } from '../model/vault.ts';
import { type Mask, maskCandidate, maskFailure, maskProblem, maskReason, maskTrouble } from './evidence.ts';
import { masker } from './mask.ts';
import { tally } from './tally.ts';

/** Of a stored Run: not its policy or feedback, which an owner may want to see otherwise than they were then. */
type Judged = Pick<StoredRun, 'value' | 'record'>;

/**
 * The one door out of a Run: what one Audience may read of it, with every secret masked. Each Report is built field by
 * field, so that what is new in a Run stays inside until someone decides to show it.
 * @param keptIn the folder of the files that show its failures.
 */
export function disclose(
  stored: Judged,
  decision: GateDecision,
  audience: Audience,
  feedback: Feedback,
  warnings: readonly Problem[],
  keptIn = '',
): Report {
  const mask = masker(secretsOf(stored.value));
  switch (audience) {
    case 'owner':
      return ownerReport(stored, decision, warnings, { mask, keptIn });
    case 'worker':
      return workerReport(stored.value, decision, feedback, mask);
    default:
      return unreachable(audience);
  }
}

interface Means {
  readonly mask: Mask;
  /** The folder of the files that show a failure. */
  readonly keptIn: string;
}

function ownerReport(stored: Judged, decision: GateDecision, warnings: readonly Problem[], means: Means): OwnerReport {
  const { value, record } = stored;
  const { mask } = means;
  return {
    audience: 'owner',
    run: withoutTrials(record),
    candidate: maskCandidate(value.candidate, mask),
    vault: { name: mask(value.vault.name) },
    isolation: value.isolation,
    notForGate: value.notForGate.map(mask),
    tally: value.tally,
    decision: {
      is: decision.is,
      reasons: reasonsOf(decision).map(({ code, text }) => ({ code, text: mask(text) })),
    },
    rows: value.verdicts.map((verdict) => row(verdict, record, means)),
    ...(value.trouble && { trouble: maskTrouble(value.trouble, mask) }),
    warnings: warnings.map((warning) => maskProblem(warning, mask)),
  };
}

function row(verdict: Verdict, record: RunRecord, { mask, keptIn }: Means): ReportRow {
  const { id, name, tags, weight, mustPass } = verdict.scenario;
  const all = (failures: (outcome: Outcome) => readonly Failure[]) =>
    verdict.outcomes.flatMap(failures).map((failure) => maskFailure(failure, mask, keptIn));
  return {
    scenario: mask(id),
    name: mask(name),
    tags: tags.map(mask),
    weight,
    mustPass,
    verdict: verdict.is,
    reason: maskReason(verdict.reason, mask),
    ms: slowest(record, id),
    failures: all((outcome) => outcome.failures),
    afterFailures: all((outcome) => outcome.afterFailures),
  };
}

/** Built without a look at the owner's report: what a level does not name is not there to be left out. */
function workerReport(run: Run, decision: GateDecision, feedback: Feedback, mask: Mask): WorkerReport {
  const shows = (level: Feedback) => feedbackLevels.indexOf(feedback) >= feedbackLevels.indexOf(level);
  return {
    audience: 'worker',
    decision: { is: decision.is },
    ...(shows('counts') && { tally: { pass: run.tally.pass, total: run.tally.total } }),
    ...(shows('tags') && { tags: countsByTag(run.verdicts, mask) }),
    ...(shows('hints') && { hints: hints(run.verdicts, mask) }),
  };
}

function countsByTag(verdicts: readonly Verdict[], mask: Mask): NonNullable<WorkerReport['tags']> {
  const tags = new Set(verdicts.flatMap((verdict) => verdict.scenario.tags));
  return Object.fromEntries(
    [...tags].toSorted().map((tag) => {
      const { pass, total } = tally(verdicts.filter((verdict) => verdict.scenario.tags.includes(tag)));
      return [mask(tag), { pass, total }];
    }),
  );
}

/** Of scenarios that the candidate failed; one that we could not judge says nothing about its work. */
function hints(verdicts: readonly Verdict[], mask: Mask): readonly string[] {
  const failed = verdicts.filter((verdict) => verdict.is === 'fail' || verdict.is === 'flaky');
  const texts = failed.flatMap((verdict) => verdict.scenario.hint ?? []);
  return [...new Set(texts.map(mask))].toSorted();
}

function secretsOf(run: Run): readonly string[] {
  const outcomes = run.verdicts.flatMap((verdict) => verdict.outcomes);
  return [...new Set(outcomes.flatMap((outcome) => outcome.secrets))];
}

function withoutTrials(record: RunRecord): OwnerReport['run'] {
  const { id, startedAt, ms, phases, lanes, buildCached } = record;
  return { id, startedAt, ms, phases, lanes, buildCached };
}

/** Milliseconds of the longest of a scenario's Trials. */
function slowest(record: RunRecord, scenario: string): number {
  const own = record.trials.filter((entry) => entry.trial.scenario === scenario);
  return own.reduce((longest, entry) => Math.max(longest, entry.ms), 0);
}

const reasonsOf = (decision: GateDecision) => (decision.is === 'allow' ? [] : decision.reasons);
