import { describe, expect, it } from 'vitest';
import { bind, bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import { runSteps } from '../../../harness/judge/steps.ts';
import type { AdapterSession } from '../../../harness/model/adapter.ts';
import type { Evidence, Observation } from '../../../harness/model/observation.ts';
import { type Action, defaultIdentity, type Flow, type Step } from '../../../harness/model/scenario.ts';
import { at, entries, pattern, template, variable } from '../../rig/values.ts';

const ask: Action = { kind: 'run', command: [template('app')], env: [], timeout: 1000 };

const step = (more: Partial<Step> = {}): Step => ({
  name: 'ask',
  as: defaultIdentity,
  action: ask,
  expect: [],
  save: [],
  at,
  ...more,
});

const expects = (field: string, wanted: unknown) => ({ field, fieldAt: at, pattern: pattern(wanted) });
const saves = (variableName: string, field: string) => ({ variable: variableName, from: { field, path: [] }, at });
const exit = (value: number): Observation => ({ fields: { exit: { is: 'number', value } } });
const out = (text: string): Observation => ({ fields: { stdout: { is: 'text', text } } });

interface Session extends Partial<AdapterSession> {
  readonly seen?: readonly Observation[];
}

/** A session that sees one thing after another, the last again and again; and what it was asked. */
function stageOf({ seen = [{ fields: {} }], ...more }: Session = {}, signal = AbortSignal.timeout(10_000)) {
  const asked: string[] = [];
  let acts = 0;
  const session: AdapterSession = {
    act(_, as) {
      asked.push(as);
      return Promise.resolve(seen[Math.min(acts++, seen.length - 1)] ?? { fields: {} });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...more,
  };
  return { asked, context: { sources: { [at.file]: 'name: a' }, session: () => session, signal } };
}

const look = () => Promise.reject(new Error('it was looked at again'));

const flow = (more: Partial<Flow> = {}): Flow => ({
  id: 'log-in',
  params: ['user'],
  steps: [step({ name: 'inner', save: [saves('token', 'stdout')] })],
  returns: entries({ token: template(variable('token')), who: template(variable('user')) }),
  ...more,
});
const use = (of: Flow, more: Partial<Step> = {}, given: object = { user: template(variable('name')) }): Step =>
  step({ name: 'log in', action: { kind: 'use', flow: of, with: entries(given) }, ...more });

const scope = trialScope({ now: 0, appDir: '/app' });

describe('steps one after another', () => {
  it('hand on what they save, and end at the first that is not met, which is named', async () => {
    const { context, asked } = stageOf({ seen: [out('one'), out('two')] });
    const steps = [
      step({ save: [saves('first', 'stdout')] }),
      step({ name: 'again', expect: [expects('stdout', 'three')] }),
      step({ name: 'never' }),
    ];
    const result = await runSteps(steps, scope, context);
    expect(result).toMatchObject({ is: 'unmet', step: { name: 'again' }, mismatches: [{ received: '"two"' }] });
    expect(result.scope.variables.get('first')).toBe('one');
    expect(asked).toHaveLength(2);
  });

  it('remember what a failing step had saved before it failed, so that it can be masked', async () => {
    const { context } = stageOf({ seen: [out('hush')] });
    const failing = step({ save: [saves('token', 'stdout'), saves('other', 'exit')] });
    const result = await runSteps([failing], scope, context);
    expect(result.is).toBe('unmet');
    expect(result.scope.held.get('token')).toEqual(['hush']);
  });
});

describe('a step of a kind that can look again', () => {
  it('is given time to become what was expected, without acting again', async () => {
    let looks = 0;
    const { context, asked } = stageOf({
      seen: [exit(1)],
      look: () => Promise.resolve(exit(++looks < 3 ? 1 : 0)),
    });
    expect(await runSteps([step({ expect: [expects('exit', 0)] })], scope, context)).toMatchObject({ is: 'met' });
    expect([asked.length, looks]).toEqual([1, 3]);
  });

  it('is not looked at again once something broke, nor when the time is over', async () => {
    const broken = stageOf({ seen: [{ ...exit(1), note: 'the page crashed' }], look });
    const over = stageOf({ seen: [exit(1)], look }, AbortSignal.abort());
    for (const { context } of [broken, over]) {
      expect(await runSteps([step({ expect: [expects('exit', 0)] })], scope, context)).toMatchObject({ is: 'unmet' });
    }
  });

  it('shows the owner what there was to see, once, when it failed for good', async () => {
    let shown = 0;
    const evidence: Evidence = {
      page: '- heading "Oh no"',
      notes: ['the console said: no'],
      attachments: [{ what: 'screenshot', bytes: new Uint8Array([1]) }],
    };
    const show = (): Promise<Evidence> => {
      shown += 1;
      return Promise.resolve(evidence);
    };
    const { context } = stageOf({ seen: [exit(1)], show });
    const hopeful = step({ expect: [expects('exit', 0)], eventually: { within: 300, every: 50, stopIf: [] } });
    const result = await runSteps([hopeful], scope, context);
    const notes = [expect.stringContaining('attempts'), ...evidence.notes];
    expect(result).toMatchObject({ ...evidence, is: 'unmet', notes });
    expect(shown).toBe(1);
    await runSteps([step()], scope, context);
    expect(shown).toBe(1);
  });
});

describe('a browser step that stopped', () => {
  const button = { by: { by: 'css', selector: template('a') }, at } as const;
  const fact = { ...at, column: 6 };
  const action: Action = {
    kind: 'browser',
    acts: [
      { is: 'click', target: button, at },
      { is: 'see', target: button, facts: { checked: { is: true, at: fact } }, at },
    ],
  };

  it('has its caret under the act, or the fact, that was not met, and is not matched any further', async () => {
    const stopped = { expected: 'x', received: 'y' };
    const act = stageOf({ seen: [{ fields: {}, stopped: { act: 0, ...stopped } }] });
    const strict = step({ action, expect: [expects('title', 'T')] });
    const first = await runSteps([strict], scope, act.context);
    expect(first).toMatchObject({ mismatches: [{ path: 'click', expected: 'x', received: 'y', excerpt: { at } }] });
    expect(first).toHaveProperty('mismatches.length', 1);
    const see = stageOf({ seen: [{ fields: {}, stopped: { act: 1, fact: 'checked', ...stopped } }] });
    expect(await runSteps([strict], scope, see.context)).toMatchObject({
      mismatches: [{ path: 'see.checked', excerpt: { at: fact } }],
    });
  });
});

describe('a flow', () => {
  it('sees its params and nothing else, and gives back what it returns', async () => {
    const { context } = stageOf({ seen: [out('t-1')] });
    const outer = bind(scope, 'name', 'ann');
    const met = await runSteps(
      [use(flow(), { expect: [expects('who', 'ann')], save: [saves('mine', 'token')] })],
      outer,
      context,
    );
    expect(met).toMatchObject({ is: 'met' });
    expect(met.scope.variables.get('mine')).toBe('t-1');
    expect(met.scope.variables.has('token')).toBe(false);
    const curious = flow({ steps: [step({ action: { ...ask, command: [template(variable('name'))] } })] });
    expect(await runSteps([use(curious)], outer, context)).toMatchObject({
      is: 'fault',
      fault: { blame: 'scenario' },
    });
  });

  it('is done by whoever uses it, but for steps that say who', async () => {
    const { context, asked } = stageOf();
    const steps = [step(), step({ as: 'admin' })];
    await runSteps([use(flow({ steps, returns: [] }), { as: 'bob' }, {})], scope, context);
    expect(asked).toEqual(['bob', 'admin']);
  });

  it('that is not met tells its own step, and where it was used', async () => {
    const { context } = stageOf({ seen: [exit(1)] });
    const strict = flow({ steps: [step({ name: 'inner', expect: [expects('exit', 0)] })] });
    const outermost = flow({ id: 'all', params: [], steps: [use(strict, { name: 'middle' }, {})], returns: [] });
    expect(await runSteps([use(outermost, { name: 'outer' }, {})], scope, context)).toMatchObject({
      is: 'unmet',
      step: { name: 'outer' },
      within: ['middle', 'inner'],
      notes: ['in the flow log-in, used at a.yaml:1:1', 'in the flow all, used at a.yaml:1:1'],
    });
  });

  it('keeps what it held in mind for masking, also when it fails', async () => {
    const { context } = stageOf({ seen: [out('hush'), exit(1)] });
    const steps = [...flow().steps, step({ expect: [expects('exit', 0)] })];
    const result = await runSteps([use(flow({ steps }))], bind(scope, 'name', 'ann'), context);
    expect(result.is).toBe('unmet');
    expect(result.scope.held.get('token')).toEqual(['hush']);
  });

  it('blames the candidate for a param that the candidate chose, and for a returned value', async () => {
    const { context } = stageOf({ seen: [out('not a number')] });
    const sum: Flow = flow({
      steps: [],
      returns: entries({
        sum: template({ is: 'operate', operator: '+', left: variable('user'), right: { is: 'number', digits: '1' } }),
      }),
    });
    const saved = bindSaved(scope, 'name', 'x');
    expect(await runSteps([use(sum)], saved, context)).toMatchObject({ is: 'unmet' });
    expect(await runSteps([use(sum)], bind(scope, 'name', 'x'), context)).toMatchObject({ is: 'fault' });
  });

  it('returns the scenario what is the scenario’s own, and what is wrong with it is nobody else’s fault', async () => {
    const { context } = stageOf();
    const echo = flow({ steps: [], returns: entries({ who: template(variable('user')) }) });
    const sum = template({
      is: 'operate',
      operator: '+',
      left: variable('mine'),
      right: { is: 'number', digits: '1' },
    });
    const later = step({ action: { kind: 'run', command: [sum], env: [], timeout: 1 } });
    const steps = [use(echo, { save: [saves('mine', 'who')] }), later];
    expect(await runSteps(steps, bind(scope, 'name', 'x'), context)).toMatchObject({ is: 'fault' });
    expect(await runSteps(steps, bindSaved(scope, 'name', 'x'), context)).toMatchObject({ is: 'unmet' });
  });

  it('is repeated as a whole with eventually', async () => {
    const { context, asked } = stageOf({ seen: [out('a'), out('b'), out('c')] });
    const patient = use(flow(), {
      expect: [expects('token', 'c')],
      eventually: { within: 5000, every: 1, stopIf: [] },
    });
    expect(await runSteps([patient], bind(scope, 'name', 'ann'), context)).toMatchObject({ is: 'met' });
    expect(asked).toHaveLength(3);
  });

  it('is repeated however soon one of its own steps was given up', async () => {
    const stopIf = [expects('exit', 1)];
    const inner = step({ expect: [expects('exit', 0)], eventually: { within: 5000, every: 1, stopIf } });
    const { context, asked } = stageOf({ seen: [exit(1), exit(1), exit(0)] });
    const patient = use(flow({ steps: [inner], returns: [] }), { eventually: { within: 5000, every: 1, stopIf: [] } });
    expect(await runSteps([patient], bind(scope, 'name', 'ann'), context)).toMatchObject({ is: 'met' });
    expect(asked).toHaveLength(3);
  });

  it('remembers what each of its attempts saved, which may be a secret', async () => {
    const inner = step({ save: [saves('token', 'stdout'), saves('more', 'stderr')] });
    const patient = { within: 200, every: 50, stopIf: [] };
    for (const impatient of [
      use(flow({ steps: [inner] }), { eventually: patient }),
      { ...inner, eventually: patient },
    ]) {
      const { context } = stageOf({ seen: [out('a'), out('b'), out('c')] });
      const result = await runSteps([impatient], bind(scope, 'name', 'ann'), context);
      expect(result.is).toBe('unmet');
      expect(result.scope.held.get('token')).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    }
  });
});
