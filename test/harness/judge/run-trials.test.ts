import { describe, expect, it } from 'vitest';
import type { Lanes } from '../../../harness/judge/lanes.ts';
import type { PlannedTrial } from '../../../harness/judge/plan.ts';
import { runTrials } from '../../../harness/judge/run-trials.ts';
import type { LaneAnswer, LaneTask, Place } from '../../../harness/judge/task.ts';
import type { Event } from '../../../harness/model/event.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Outcome, TrialId } from '../../../harness/model/trial.ts';

type Reply = LaneAnswer | 'died' | 'none';

describe('Trials on lanes', () => {
  it('are told in plan order, and recorded as they end, whatever the timing', async () => {
    const puppet = lanes(2);
    const recorded: string[] = [];
    const events: Event[] = [];
    const running = runTrials({
      ...request(['a', 'b', 'c']),
      lanes: puppet.lanes,
      record: (outcome) => void recorded.push(outcome.trial.scenario),
      emit: (event) => void events.push(event),
    });
    (await puppet.asked('b')).reply(passed('b'));
    (await puppet.asked('c')).reply(passed('c'));
    (await puppet.asked('a')).reply(passed('a'));
    const { outcomes } = await running;
    expect(outcomes.map(({ outcome }) => outcome.trial.scenario)).toEqual(['a', 'b', 'c']);
    expect(recorded).toEqual(['b', 'c', 'a']);
    expect(events.flatMap((event) => (event.is === 'trial-ended' ? [event.trial.scenario] : []))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('that end their lane once are an error, also when they pass the second time', async () => {
    const puppet = lanes(1);
    const running = runTrials({ ...request(['a']), lanes: puppet.lanes });
    (await puppet.asked('a')).reply('died');
    (await puppet.asked('a')).reply(passed('a'));
    expect((await running).outcomes[0]?.outcome).toMatchObject({ is: 'error', reason: { word: 'lane' } });
  });

  it('that end a fresh lane too are the candidate’s fail', async () => {
    const puppet = lanes(1);
    const running = runTrials({ ...request(['a']), lanes: puppet.lanes });
    (await puppet.asked('a')).reply('died');
    (await puppet.asked('a')).reply('died');
    expect((await running).outcomes[0]?.outcome).toMatchObject({ is: 'fail', reason: { word: 'lane' } });
  });

  it('are failed by the limit "run", unless they have begun, when the time of all of them is over', async () => {
    const puppet = lanes(1);
    const asked = request(['a', 'b']);
    const place = { ...asked.place, limits: { ...defaultLimits, run: -1 } };
    const { outcomes } = await runTrials({ ...asked, place, lanes: puppet.lanes });
    expect(outcomes.map(({ outcome }) => outcome)).toMatchObject(
      ['a', 'b'].map(() => ({ is: 'fail', reason: { word: 'limit', detail: expect.stringContaining('limit "run"') } })),
    );
    expect(puppet.waiting()).toEqual([]);
  });

  it('are all errors when no lane ever came up', async () => {
    const puppet = lanes(1);
    const running = runTrials({ ...request(['a', 'b']), lanes: puppet.lanes });
    // In hand of one that was just starting.
    (await puppet.asked('a')).reply('died');
    (await puppet.asked('a')).reply('none');
    (await puppet.asked('b')).reply('none');
    const { outcomes } = await running;
    expect(outcomes.map(({ outcome }) => outcome.is)).toEqual(['error', 'error']);
    for (const { outcome: each } of outcomes)
      expect(each.reason.detail).toBe('no lane came up on this machine: bwrap: gone');
  });
});

describe('a candidate that was not ready', () => {
  it('is started once more alone; when it fails again all of N fail at once, and each is recorded', async () => {
    const puppet = lanes(2);
    const recorded: string[] = [];
    const running = runTrials({
      ...request(['a', 'b', 'c', 'd']),
      lanes: puppet.lanes,
      record: (outcome) => void recorded.push(outcome.trial.scenario),
    });
    (await puppet.asked('a')).reply(notStarted('a'));
    // Alone means: after what is under way.
    expect(puppet.waiting()).toEqual(['b']);
    (await puppet.asked('b')).reply(notStarted('b'));
    (await puppet.asked('start')).reply({
      is: 'not-started',
      blame: 'candidate',
      detail: 'nothing listened',
      log: 'the log',
    });
    const { outcomes, trouble } = await running;
    expect(trouble).toEqual({ reason: { word: 'start', detail: 'nothing listened' }, log: 'the log' });
    expect(outcomes.map(({ outcome }) => `${outcome.trial.scenario} ${outcome.is} ${outcome.reason.word}`)).toEqual([
      'a fail start',
      'b fail start',
      'c fail start',
      'd fail start',
    ]);
    expect(recorded.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps that one fail when it starts alone, and the others are judged', async () => {
    const puppet = lanes(1);
    const running = runTrials({ ...request(['a', 'b']), lanes: puppet.lanes });
    (await puppet.asked('a')).reply(notStarted('a'));
    (await puppet.asked('start')).reply({ is: 'started' });
    (await puppet.asked('b')).reply(passed('b'));
    const { outcomes, trouble } = await running;
    expect(trouble).toBeUndefined();
    expect(outcomes.map(({ outcome }) => outcome.is)).toEqual(['fail', 'pass']);
  });
});

describe('what an earlier judge recorded', () => {
  it('is not run again, is told in its place, and is not recorded a second time', async () => {
    const puppet = lanes(1);
    const recorded: string[] = [];
    const events: string[] = [];
    const known = { outcome: outcomeOf('a', 'fail'), ms: 7 };
    const running = runTrials({
      ...request(['a', 'b']),
      known: [known],
      lanes: puppet.lanes,
      record: ({ trial }) => void recorded.push(trial.scenario),
      emit: (event) => void (event.is === 'trial-ended' && events.push(event.trial.scenario)),
    });
    (await puppet.asked('b')).reply(passed('b'));
    const { outcomes } = await running;
    expect(outcomes[0]).toBe(known);
    expect(recorded).toEqual(['b']);
    expect(events).toEqual(['a', 'b']);
    expect(puppet.waiting()).toEqual([]);
  });

  it('takes its share of the room for evidence', async () => {
    const puppet = lanes(1);
    const files: string[] = [];
    const running = runTrials({
      ...request(['a']),
      knownBytes: 256 * 1024 * 1024 - 2,
      lanes: puppet.lanes,
      record: (_outcome, _ms, kept) => void files.push(...kept.map(({ name }) => name)),
    });
    const evidence = ['ab', 'c'].map((text) => ({ name: text, bytes: Buffer.from(text) }));
    (await puppet.asked('a')).reply({ ...passed('a'), files: evidence } as LaneAnswer);
    await running;
    expect(files).toEqual(['ab']);
  });
});

describe('a failed Trial that is confirmed', () => {
  it('is done over when all have ended, on a fresh instance, and stands beside the others', async () => {
    const puppet = lanes(1);
    const recorded: TrialId[] = [];
    const running = runTrials({
      ...confirming(['a', 'b']),
      lanes: puppet.lanes,
      record: ({ trial }) => void recorded.push(trial),
    });
    (await puppet.asked('a')).reply(failed('a'));
    (await puppet.asked('b')).reply(passed('b'));
    const again = await puppet.asked('a again');
    expect(again.task.is === 'trial' && again.task.place.recipe.fresh).toBe('scenario');
    again.reply(failed('a', 1));
    const { outcomes, confirmations } = await running;
    expect(outcomes.map(({ outcome: one }) => one.is)).toEqual(['fail', 'pass']);
    expect(confirmations.map(({ outcome: one }) => one.trial.confirm)).toEqual([1]);
    expect(recorded).toHaveLength(3);
  });

  it('is not done over once more when an earlier judge did', async () => {
    const puppet = lanes(1);
    const known = [outcomeOf('a', 'fail'), { ...outcomeOf('a', 'pass'), trial: { ...id('a'), confirm: 1 } }];
    const { confirmations } = await runTrials({
      ...confirming(['a']),
      known: known.map((one) => ({ outcome: one, ms: 1 })),
      lanes: puppet.lanes,
    });
    expect(confirmations.map(({ outcome: one }) => one.is)).toEqual(['pass']);
    expect(puppet.waiting()).toEqual([]);
  });
});

/** Asks for each failed Trial to be done over once. */
const confirming = (names: readonly string[]) => {
  const base = request(names);
  const toConfirm = (outcomes: readonly Outcome[]) =>
    base.trials
      .filter((_, index) => outcomes[index]?.is === 'fail')
      .map((trial) => ({ ...trial, id: { ...trial.id, confirm: 1 } }));
  return { ...base, toConfirm };
};

const outcomeOf = (scenario: string, is: 'pass' | 'fail'): Outcome => ({
  trial: id(scenario),
  is,
  reason: { word: is === 'pass' ? 'met' : 'mismatch' },
  failures: [],
  afterFailures: [],
  secrets: [],
});
const failed = (scenario: string, confirm?: number): LaneAnswer => ({
  is: 'outcome',
  outcome: {
    ...outcomeOf(scenario, 'fail'),
    trial: { ...id(scenario), ...(confirm === undefined ? {} : { confirm }) },
  },
  files: [],
  ms: 1,
});
const outcome = (scenario: string, more: Pick<Outcome, 'is' | 'reason'>): LaneAnswer => ({
  is: 'outcome',
  outcome: { trial: id(scenario), failures: [], afterFailures: [], secrets: [], ...more },
  files: [],
  ms: 1,
});
const passed = (scenario: string): LaneAnswer => outcome(scenario, { is: 'pass', reason: { word: 'met' } });
const notStarted = (scenario: string): LaneAnswer => outcome(scenario, { is: 'fail', reason: { word: 'start' } });
const id = (scenario: string): TrialId => ({ scenario, row: 0, repeat: 0 });

/** `a`, or `a again` for its confirmation. */
function nameOf(task: LaneTask): string {
  if (task.is !== 'trial') return task.is;
  return task.trial.confirm === undefined ? task.trial.scenario : `${task.trial.scenario} again`;
}

/** Lanes that do what the test says, when it says so. */
function lanes(count: number) {
  const tasks: { readonly name: string; readonly task: LaneTask; readonly reply: (answer: Reply) => void }[] = [];
  let arrived = Promise.withResolvers<void>();
  const value: Lanes = {
    count,
    run: (task: LaneTask) =>
      new Promise<Reply>((resolve) => {
        tasks.push({ name: nameOf(task), task, reply: resolve });
        arrived.resolve();
        arrived = Promise.withResolvers();
      }),
    lastWords: () => 'bwrap: gone',
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return {
    lanes: value,
    waiting: () => tasks.map(({ name }) => name),
    async asked(name: string) {
      for (;;) {
        const at = tasks.findIndex((task) => task.name === name);
        const [task] = at < 0 ? [] : tasks.splice(at, 1);
        if (task !== undefined) return task;
        await arrived.promise;
      }
    },
  };
}

function request(scenarios: readonly string[]) {
  const place = {
    recipe: { ready: { by: 'port', within: 1000 }, env: {}, services: [] },
    limits: defaultLimits,
  } as unknown as Place;
  const trials = scenarios.map(
    (name): PlannedTrial => ({
      id: id(name),
      scenario: { id: name, name, timeout: 1000 } as unknown as Scenario,
      seed: name,
    }),
  );
  return {
    trials,
    known: [],
    knownBytes: 0,
    toConfirm: (): readonly PlannedTrial[] => [],
    place,
    afterwards: 'next' as const,
    record: () => {},
    emit: () => {},
    signal: new AbortController().signal,
  };
}
