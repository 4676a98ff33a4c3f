import type { Environment, Process } from '../model/cell.ts';
import type { Limits } from '../model/limits.ts';
import type { Recording } from '../model/recording.ts';
import type { Scenario } from '../model/scenario.ts';
import { type Failure, type Outcome, reasons, type ReasonWord } from '../model/trial.ts';
import { type Part, type Player, player } from './player.ts';
import type { Stage } from './stage.ts';
import { runTrial } from './trial.ts';

/** What came of the Trial when it was run, and what it was run with. */
export interface Then {
  readonly outcome: Outcome;
  /** The vault's environment, for what has to be masked. */
  readonly env: Environment;
  readonly limits: Limits;
}

/** The Outcome now, with the Recording as it reads now; or why the candidate is needed for it, in one line. */
export type Regrading = { readonly outcome: Outcome; readonly recording: Recording } | { readonly cannot: string };

/**
 * Holds a scenario against what was recorded of one of its Trials, by the code that judges. Without the candidate: nothing
 * is sent, run or read, and nothing is waited for.
 */
export async function regradeTrial(recording: Recording, scenario: Scenario, then: Then): Promise<Regrading> {
  const { trial, seed } = recording;
  const played = player(recording);
  const { outcome } = await runTrial(trial, scenario, seed, stageOf(recording, played, then));
  const why = played.stuck() ?? whyUnsure(outcome, then, { scenario, recording, played });
  if (why !== undefined) return { cannot: why };
  return { outcome: withEvidence(outcome, then.outcome, played), recording: played.recording() };
}

function stageOf({ app, now, lost }: Recording, played: Player, { env, limits }: Then): Stage {
  const url = app.url === undefined ? {} : { url: app.url };
  return {
    cell: played.cell,
    ...url,
    ...(app.url === undefined ? {} : { started: { ...url, env, process, ended: () => undefined } }),
    adapters: played.adapters,
    bin: {},
    env,
    limits,
    lostService: () => lost,
    databases: {},
    browser: () => {
      throw new Error('no browser is started when a Trial is regraded');
    },
    now,
    time: played.time,
    watchers: [played],
  };
}

/** Nobody waits for it, and it has nothing to tell: what it printed is in the Outcome there was. */
const process: Process = {
  exited: Promise.resolve({ code: null, signal: null, stdout: '', stderr: '', truncated: [], timedOut: false, ms: 0 }),
  output: () => '',
  onOutput: () => {},
  stop: () => Promise.resolve(),
};

interface Facts {
  readonly scenario: Scenario;
  readonly recording: Recording;
  readonly played: Player;
}

/** These were found beside what the steps saw, so what the steps saw doesn't take them back. */
const beside: ReadonlySet<ReasonWord> = new Set(['timeout', 'limit', 'crash']);

function whyUnsure(outcome: Outcome, then: Then, { scenario, recording, played }: Facts): string | undefined {
  const { is, reason } = then.outcome;
  const timeout = Math.min(scenario.timeout, then.limits.trial);
  if (timeout < recording.timeout && played.took() > timeout)
    return `it took ${played.took() / 1000}s then, and may take ${timeout / 1000}s now`;
  if (is !== 'fail' || !beside.has(reason.word)) return undefined;
  if (outcome.is === 'pass') return `then ${reasons[reason.word]}`;
  const otherTime = reason.word === 'timeout' && timeout !== recording.timeout;
  return otherTime && played.endedAsThen('steps') ? 'it ran out of time then, and has another time now' : undefined;
}

/** What fails where it failed then still has the reason it had, and what there was to see of it. */
function withEvidence(outcome: Outcome, then: Outcome, played: Player): Outcome {
  const secrets = [...new Set([...then.secrets, ...outcome.secrets])];
  const shown = (part: Part, now: readonly Failure[], before: readonly Failure[]): readonly Failure[] =>
    played.endedAsThen(part) ? now.map((failure, index) => shownAs(failure, before[index])) : now;
  const still = outcome.is === 'fail' && then.is === 'fail' && played.endedAsThen('steps');
  return {
    ...outcome,
    ...(still && { reason: then.reason }),
    failures: shown('steps', outcome.failures, then.failures),
    afterFailures: shown('after', outcome.afterFailures, then.afterFailures),
    secrets,
  };
}

function shownAs(now: Failure, then: Failure | undefined): Failure {
  if (then === undefined) return now;
  const { log, page, attached } = then;
  return {
    ...now,
    ...(log !== undefined && { log }),
    ...(page !== undefined && { page }),
    ...(attached !== undefined && { attached }),
  };
}
