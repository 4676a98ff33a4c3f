import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../harness/judge/stage.ts';
import { runTrial, type TrialResult } from '../../../harness/judge/trial.ts';
import type { Adapter } from '../../../harness/model/adapter.ts';
import type { Cell, Done, Process } from '../../../harness/model/cell.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { emptyCell } from '../../rig/trial.ts';
import { at, pattern, template } from '../../rig/values.ts';

/** One `run` step that expects nothing. */
const scenario: Scenario = {
  id: 'a',
  name: 'A',
  tags: [],
  weight: 1,
  mustPass: false,
  impossible: false,
  clauses: [],
  vars: [],
  secrets: [],
  files: [],
  rows: [[]],
  before: [],
  steps: [
    {
      name: 'run app',
      as: 'default',
      action: { kind: 'run', command: [template('app')], env: [], timeout: 1000 },
      expect: [],
      save: [],
      at,
    },
  ],
  after: [],
  timeout: 1000,
  sources: {},
  digest: '',
};

const unmetFields: Observation['fields'] = { exit: { is: 'number', value: 1 } };
/** The same, with an expectation that nothing meets. */
const expecting: Scenario = {
  ...scenario,
  steps: scenario.steps.map((step) => ({
    ...step,
    expect: [{ field: 'exit', fieldAt: at, pattern: pattern(0) }],
  })),
};

const process: Process = {
  exited: new Promise(() => {}),
  output: () => '',
  onOutput: () => {},
  stop: () => Promise.resolve(),
};
const server = { process, env: {}, ended: () => undefined };

/** Runs it in a Cell that differs from an empty one, and whose `run` steps see this. */
function trial(
  cell: Partial<Cell>,
  more: Partial<Stage> = {},
  seen: Partial<Observation> = {},
  of = scenario,
): Promise<Outcome> {
  return trialResult(cell, more, seen, of).then(({ outcome }) => outcome);
}

function trialResult(
  cell: Partial<Cell>,
  more: Partial<Stage> = {},
  seen: Partial<Observation> = {},
  of = scenario,
): Promise<TrialResult> {
  const session = {
    act: () => Promise.resolve({ fields: {}, ...seen }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const adapter = (kind: Adapter['kind']): Adapter => ({ kind, open: () => session });
  return runTrial({ scenario: 'a', row: 0, repeat: 0 }, of, 'seed', {
    cell: { ...emptyCell, ...cell },
    adapters: {
      http: adapter('http'),
      run: adapter('run'),
      file: adapter('file'),
      browser: adapter('browser'),
      db: adapter('db'),
    },
    databases: {},
    lostService: () => undefined,
    browser: () => {
      throw new Error('there is none');
    },
    bin: {},
    env: {},
    limits: defaultLimits,
    untouched: more.started === undefined,
    now: 0,
    ...more,
  });
}

const cannot = (why: Extract<Done, { ok: false }>['why']): Pick<Cell, 'workDir' | 'write'> => ({
  workDir: () => Promise.resolve({ ok: true, value: '/work/1' }),
  write: () => Promise.resolve({ ok: false, why, detail: 'no' }),
});

describe('a Trial that can’t get ready', () => {
  it.each([
    ['disk', 'limit', 'disk'],
    ['ended', 'crash', 'its Cell'],
    ['timeout', 'timeout', '1s'],
    ['refused', 'mismatch', 'no'],
  ] as const)('fails when the server that shares the Cell is why: %s', async (why, word, said) => {
    const outcome = await trial(cannot(why), { started: server });
    expect(outcome).toMatchObject({ is: 'fail', reason: { word, detail: expect.stringContaining(said) } });
  });

  it('fails when not even its work dir could be made', async () => {
    const outcome = await trial({ workDir: () => Promise.resolve({ ok: false, why: 'disk', detail: '' }) });
    expect(outcome).toMatchObject({ is: 'fail', reason: { word: 'limit' } });
  });

  it('fails when an earlier Trial’s program may be in the way, as in a Cell that is kept', async () => {
    const outcome = await trial(cannot('refused'), { untouched: false });
    expect(outcome).toMatchObject({ is: 'fail', reason: { word: 'mismatch' } });
  });

  it('is the scenario’s fault when nothing of the candidate’s has run', async () => {
    expect(await trial(cannot('refused'))).toMatchObject({ is: 'error', reason: { word: 'vault' } });
  });
});

describe('a Trial', () => {
  it('passes when its steps are met, and fails when one of them hit a limit, whatever it expects', async () => {
    expect(await trial({})).toMatchObject({ is: 'pass' });
    expect(await trial({}, {}, { limit: 'output' })).toMatchObject({ is: 'fail', reason: { word: 'limit' } });
  });

  it.each([
    ['the Cell came up against', { limitHit: () => 'processes' as const }, {}, 'limit "processes": more than 256'],
    [
      'the step hit',
      { limitHit: () => 'processes' as const },
      { limit: 'response' },
      'limit "response": more than 8 MiB',
    ],
    [
      'explains it',
      {},
      { reached: { limit: 'redirects', how: 'stopped after 20' } },
      'limit "redirects": stopped after 20',
    ],
    ['has no more to say', {}, { reached: { limit: 'output' } }, 'limit "output": more than 1 MiB'],
    [
      'JSON is nested past',
      {},
      { fields: { ...unmetFields, stdout: { is: 'json' as const, source: '['.repeat(1e6) } } },
      'limit "depth": more than 200',
    ],
  ])('that is not met tells the limit that %s', async (_what, cell, seen, detail) => {
    const outcome = await trial(cell, {}, { fields: unmetFields, ...seen }, expecting);
    expect(outcome).toMatchObject({ is: 'fail', reason: { word: 'limit', detail } });
  });

  it('that is not met in the time of a step has the reason of those that take too long', async () => {
    const how = 'killed after 2s';
    const outcome = await trial({}, {}, { fields: unmetFields, reached: { limit: 'step', how } }, expecting);
    expect(outcome).toMatchObject({ is: 'fail', reason: { word: 'timeout', detail: `limit "step": ${how}` } });
  });

  it('that is met passes, whatever limit it came up against and lived with', async () => {
    const reached = { limit: 'step', how: 'killed after 2s' };
    expect(await trial({ limitHit: () => 'processes' }, {}, { reached })).toMatchObject({ is: 'pass' });
  });

  it('is our error when all was met, but by something that stood in for a service that has ended', async () => {
    const lost = 'the service "pay" ended with signal SIGKILL';
    expect(await trial({}, { lostService: () => lost })).toMatchObject({
      is: 'error',
      reason: { word: 'sandbox', detail: lost },
    });
  });

  it('fails with the reason crash when a step was not met and its Cell has ended', async () => {
    const expects = { field: 'exit', fieldAt: at, pattern: pattern(0) };
    const strict = { ...scenario, steps: scenario.steps.map((step) => ({ ...step, expect: [expects] })) };
    const fields = { exit: { is: 'missing', why: 'the Cell ended' } } as const;
    expect(await trial({ ended: () => true }, {}, { fields }, strict)).toMatchObject({
      is: 'fail',
      reason: { word: 'crash', detail: 'the candidate ended with its Cell' },
    });
  });
});
