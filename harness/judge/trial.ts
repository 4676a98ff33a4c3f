import type { FilledAction, TrialContext } from '../model/adapter.ts';
import type { Done } from '../model/cell.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Failure, Outcome, Reason, TrialId } from '../model/trial.ts';
import { type EvidenceFile, keepEvidence } from './evidence.ts';
import { describeRow, failureOf } from './failure.ts';
import { type Fault, faultLine } from './fault.ts';
import { fillFiles, prepare } from './prepare.ts';
import { filesDigest, recorder } from './recorder.ts';
import { type Scope, trialScope } from './scope.ts';
import { secretsOf } from './secrets.ts';
import { openSessions } from './sessions.ts';
import type { Stage } from './stage.ts';
import { runSteps, type StepsResult } from './steps.ts';
import { realTime } from './time.ts';
import { endedSoon, whyFailed, whyNotReady } from './why.ts';

/** Milliseconds that `after` steps may take, whatever became of the rest. */
const AFTER_MS = 10_000;

/** What one Trial came to, and the files that show the owner what it did and saw. */
export interface TrialResult {
  readonly outcome: Outcome;
  readonly files: readonly EvidenceFile[];
  /** Where its `run` steps were run, when there was such a place. */
  readonly workDir?: string;
}

/** Runs one scenario, with one example row, once. Whatever the candidate does, it ends in an Outcome. */
export async function runTrial(trial: TrialId, scenario: Scenario, seed: string, stage: Stage): Promise<TrialResult> {
  const { cell, started, limits, time = realTime } = stage;
  const timeout = Math.min(scenario.timeout, limits.trial);
  const deadline = time.now() + timeout;
  const made = await cell.workDir(timeout);
  if (!made.ok) return notReady(trial, made, stage, timeout);
  const workDir = made.value;
  const url = stage.url === undefined ? {} : { url: stage.url };
  const context: TrialContext = {
    cell,
    workDir,
    bin: stage.bin,
    env: { ...(started?.env ?? stage.env), HOME: workDir, TMPDIR: workDir, NO_COLOR: '1' },
    limits,
    databases: stage.databases,
    browser: stage.browser,
    ...(stage.globals === undefined ? {} : { globals: stage.globals }),
    ...url,
  };
  await using sessions = openSessions(stage.adapters, context);
  const secrets = (...scopes: readonly Scope[]): readonly string[] => secretsOf(scenario, scopes, stage.env);
  const unable = (fault: Fault, ...scopes: readonly Scope[]): TrialResult => ({
    outcome: { ...ended(trial, 'error', vaultFault(fault)), secrets: secrets(...scopes) },
    files: [],
  });

  const prepared = prepare(
    scenario,
    trial.row,
    seed,
    trialScope({ now: stage.now, appDir: cell.appDir, workDir, ...url }),
  );
  if (!prepared.ok) return unable(prepared.fault);
  const files = fillFiles(scenario.files, prepared.value, workDir);
  if (!files.ok) return unable(files.fault, prepared.value);
  const written = await cell.write(files.value, deadline - time.now());
  if (!written.ok) return notReady(trial, written, stage, timeout);

  const row = describeRow(scenario, trial.row, prepared.value);
  const notes = recorder(time);
  const steps = {
    sources: scenario.sources,
    session: (kind: FilledAction['kind']) => notes.watched(sessions.get(kind)),
    watchers: [notes, ...(stage.watchers ?? [])],
    time,
  };
  const signal = time.over(Math.max(0, Math.round(deadline - time.now())));
  const inTime = { ...steps, place: 'steps', signal };
  const main = await runSteps([...scenario.before, ...scenario.steps], prepared.value, inTime);
  const timedOut = signal.aborted;
  const after = await runSteps(scenario.after, main.scope, { ...steps, place: 'after', signal: time.over(AFTER_MS) });
  const lost = stage.lostService();

  const masked = secrets(after.scope);
  const kept = await keepEvidence(trial, { main, after }, masked);
  const afterFailures = failuresOf(after, row, kept.after);
  const recording = notes.file({
    trial,
    seed,
    now: stage.now,
    app: { ...url, dir: cell.appDir },
    workDir,
    files: filesDigest(files.value),
    timeout,
    ...(lost === undefined ? {} : { lost }),
  });
  const shown = { files: [...kept.files, recording], workDir };
  const base = { trial, failures: [], afterFailures, secrets: masked };
  if (main.is === 'fault') return { outcome: { ...base, is: 'error', reason: vaultFault(main.fault) }, ...shown };
  // Whatever answered in its place since, it was not what the vault started.
  if (main.is === 'met' && lost !== undefined)
    return { outcome: { ...base, is: 'error', reason: { word: 'sandbox', detail: lost } }, ...shown };
  if (main.is === 'met') return { outcome: { ...base, is: 'pass', reason: { word: 'met' } }, ...shown };
  if (main.unanswered) await endedSoon(started);
  const reason = whyFailed({ ...main, timedOut }, stage, timeout);
  const failures = failuresOf(main, row, kept.main, started?.process.output());
  return { outcome: { ...base, is: 'fail', reason, failures }, ...shown };
}

function failuresOf(
  result: StepsResult,
  row: readonly string[],
  attached: NonNullable<Failure['attached']>,
  log = '',
): readonly Failure[] {
  if (result.is === 'met') return [];
  return [failureOf(result, { row, attached, log })];
}

/** A Trial without its work dir. */
function notReady(trial: TrialId, trouble: Extract<Done, { ok: false }>, stage: Stage, timeout: number): TrialResult {
  const reason = whyNotReady(trouble, stage, timeout);
  return { outcome: ended(trial, reason.word === 'vault' ? 'error' : 'fail', reason), files: [] };
}

const ended = (trial: TrialId, is: Outcome['is'], reason: Reason): Outcome => ({
  trial,
  is,
  reason,
  failures: [],
  afterFailures: [],
  secrets: [],
});

const vaultFault = (fault: Fault): Reason => ({ word: 'vault', detail: faultLine(fault) });
