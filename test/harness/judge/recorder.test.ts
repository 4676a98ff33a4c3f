import { describe, expect, it } from 'vitest';
import { tooLarge } from '../../../harness/judge/recorder.ts';
import { at, entries, template, variable } from '../../rig/values.ts';
import { acted, answer, expects, get, page, saves, scenarioOf, shows, stepOf } from '../../rig/recordings.ts';
import type { Flow } from '../../../harness/model/scenario.ts';

/** What a Recording says of the files, when there is one with this text. */
const filesOf = async (text: string) => {
  const scenario = scenarioOf([{ ...stepOf('/'), action: get('/'), at }], { files: entries({ 'a.txt': text }) });
  return (await acted(scenario, {})).recording.files;
};

describe('a Trial’s Recording', () => {
  it('holds what each step did and saw, passed or not, with those of `before` and `after`', async () => {
    const scenario = scenarioOf([stepOf('/b', { expect: [expects('status', 201)] }), stepOf('/never')], {
      before: [stepOf('/a', { as: 'ann' })],
      after: [stepOf('/c')],
    });
    const { outcome, recording } = await acted(scenario, { http: [answer(1), answer(2), answer(3)] });
    expect(outcome.is).toBe('fail');
    expect(recording).toMatchObject({ trial: outcome.trial, seed: 'seed', workDir: '/work', timeout: 10_000 });
    expect(recording.steps.map(({ place, name, as, met }) => [place, name, as, met])).toEqual([
      ['steps/0', '/a', 'ann', true],
      ['steps/1', '/b', 'default', false],
      ['after/0', '/c', 'default', true],
    ]);
    expect(recording.steps[1]).toMatchObject({
      action: { kind: 'http', method: 'GET', target: '/b' },
      seen: [answer(2)],
      attempts: 1,
    });
  });

  it('is no part of what a failure names', async () => {
    const { outcome, files } = await acted(scenarioOf([stepOf('/', { expect: [expects('status', 500)] })]), {
      http: [answer(1)],
    });
    expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/^a-[0-9a-f]{8}\.recording\.gz$/)]);
    expect(outcome.failures.flatMap(({ attached = [] }) => attached)).toEqual([]);
  });

  it('holds every look and every attempt, those that saw the same once, and when they were', async () => {
    const waits = { within: 1000, every: 100, stopIf: [] };
    const until = stepOf('/', { expect: [expects('body', 3)], eventually: waits });
    const http = [answer(1), answer(1), answer(1), answer(2), answer(3)];
    const { recording } = await acted(scenarioOf([until]), { http });
    expect(recording.steps).toMatchObject([
      {
        seen: [answer(1), answer(2), answer(3)],
        times: [
          { first: 0, last: 200, count: 3 },
          { first: 300, last: 300, count: 1 },
          { first: 400, last: 400, count: 1 },
        ],
        attempts: 5,
        ms: 400,
        met: true,
      },
    ]);
    const look = stepOf('/', { action: page('/'), expect: [expects('text', 'Hello')] });
    const looked = await acted(scenarioOf([look]), { browser: [shows('Wait'), shows('Hello')] });
    expect(looked.recording.steps).toMatchObject([{ seen: [shows('Wait'), shows('Hello')], attempts: 2 }]);
  });

  it('holds the steps of a flow where it was used, each try of it', async () => {
    const flow: Flow = {
      id: 'log-in',
      params: [],
      steps: [stepOf('/in', { name: 'inner', save: [saves('token', 'body')] })],
      returns: entries({ token: template(variable('token')) }),
    };
    const use = stepOf('/', {
      action: { kind: 'use', flow, with: [] },
      expect: [expects('token', 2)],
      eventually: { within: 1000, stopIf: [] },
    });
    const { recording } = await acted(scenarioOf([use, stepOf('/next')]), { http: [answer(1), answer(2)] });
    expect(recording.steps.map(({ place, name }) => `${place} ${name}`)).toEqual([
      'steps/0#1/0 inner',
      'steps/0#2/0 inner',
      'steps/1 /next',
    ]);
  });

  it('leaves out what of an Observation is too large, and keeps the rest', async () => {
    const large = 'x'.repeat(200 * 1024);
    const { recording } = await acted(scenarioOf([stepOf('/')]), { http: [answer(large)] });
    expect(recording.steps[0]?.seen[0]?.fields).toMatchObject({
      status: { value: 200 },
      text: { is: 'text' },
      body: { is: 'missing', why: tooLarge },
    });
  });

  it('keeps the first and the last of very many Observations of one step, and counts the others', async () => {
    const http = Array.from({ length: 100 }, (_, index) => answer(index));
    const patient = { within: 99, every: 1, stopIf: [] };
    const step = stepOf('/', { expect: [expects('body', 'never')], eventually: patient });
    const { recording } = await acted(scenarioOf([step]), { http });
    const [kept] = recording.steps;
    expect(kept?.attempts).toBe(100);
    expect(kept?.leftOut).toBe(36);
    expect(kept?.seen).toHaveLength(64);
    expect([kept?.seen[31], kept?.seen[32], kept?.seen[63]]).toEqual([answer(31), answer(68), answer(99)]);
  });

  it('ends where it would grow too large, and says so', async () => {
    const steps = Array.from({ length: 40 }, (_, index) => stepOf(`/${index}`));
    const { recording, outcome } = await acted(scenarioOf(steps), { http: [answer('y'.repeat(120 * 1024))] });
    expect(outcome.is).toBe('pass');
    expect(recording.cut).toBe(true);
    expect(recording.steps.length).toBeGreaterThan(10);
    expect(recording.steps.length).toBeLessThan(20);
  });

  it('says with which files it began, without their text', async () => {
    expect(await filesOf('one')).toBe(await filesOf('one'));
    expect(await filesOf('one')).not.toBe(await filesOf('two'));
  });
});
