import { tally } from '../../harness/gate/tally.ts';
import type { Policy } from '../../harness/model/gate.ts';
import type { Run, RunRecord, ScenarioRef, Verdict, VerdictWord } from '../../harness/model/run.ts';
import type { Failure, Outcome, Reason } from '../../harness/model/trial.ts';

/** A scenario by its id alone. */
export function scenario(id: string, more: Partial<ScenarioRef> = {}): ScenarioRef {
  return { id, name: id, tags: [], weight: 1, mustPass: false, digest: id, ...more };
}

const usual: { readonly [is in VerdictWord]: Reason } = {
  pass: { word: 'met' },
  fail: { word: 'mismatch' },
  flaky: { word: 'mismatch' },
  error: { word: 'lane' },
  skip: { word: 'filtered' },
};

export function outcome(is: Outcome['is'], more: Partial<Outcome> = {}): Outcome {
  const trial = { scenario: 'a', row: 0, repeat: 0 };
  return { trial, is, reason: usual[is], failures: [], afterFailures: [], secrets: [], ...more };
}

export function verdict(of: ScenarioRef | string, is: VerdictWord, more: Partial<Verdict> = {}): Verdict {
  const ref = typeof of === 'string' ? scenario(of) : of;
  return { scenario: ref, is, reason: usual[is], outcomes: [], ...more };
}

/** `run([verdict('a', 'pass')])` is a full, confined Run of one scenario. */
export function runOf(verdicts: readonly Verdict[], more: Partial<Run> = {}): Run {
  return {
    version: 1,
    candidate: { label: 'attempt-2', repo: '/repos/app', tree: '8d1e'.repeat(10), commit: '3f9c'.repeat(10) },
    vault: { name: 'Accounts API', judgedDigest: 'd'.repeat(64) },
    isolation: 'sealed',
    judgingKey: 'k'.repeat(64),
    purpose: 'gate',
    seed: 'seed',
    repeats: 1,
    verdicts,
    tally: tally(verdicts),
    notForGate: [],
    ...more,
  };
}

export function recordOf(more: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'rmfy2k1a0x7',
    startedAt: '2026-03-01T10:00:00.000Z',
    ms: 6_400,
    phases: { export: 40, install: 900, build: 0, trials: 5_100 },
    lanes: 2,
    buildCached: false,
    trials: [],
    ...more,
  };
}

export function policy(more: Partial<Policy> = {}): Policy {
  return {
    pass: { is: 'all' },
    mustPass: [],
    tags: {},
    require: { qualified: false, valid: { is: 'all' } },
    digest: 'p'.repeat(64),
    ...more,
  };
}

export function failure(more: Partial<Failure> = {}): Failure {
  return { step: 'log in', mismatches: [], notes: [], ...more };
}
