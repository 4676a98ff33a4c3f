import { decodeRecording } from '../../harness/judge/recording-codec.ts';
import type { Adapters } from '../../harness/judge/sessions.ts';
import type { Stage } from '../../harness/judge/stage.ts';
import type { Time } from '../../harness/judge/time.ts';
import { runTrial, type TrialResult } from '../../harness/judge/trial.ts';
import type { AdapterSession, FilledAction } from '../../harness/model/adapter.ts';
import { defaultLimits } from '../../harness/model/limits.ts';
import type { Observation } from '../../harness/model/observation.ts';
import type { Recording } from '../../harness/model/recording.ts';
import { type Action, defaultIdentity, type Scenario, type Step } from '../../harness/model/scenario.ts';
import { emptyCell } from './trial.ts';
import { at, pattern, template, value } from './values.ts';

/** A scenario of these steps. */
export function scenarioOf(steps: readonly Step[], more: Partial<Scenario> = {}): Scenario {
  return {
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
    steps,
    after: [],
    timeout: 10_000,
    sources: { [at.file]: 'name: A' },
    digest: 'digest',
    ...more,
  };
}

/** `GET` of a path, unless it says another action. */
export function stepOf(path: string, more: Partial<Step> = {}): Step {
  return { name: path, as: defaultIdentity, action: get(path), expect: [], save: [], at, ...more };
}

export const get = (path: string): Action => ({
  kind: 'http',
  method: 'GET',
  path: template(path),
  query: [],
  headers: [],
  redirects: 0,
  timeout: 1000,
});
export const command = (...words: readonly string[]): Action => ({
  kind: 'run',
  command: words.map((word) => template(word)),
  env: [],
  timeout: 1000,
});
export const fileAt = (path: string): Action => ({ kind: 'file', path: template(path) });
export const page = (path: string): Action => ({
  kind: 'browser',
  acts: [{ is: 'goto', path: template(path), at }],
});
export const query = (sql: string, ...params: readonly unknown[]): Action => ({
  kind: 'db',
  query: sql,
  params: params.map(value),
  at,
});

export const expects = (field: string, wanted: unknown) => ({ field, fieldAt: at, pattern: pattern(wanted) });
export const saves = (variable: string, field: string, ...path: readonly (string | number)[]) => ({
  variable,
  from: { field, path },
  at,
});

/** An answer with this JSON body. */
export const answer = (body: unknown, status = 200): Observation => ({
  fields: {
    status: { is: 'status', value: status },
    headers: { is: 'headers', pairs: [['content-type', 'application/json']] },
    body: { is: 'json', source: JSON.stringify(body) },
    text: { is: 'text', text: JSON.stringify(body) },
    ms: { is: 'number', value: 3 },
  },
});
export const shows = (text: string): Observation => ({
  fields: {
    url: { is: 'text', text: '/' },
    title: { is: 'text', text: 'Shop' },
    text: { is: 'text', text },
  },
});

/** Time that passes as it is waited for. */
function quickTime(): Time {
  let now = 0;
  return {
    now: () => now,
    pause(ms) {
      now += ms;
      return Promise.resolve();
    },
    over: () => new AbortController().signal,
  };
}

/** What each kind of step sees, one after another; the last again and again. */
export type Sees = { readonly [kind in FilledAction['kind']]?: readonly Observation[] };

/** Runs a scenario against a candidate that is seen like this; and what was recorded of it. */
export async function acted(
  scenario: Scenario,
  sees: Sees,
  more: Partial<Stage> = {},
): Promise<TrialResult & { readonly recording: Recording }> {
  const trial = { scenario: scenario.id, row: 0, repeat: 0 };
  const result = await runTrial(trial, scenario, 'seed', {
    cell: emptyCell,
    adapters: adaptersThatSee(sees),
    databases: {},
    lostService: () => undefined,
    browser: () => {
      throw new Error('there is none');
    },
    bin: {},
    env: {},
    limits: defaultLimits,
    now: 0,
    time: quickTime(),
    ...more,
  });
  const file = result.files.find(({ name }) => name.endsWith('.recording.gz'));
  const recording = file === undefined ? undefined : decodeRecording(file.bytes);
  if (recording === undefined) throw new Error('the Trial left no Recording');
  return { ...result, recording };
}

function adaptersThatSee(sees: Sees): Adapters {
  const opens = <K extends FilledAction['kind']>(kind: K, looks = false) => ({
    kind,
    open: (): AdapterSession => {
      const seen = sees[kind] ?? [{ fields: {} }];
      let calls = 0;
      const next = () => Promise.resolve(seen[Math.min(calls++, seen.length - 1)] ?? { fields: {} });
      return { act: next, ...(looks && { look: next }), [Symbol.asyncDispose]: () => Promise.resolve() };
    },
  });
  return {
    http: opens('http'),
    run: opens('run'),
    file: opens('file'),
    db: opens('db'),
    browser: opens('browser', true),
  };
}
