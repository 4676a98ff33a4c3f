import { describeExit, type Started } from '../candidate/start.ts';
import type { Adapter, AdapterSession, FilledAction, TrialContext } from '../model/adapter.ts';
import type { Cell, Done, Environment } from '../model/cell.ts';
import type { Limits } from '../model/limits.ts';
import type { Entry, Value } from '../model/value.ts';
import type { Scenario, Step } from '../model/scenario.ts';
import type { Failure, Outcome, Reason, TrialId } from '../model/trial.ts';
import { printJson, textOf } from './data.ts';
import { fill, fillText, fillVariables } from './evaluate.ts';
import { type Fault, faultLine, type Filled, filled } from './fault.ts';
import { randomStream } from './random.ts';
import { type Scope, trialScope } from './scope.ts';
import { secretsOf } from './secrets.ts';
import { runStep } from './step.ts';

/** A Cell with a candidate in it that is ready to be asked, and the means to ask it. */
export interface Stage {
  readonly cell: Cell;
  /** Nothing for a command-line program. */
  readonly started?: Started;
  readonly adapters: { readonly [kind in FilledAction['kind']]: Adapter };
  readonly bin: { readonly [name: string]: string };
  /** The vault's own environment. */
  readonly env: Environment;
  readonly limits: Limits;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Milliseconds that `after` steps may take, whatever became of the rest. */
const AFTER_MS = 10_000;
/** Milliseconds that are waited for the end of a candidate that stopped answering, so that it can be named. */
const EXIT_MS = 250;
/** Characters of the candidate's own output that a failure shows. */
const LOG_LENGTH = 2_000;

/** Runs one scenario, with one example row, once. Whatever the candidate does, it ends in an Outcome. */
export async function runTrial(trial: TrialId, scenario: Scenario, seed: string, stage: Stage): Promise<Outcome> {
  const { cell, started, limits } = stage;
  const timeout = Math.min(scenario.timeout, limits.trial);
  const deadline = performance.now() + timeout;
  const made = await cell.workDir(timeout);
  if (!made.ok) return notReady(trial, made, stage, timeout);
  const workDir = made.value;
  const context: TrialContext = {
    cell,
    workDir,
    bin: stage.bin,
    env: { ...started?.env, HOME: workDir, TMPDIR: workDir, NO_COLOR: '1' },
    limits,
    ...(started?.url === undefined ? {} : { url: started.url }),
  };
  await using sessions = openSessions(stage.adapters, context);
  const ended = (
    is: Outcome['is'],
    reason: Reason,
    failures: readonly Failure[],
    afterFailures: readonly Failure[],
    ...scopes: readonly Scope[]
  ): Outcome => ({
    trial,
    is,
    reason,
    failures,
    afterFailures,
    secrets: secretsOf(scenario, scopes, stage.env),
  });

  const first = trialScope({
    now: stage.now,
    appDir: cell.appDir,
    workDir,
    ...(started?.url === undefined ? {} : { url: started.url }),
  });
  const prepared = prepare(scenario, trial.row, seed, first);
  if (!prepared.ok) return ended('error', vaultFault(prepared.fault), [], []);
  const files = fillFiles(scenario.files, prepared.value, workDir);
  if (!files.ok) return ended('error', vaultFault(files.fault), [], [], prepared.value);
  const written = await cell.write(files.value, deadline - performance.now());
  if (!written.ok) return notReady(trial, written, stage, timeout);

  const steps = { scenario, sessions, row: trial.row };
  const main = await runSteps([...scenario.before, ...scenario.steps], prepared.value, {
    ...steps,
    signal: AbortSignal.timeout(Math.max(0, Math.round(deadline - performance.now()))),
  });
  const after = await runSteps(scenario.after, main.scope, { ...steps, signal: AbortSignal.timeout(AFTER_MS) });
  const afterFailures = after.failure === undefined ? [] : [after.failure];
  if (main.fault !== undefined) return ended('error', vaultFault(main.fault), [], afterFailures, after.scope);
  if (main.failure === undefined) return ended('pass', { word: 'met' }, [], afterFailures, after.scope);
  if (main.unanswered) await endedSoon(started);
  const reason = whyFailed(main, stage, timeout);
  return ended('fail', reason, [withLog(main.failure, started)], afterFailures, after.scope);
}

interface StepsResult {
  readonly scope: Scope;
  readonly failure?: Failure;
  readonly fault?: Fault;
  readonly limit?: string;
  readonly timedOut: boolean;
  readonly unanswered: boolean;
}

/** One step after another; the first that fails ends them. */
async function runSteps(
  steps: readonly Step[],
  start: Scope,
  {
    scenario,
    sessions,
    row,
    signal,
  }: { readonly scenario: Scenario; readonly sessions: Sessions; readonly row: number; readonly signal: AbortSignal },
): Promise<StepsResult> {
  let scope = start;
  for (const step of steps) {
    const result = await runStep(step, scope, { source: scenario.source, session: sessions.get, signal });
    if (result.is === 'fault') return { scope, fault: result.fault, timedOut: false, unanswered: false };
    if (result.is === 'unmet') {
      const { mismatches, notes, replay, limit } = result;
      return {
        scope,
        failure: {
          step: step.name,
          mismatches,
          notes: [...notes, ...describeRow(scenario, row, scope)],
          ...(replay === undefined ? {} : { replay }),
        },
        ...(limit === undefined ? {} : { limit }),
        timedOut: signal.aborted,
        unanswered: result.unanswered,
      };
    }
    scope = result.scope;
  }
  return { scope, timedOut: false, unanswered: false };
}

/** The variables a Trial starts with: its example row, then `vars` from top to bottom, drawn from its own random stream. */
function prepare(scenario: Scenario, row: number, seed: string, first: Scope): Filled<Scope> {
  const withRow = fillVariables(scenario.rows[row] ?? [], first);
  return withRow.ok ? fillVariables(scenario.vars, withRow.value, randomStream(seed)) : withRow;
}

function fillFiles(
  files: readonly Entry[],
  scope: Scope,
  workDir: string,
): Filled<readonly { readonly path: string; readonly text: string }[]> {
  const written: { path: string; text: string }[] = [];
  for (const { key, value } of files) {
    const text = fileText(value, scope);
    if (!text.ok) return text;
    written.push({ path: `${workDir}/${key}`, text: text.value });
  }
  return filled(written);
}

/** A file given as data is written as JSON. */
function fileText(value: Value, scope: Scope): Filled<string> {
  if (value.is === 'text') return fillText(value, scope);
  const data = fill(value, scope);
  return data.ok ? filled(printJson(data.value)) : data;
}

/** The most telling reason first: a limit, an end that explains the rest, time, and only then what was seen. */
function whyFailed({ limit, timedOut }: StepsResult, stage: Stage, timeout: number): Reason {
  const hit = stage.cell.limitHit() ?? limit;
  if (hit !== undefined) return limitHit(hit, stage.limits);
  if (hasEnded(stage)) return crashed(stage);
  return timedOut ? tookTooLong(timeout) : { word: 'mismatch' };
}

/** A Trial without its work dir. Who shares the Cell with it filled it, ended it, or stands in the way. */
function notReady(trial: TrialId, trouble: Extract<Done, { ok: false }>, stage: Stage, timeout: number): Outcome {
  const reason = whyNotReady(trouble, stage, timeout);
  const is = reason.word === 'vault' ? 'error' : 'fail';
  return { trial, is, reason, failures: [], afterFailures: [], secrets: [] };
}

function whyNotReady({ why, detail }: Extract<Done, { ok: false }>, stage: Stage, timeout: number): Reason {
  const hit = stage.cell.limitHit() ?? (why === 'disk' ? why : undefined);
  if (hit !== undefined) return limitHit(hit, stage.limits);
  if (why === 'ended' || hasEnded(stage)) return crashed(stage);
  if (why === 'timeout') return tookTooLong(timeout);
  // Without a server there is nobody but the scenario's own files to be in the way.
  return { word: stage.started === undefined ? 'vault' : 'mismatch', detail: `no file could be written: ${detail}` };
}

const limitHit = (name: string, limits: Limits): Reason => ({
  word: 'limit',
  detail: `the limit "${name}"${name in limits ? ` (${limits[name as keyof Limits]})` : ''} was hit`,
});

const tookTooLong = (timeout: number): Reason => ({
  word: 'timeout',
  detail: `it took longer than ${timeout / 1000}s`,
});

const hasEnded = ({ cell, started }: Stage): boolean => started?.ended() !== undefined || cell.ended();

function crashed({ started }: Stage): Reason {
  const exit = started?.ended();
  return { word: 'crash', detail: `the candidate ended with ${exit === undefined ? 'its Cell' : describeExit(exit)}` };
}

/** A process that dies closes its connections first and is seen to end a moment later. */
async function endedSoon(started: Started | undefined): Promise<void> {
  if (started === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, EXIT_MS);
  await Promise.race([started.process.exited, promise]);
  clearTimeout(timer);
}

const vaultFault = (fault: Fault): Reason => ({ word: 'vault', detail: faultLine(fault) });

function withLog(failure: Failure, started: Started | undefined): Failure {
  const log = started?.process.output().slice(-LOG_LENGTH) ?? '';
  return log === '' ? failure : { ...failure, log };
}

function describeRow(scenario: Scenario, row: number, scope: Scope): readonly string[] {
  if (scenario.rows.length < 2) return [];
  const values = (scenario.rows[row] ?? []).map(
    ({ key }) => `${key} = ${textOf(scope.variables.get(key) ?? null, 60)}`,
  );
  return [`example row ${row + 1}: ${values.join(', ')}`];
}

interface Sessions extends AsyncDisposable {
  readonly get: (kind: FilledAction['kind']) => AdapterSession;
}

/** One session per kind of step, opened when the first step of that kind comes. */
function openSessions(adapters: Stage['adapters'], context: TrialContext): Sessions {
  const open = new Map<string, AdapterSession>();
  return {
    get(kind) {
      const known = open.get(kind);
      if (known !== undefined) return known;
      const session = adapters[kind].open(context);
      open.set(kind, session);
      return session;
    },
    async [Symbol.asyncDispose]() {
      for (const session of open.values()) await session[Symbol.asyncDispose]();
    },
  };
}
