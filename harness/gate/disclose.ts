import type { Apart, Basis, GateDecision } from '../model/gate.ts';
import { cameTo, impossible, ordinary } from '../model/impossible.ts';
import { type Problem, unreachable } from '../model/problem.ts';
import type { Recording } from '../model/recording.ts';
import type { Audience, ComparisonReport, OwnerReport, Report, ReportRow, WorkerReport } from '../model/report.ts';
import type { Run, RunRecord, Tally, Verdict } from '../model/run.ts';
import type { StoredRun } from '../model/store.ts';
import type { Failure, Outcome, TrialId } from '../model/trial.ts';
import { type Feedback, feedbackLevels } from '../model/vault.ts';
import { evidenceOf, flakeRate, labelOf, repeatsOf } from './flakes.ts';
import { secretsOf } from './secrets-of.ts';
import { wilson } from './statistics.ts';
import { reportTrial } from './steps.ts';
import { type Mask, maskCandidate, maskFailure, maskProblem, maskReason, maskTrouble } from './evidence.ts';
import { masker } from './mask.ts';
import { tally } from './tally.ts';

/** Of a stored Run: not what it was decided by, which an owner may want to see otherwise than it was then. */
type Judged = Pick<StoredRun, 'value' | 'record'>;

/** What a Report may show beside the Run; nothing of it is needed. */
export interface Beside {
  /** What reference runs say, by scenario id. */
  readonly flakes?: Basis['flakes'];
  /** The scenarios that don't count, by id. */
  readonly apart?: ReadonlyMap<string, Apart>;
  /** The path of a file that shows a failure; nothing when it is not there. */
  readonly pathOf?: (name: string) => string | undefined;
  /** What a Trial did and saw, for formats that show it. */
  readonly recordingOf?: (trial: TrialId) => Recording | undefined;
  readonly comparison?: ComparisonReport;
  readonly reused?: boolean;
}

/**
 * The one door out of a Run: what one Audience may read of it, with every secret masked. Each Report is built field by
 * field, so that what is new in a Run stays inside until someone decides to show it.
 */
export function disclose(
  stored: Judged,
  decision: GateDecision,
  audience: Audience,
  feedback: Feedback,
  warnings: readonly Problem[],
  beside: Beside = {},
): Report {
  const { value } = stored;
  const { flakes = {}, apart = new Map<string, Apart>() } = beside;
  const counted = tally(value.verdicts, apart);
  const means: Means = { ...beside, flakes, apart, counted, mask: masker(secretsOf(value)) };
  switch (audience) {
    case 'owner':
      return ownerReport(stored, decision, warnings, means);
    case 'worker':
      return workerReport(value, decision, feedback, means);
    default:
      return unreachable(audience);
  }
}

interface Means extends Beside {
  readonly mask: Mask;
  readonly flakes: Basis['flakes'];
  readonly apart: ReadonlyMap<string, Apart>;
  readonly counted: Tally;
}

/** Of a scenario, how long each of its Trials took. */
type Times = ReadonlyMap<string, RunRecord['trials']>;

function ownerReport(stored: Judged, decision: GateDecision, warnings: readonly Problem[], means: Means): OwnerReport {
  const { value, record } = stored;
  const { mask, counted, comparison, reused } = means;
  const interval = wilson(counted);
  const impossibles = impossible(value.verdicts);
  const times: Times = Map.groupBy(record.trials, ({ trial }) => trial.scenario);
  return {
    audience: 'owner',
    run: withoutTrials(record),
    candidate: maskCandidate(value.candidate, mask),
    vault: { name: mask(value.vault.name) },
    isolation: value.isolation,
    notForGate: value.notForGate.map(mask),
    tally: counted,
    ...(interval === undefined ? {} : { interval }),
    decision: {
      is: decision.is,
      reasons: reasonsOf(decision).map(({ code, text }) => ({ code, text: mask(text) })),
    },
    rows: ordinary(value.verdicts).map((verdict) => row(verdict, times, means)),
    ...(impossibles.length === 0
      ? {}
      : { impossible: impossibles.map((verdict) => ({ ...row(verdict, times, means), verdict: cameTo(verdict) })) }),
    ...(value.trouble && { trouble: maskTrouble(value.trouble, mask) }),
    ...(reused === true ? { reused } : {}),
    // Made by a function of this room, which masks it.
    ...(comparison === undefined ? {} : { comparison }),
    warnings: warnings.map((warning) => maskProblem(warning, mask)),
  };
}

function row(verdict: Verdict, times: Times, means: Means): ReportRow {
  const { mask, flakes, apart, counted, pathOf = () => undefined } = means;
  const { id, name, tags, weight, mustPass } = verdict.scenario;
  const all = (failures: (outcome: Outcome) => readonly Failure[]) =>
    verdict.outcomes.flatMap(failures).map((failure) => maskFailure(failure, mask, pathOf));
  const evidence = evidenceOf(flakes, id);
  const label = labelOf(repeatsOf(verdict), evidence, counted.total);
  const stands = apart.get(id);
  const timed = times.get(id) ?? [];
  const trials = trialsOf(verdict, timed, means);
  return {
    scenario: mask(id),
    name: mask(name),
    tags: tags.map(mask),
    weight,
    mustPass,
    verdict: verdict.is,
    reason: maskReason(verdict.reason, mask),
    ms: timed.reduce((longest, { ms }) => Math.max(longest, ms), 0),
    failures: all((outcome) => outcome.failures),
    afterFailures: all((outcome) => outcome.afterFailures),
    ...(label === undefined ? {} : { label }),
    ...(stands?.is === 'quarantined' ? { quarantine: stands.why } : {}),
    ...(stands?.is === 'advisory' ? { advisory: mask(stands.why) } : {}),
    ...(evidence === undefined ? {} : { flakeRate: flakeRate(evidence) }),
    ...(trials.length === 0 ? {} : { trials }),
  };
}

/** What was done and seen, of each Trial that is remembered so. */
function trialsOf(
  { outcomes, confirmations = [] }: Verdict,
  times: RunRecord['trials'],
  { recordingOf, mask }: Means,
): NonNullable<ReportRow['trials']> {
  if (recordingOf === undefined) return [];
  return [...outcomes, ...confirmations].flatMap((outcome) => {
    const recording = recordingOf(outcome.trial);
    const timed = times.find(({ trial }) => isSame(trial, outcome.trial));
    return recording === undefined ? [] : [reportTrial(recording, outcome, timed?.ms ?? 0, mask)];
  });
}

const isSame = (a: TrialId, b: TrialId): boolean =>
  a.scenario === b.scenario && a.row === b.row && a.repeat === b.repeat && a.confirm === b.confirm;

/** Built without a look at the owner's report: what a level does not name is not there to be left out. */
function workerReport(
  run: Run,
  decision: GateDecision,
  feedback: Feedback,
  { mask, apart, counted }: Means,
): WorkerReport {
  // That there are impossible scenarios is nothing a worker may learn.
  const verdicts = ordinary(run.verdicts);
  const shows = (level: Feedback) => feedbackLevels.indexOf(feedback) >= feedbackLevels.indexOf(level);
  return {
    audience: 'worker',
    decision: { is: decision.is },
    ...(shows('counts') && { tally: { pass: counted.pass, total: counted.total } }),
    ...(shows('tags') && { tags: countsByTag(verdicts, apart, mask) }),
    ...(shows('hints') && { hints: hints({ ...run, verdicts }, mask) }),
  };
}

function countsByTag(
  verdicts: readonly Verdict[],
  apart: Means['apart'],
  mask: Mask,
): NonNullable<WorkerReport['tags']> {
  const tags = new Set(verdicts.flatMap((verdict) => verdict.scenario.tags));
  return Object.fromEntries(
    [...tags].toSorted().map((tag) => {
      const { pass, total } = tally(
        verdicts.filter((verdict) => verdict.scenario.tags.includes(tag)),
        apart,
      );
      return [mask(tag), { pass, total }];
    }),
  );
}

/**
 * Of scenarios that the candidate failed; one that we could not judge says nothing about its work, and a tree that was
 * refused is no way to hear them all.
 */
function hints({ verdicts, trouble }: Run, mask: Mask): readonly string[] {
  if (trouble?.reason.word === 'refused') return [];
  const failed = verdicts.filter((verdict) => verdict.is === 'fail' || verdict.is === 'flaky');
  const texts = failed.flatMap((verdict) => verdict.scenario.hint ?? []);
  return [...new Set(texts.map(mask))].toSorted();
}

function withoutTrials(record: RunRecord): OwnerReport['run'] {
  const { id, startedAt, ms, phases, lanes, buildCached, walls, limits, seal, again, resumed, regradedFrom } = record;
  return {
    id,
    startedAt,
    ms,
    phases,
    lanes,
    buildCached,
    ...(walls === undefined ? {} : { walls }),
    ...(limits === undefined ? {} : { limits }),
    ...(seal === undefined ? {} : { seal }),
    ...(again === undefined ? {} : { again }),
    ...(resumed === undefined ? {} : { resumed }),
    ...(regradedFrom === undefined ? {} : { regradedFrom }),
  };
}

const reasonsOf = (decision: GateDecision) => (decision.is === 'allow' ? [] : decision.reasons);
