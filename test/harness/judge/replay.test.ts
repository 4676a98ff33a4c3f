import { describe, expect, it } from 'vitest';
import { type Regrading, regradeTrial } from '../../../harness/judge/replay.ts';
import type { Stage } from '../../../harness/judge/stage.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import type { Flow, Scenario, Step } from '../../../harness/model/scenario.ts';
import {
  acted,
  answer,
  command,
  expects,
  fileAt,
  get,
  page,
  query,
  saves,
  scenarioOf,
  type Sees,
  shows,
  stepOf,
} from '../../rig/recordings.ts';
import { at, entries, template, variable } from '../../rig/values.ts';

/** What a scenario that was judged comes to once it says something else. */
async function regraded(
  before: Scenario,
  sees: Sees,
  after: Scenario,
  more: Partial<Stage> = {},
): Promise<Regrading & { readonly was: string }> {
  const { outcome, recording } = await acted(before, sees, more);
  const result = await regradeTrial(recording, after, { outcome, env: {}, limits: defaultLimits });
  return { ...result, was: outcome.is };
}

const asking = (...expected: Step['expect']): Step => stepOf('/', { expect: expected });
const exit = (code: number, stdout = ''): Observation => ({
  fields: { exit: { is: 'number', value: code }, stdout: { is: 'text', text: stdout } },
});
const rows = (source: string): Observation => ({
  fields: { rows: { is: 'json', source }, count: { is: 'number', value: 1 } },
});
const there: Observation = { fields: { exists: { is: 'boolean', value: true }, text: { is: 'text', text: 'x' } } };

const showing = (wanted: unknown) => stepOf('/show', { expect: [expects('body', wanted)] });
const waiting = (wanted: unknown, within: number): Scenario =>
  scenarioOf([{ ...asking(expects('body', wanted)), eventually: { within, every: 100, stopIf: [] } }]);
/** With so much time that not every look is kept. */
const slow = (wanted: number) => ({ ...waiting(wanted, 19_900), timeout: 60_000 });
const looking = (text: string) => scenarioOf([stepOf('/', { action: page('/'), expect: [expects('text', text)] })]);
const flow = (more: Partial<Flow> = {}): Flow => ({
  id: 'log-in',
  params: ['user'],
  steps: [stepOf('/in', { name: 'inner', save: [saves('token', 'body')] })],
  returns: entries({ token: template(variable('token')) }),
  ...more,
});
const use = (of: Flow, more: Partial<Step> = {}): Step =>
  stepOf('/', { name: 'log in', action: { kind: 'use', flow: of, with: entries({ user: 'ann' }) }, ...more });
const trying = (wanted: number) =>
  scenarioOf([
    use(flow(), { expect: [expects('token', wanted)], eventually: { within: 5000, stopIf: [] } }),
    stepOf('/next', { expect: [expects('body', 9)] }),
  ]);
const lostService = () => 'the service "pay" ended';

describe('a Trial held against other expectations', () => {
  const kinds: readonly (readonly [
    kind: string,
    action: Step['action'],
    Sees,
    right: Step['expect'],
    Step['expect'],
  ])[] = [
    ['http', get('/'), { http: [answer({ a: 1 })] }, [expects('body', { a: 1 })], [expects('body', { a: 2 })]],
    ['run', command('app'), { run: [exit(0, 'hi')] }, [expects('stdout', 'hi')], [expects('exit', 1)]],
    ['file', fileAt('a.txt'), { file: [there] }, [expects('exists', true)], [expects('text', 'y')]],
    ['db', query('select ?', 1.5), { db: [rows('[{"n":1}]')] }, [expects('rows', [{ n: 1 }])], [expects('count', 2)]],
  ];
  it.each(kinds)('passes or fails by what it saw then: %s', async (_, action, sees, right, wrong) => {
    const passing = scenarioOf([stepOf('/', { action, expect: right })]);
    const failing = scenarioOf([stepOf('/', { action, expect: wrong })]);
    expect(await regraded(failing, sees, passing)).toMatchObject({ was: 'fail', outcome: { is: 'pass' } });
    expect(await regraded(passing, sees, failing)).toMatchObject({
      was: 'pass',
      outcome: { is: 'fail', reason: { word: 'mismatch' }, failures: [{ step: '/', mismatches: [{}] }] },
    });
  });

  it('comes out as it did when nothing that counts has changed', async () => {
    const scenario = scenarioOf(
      [asking(expects('status', 200)), { ...asking(expects('body', 7)), eventually: { within: 900, stopIf: [] } }],
      { after: [stepOf('/bye', { expect: [expects('status', 404)] })], secrets: ['s'], vars: entries({ s: 'hush' }) },
    );
    const http = [answer(1), answer(2), answer(3)];
    const { outcome, recording } = await acted(scenario, { http });
    const now = await regradeTrial(recording, scenario, { outcome, env: {}, limits: defaultLimits });
    expect(now).toEqual({ outcome, recording });
  });

  it('hands on what is saved now', async () => {
    const told = stepOf('/', { save: [saves('id', 'body', 'id')] });
    const http = [answer({ id: 7, old: 8 }), answer(8)];
    const before = scenarioOf([told, showing(template(variable('id')))]);
    const renamed = scenarioOf([
      stepOf('/', { save: [saves('id', 'body', 'old')] }),
      showing(template(variable('id'))),
    ]);
    expect(await regraded(before, { http }, renamed)).toMatchObject({ was: 'fail', outcome: { is: 'pass' } });
  });

  it('draws the same data again, and reads the same clock', async () => {
    const random = {
      is: 'call',
      name: 'random.int',
      args: ['1', '999999'].map((digits) => ({ is: 'number', digits })),
    };
    const vars = entries({ n: { is: 'text', template: [random], at } });
    const path = { ...get('/'), path: template('/', variable('n')) } as Step['action'];
    const scenario = (status: number) =>
      scenarioOf([stepOf('/', { action: path, expect: [expects('status', status)] })], { vars });
    expect(await regraded(scenario(201), { http: [answer(1)] }, scenario(200))).toMatchObject({
      outcome: { is: 'pass' },
    });
  });

  it('needs no step that is not there any more', async () => {
    const http = [answer(1), answer(2)];
    const before = scenarioOf([stepOf('/a'), stepOf('/b', { expect: [expects('status', 500)] })]);
    expect(await regraded(before, { http }, scenarioOf([stepOf('/a')]))).toMatchObject({ outcome: { is: 'pass' } });
  });

  it('fails earlier than it did, and then does what `after` says', async () => {
    const before = scenarioOf([stepOf('/a'), stepOf('/b')], { after: [stepOf('/c')] });
    const stricter = scenarioOf([stepOf('/a', { expect: [expects('body', 2)] }), stepOf('/b')], {
      after: [stepOf('/c', { expect: [expects('body', 3)] })],
    });
    const http = [answer(1), answer(2), answer(3)];
    const result = await regraded(before, { http }, stricter);
    expect(result).toMatchObject({ outcome: { is: 'fail', failures: [{ step: '/a' }], afterFailures: [] } });
  });

  it('is an error where the scenario is at fault, and none any more where it is put right', async () => {
    const wrong = scenarioOf([asking(expects('body', template(variable('no'))))]);
    const right = scenarioOf([asking(expects('body', 1))]);
    const http = [answer(1)];
    expect(await regraded(wrong, { http }, right)).toMatchObject({ was: 'error', outcome: { is: 'pass' } });
    expect(await regraded(right, { http }, wrong)).toMatchObject({
      outcome: { is: 'error', reason: { word: 'vault' } },
    });
  });

  it('keeps what there was to see where it still fails, and gives the steps the names they have now', async () => {
    const { outcome, recording } = await acted(scenarioOf([asking(expects('body', 2))]), { http: [answer(1)] });
    const [failure] = outcome.failures;
    const attached = [{ what: 'screenshot', name: 'a.png' }] as const;
    const then = { ...outcome, failures: failure ? [{ ...failure, log: 'listening', page: '- h1', attached }] : [] };
    const renamed = scenarioOf([stepOf('/', { name: 'look', expect: [expects('body', 3)] })]);
    const now = await regradeTrial(recording, renamed, { outcome: then, env: {}, limits: defaultLimits });
    expect(now).toMatchObject({
      outcome: {
        failures: [{ step: 'look', log: 'listening', page: '- h1', attached, mismatches: [{ expected: '3' }] }],
      },
      recording: { steps: [{ name: 'look', met: false }] },
    });
  });

  it('still knows every secret, of now and of then', async () => {
    const http = [answer('hush-hush')];
    const before = scenarioOf([stepOf('/', { save: [saves('token', 'body')] })], { secrets: ['token'] });
    const after = scenarioOf([stepOf('/', { save: [saves('token', 'status')] })], { secrets: ['token'] });
    const { outcome, recording } = await acted(before, { http });
    const env = { API_TOKEN: 'env-secret' };
    const now = await regradeTrial(recording, after, { outcome, env, limits: defaultLimits });
    expect(now).toMatchObject({ outcome: { secrets: ['hush-hush', '200', 'env-secret'] } });
  });
});

describe('a step that waits', () => {
  const http = [answer(1), answer(2), answer(3), answer(4)];

  it('is met by whatever it saw while it waited', async () => {
    expect(await regraded(waiting(9, 350), { http }, waiting(3, 350))).toMatchObject({
      was: 'fail',
      outcome: { is: 'pass' },
    });
  });

  it('has less time when it says so', async () => {
    expect(await regraded(waiting(4, 1000), { http }, waiting(4, 250))).toMatchObject({
      was: 'pass',
      outcome: { is: 'fail', failures: [{ notes: ['3 attempts within 200ms'] }] },
    });
    expect(await regraded(waiting(9, 1000), { http }, waiting(4, 5000))).toMatchObject({ outcome: { is: 'pass' } });
  });

  it('can’t be told for longer than somebody looked', async () => {
    const why = 'step 1 ("/") is not met by what was seen then, and nobody looked for longer';
    expect(await regraded(waiting(2, 1000), { http }, waiting(9, 1000))).toMatchObject({ cannot: why });
    expect(await regraded(waiting(9, 200), { http }, waiting(9, 1000))).toMatchObject({ cannot: why });
  });

  it('can’t be told when what it needs was left out', async () => {
    const many = Array.from({ length: 200 }, (_, index) => answer(index));
    expect(await regraded(slow(-1), { http: many }, slow(31))).toMatchObject({ outcome: { is: 'pass' } });
    expect(await regraded(slow(-1), { http: many }, slow(100))).toMatchObject({
      cannot: 'step 1 ("/") was seen changing more often than was kept',
    });
  });

  it('goes by every look at a page', async () => {
    const browser = [shows('Wait'), shows('Nearly'), shows('Done')];
    expect(await regraded(looking('Never'), { browser }, looking('Nearly'))).toMatchObject({
      was: 'fail',
      outcome: { is: 'pass' },
    });
    expect(await regraded(looking('Never'), { browser }, looking('Nowhere'))).toMatchObject({
      outcome: { is: 'fail', failures: [{ mismatches: [{ received: '"Done"' }] }] },
    });
    expect(await regraded(looking('Wait'), { browser }, looking('Done'))).toMatchObject({
      cannot: expect.stringContaining('nobody looked for longer'),
    });
  });
});

describe('a flow', () => {
  it('is judged again from the inside out', async () => {
    const before = scenarioOf([use(flow(), { expect: [expects('token', 'x')] }), stepOf('/next')]);
    const http = [answer('t')];
    const after = scenarioOf([use(flow(), { expect: [expects('token', 't')] })]);
    expect(await regraded(before, { http }, after)).toMatchObject({ was: 'fail', outcome: { is: 'pass' } });
    const strict = flow({ steps: [stepOf('/in', { name: 'inner', expect: [expects('status', 204)] })], returns: [] });
    expect(await regraded(after, { http }, scenarioOf([use(strict)]))).toMatchObject({
      outcome: { is: 'fail', failures: [{ step: 'log in › inner' }] },
    });
  });

  it('that was tried several times may be met at an earlier try, and what follows is found all the same', async () => {
    const http = [answer(1), answer(2), answer(3), answer(9)];
    expect(await regraded(trying(3), { http }, trying(2))).toMatchObject({ was: 'pass', outcome: { is: 'pass' } });
    expect(await regraded(trying(2), { http }, trying(3))).toMatchObject({
      cannot: 'step 1 ("inner") was never come to then',
    });
  });
});

describe('a Trial can’t be judged again without the candidate', () => {
  const before = scenarioOf([stepOf('/a'), stepOf('/b', { expect: [expects('body', 2)] }), stepOf('/c')]);
  const changed = (index: number, more: Partial<Step>): Scenario => ({
    ...before,
    steps: before.steps.map((step, place) => (place === index ? { ...step, ...more } : step)),
  });
  const why: readonly (readonly [what: string, Scenario, why: string])[] = [
    ['it sends something else', changed(0, { action: get('/z') }), 'step 1 ("/a") sends another request now'],
    ['it acts in another way', changed(1, { action: command('x') }), 'step 2 ("/b") is another kind of step now'],
    ['another one acts', changed(0, { as: 'bob' }), 'step 1 ("/a") is done as "bob" now'],
    ['it goes on now', changed(1, { expect: [] }), 'step 3 ("/c") was never come to then'],
    ['it has other files', { ...before, files: entries({ 'a.txt': 'x' }) }, 'it starts with other files now'],
    ['a step came in between', { ...before, before: [stepOf('/new')] }, 'step 1 ("/new") sends another request now'],
  ];
  it.each(why)('when %s', async (_, after, cannot) => {
    expect(await regraded(before, { http: [answer(1)] }, after)).toEqual({ was: 'fail', cannot });
  });

  it('when a page is looked at that nobody looked at, or acted on otherwise', async () => {
    const acting = scenarioOf([stepOf('/', { action: page('/') })]);
    const titled = scenarioOf([stepOf('/', { action: page('/'), expect: [expects('title', 'Shop')] })]);
    expect(await regraded(acting, { browser: [shows('')] }, titled)).toMatchObject({
      cannot: 'step 1 ("/") looks at the page now, which nobody did then',
    });
    expect(await regraded(titled, { browser: [shows('')] }, acting)).toMatchObject({ outcome: { is: 'pass' } });
    const elsewhere = scenarioOf([stepOf('/', { action: page('/other'), expect: [expects('title', 'Shop')] })]);
    expect(await regraded(titled, { browser: [shows('')] }, elsewhere)).toMatchObject({
      cannot: 'step 1 ("/") does something else on the page now',
    });
  });

  it('when what is asked for was too large to be kept, and only then', async () => {
    const http = [answer('x'.repeat(300 * 1024))];
    const failing = scenarioOf([asking(expects('status', 500))]);
    expect(await regraded(failing, { http }, scenarioOf([asking(expects('status', 200))]))).toMatchObject({
      outcome: { is: 'pass' },
    });
    expect(await regraded(failing, { http }, scenarioOf([asking(expects('body', 1))]))).toMatchObject({
      cannot: 'step 1 ("/") saw more then than could be kept',
    });
  });

  it('when it would pass now, but the candidate had ended, or hit a limit', async () => {
    const over = { cell: { ...(await import('../../rig/trial.ts')).emptyCell, ended: () => true } };
    const failing = scenarioOf([asking(expects('status', 500))]);
    const passing = scenarioOf([asking(expects('status', 200))]);
    expect(await regraded(failing, { http: [answer(1)] }, passing, over)).toMatchObject({
      cannot: 'then the candidate ended while it was needed',
    });
    const still = scenarioOf([asking(expects('status', 400))]);
    expect(await regraded(failing, { http: [answer(1)] }, still, over)).toMatchObject({
      outcome: { is: 'fail', reason: { word: 'crash' } },
    });
  });

  it('when it has less time now than it took', async () => {
    const twice = { ...asking(expects('body', 2)), eventually: { within: 5000, every: 4000, stopIf: [] } };
    const scenario = (timeout: number) => scenarioOf([twice], { timeout });
    expect(await regraded(scenario(9000), { http: [answer(1), answer(2)] }, scenario(3000))).toMatchObject({
      cannot: 'it took 4s then, and may take 3s now',
    });
  });

  it('and is our error still, when a service had ended', async () => {
    const failing = scenarioOf([asking(expects('status', 500))]);
    const passing = scenarioOf([asking(expects('status', 200))]);
    expect(await regraded(failing, { http: [answer(1)] }, passing, { lostService })).toMatchObject({
      outcome: { is: 'error', reason: { word: 'sandbox', detail: 'the service "pay" ended' } },
    });
  });
});
