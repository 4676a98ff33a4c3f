import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillAction } from '../../../harness/judge/fill.ts';
import { decodeRecording, encodeRecording } from '../../../harness/judge/recording-codec.ts';
import { bind, type Scope, trialScope } from '../../../harness/judge/scope.ts';
import type { FilledAction } from '../../../harness/model/adapter.ts';
import type { Observation, Seen } from '../../../harness/model/observation.ts';
import type { RecordedStep, Recording } from '../../../harness/model/recording.ts';
import { ExactNumber } from '../../../harness/model/value.ts';
import { names } from '../../rig/arbitrary/expressions.ts';
import { scenarios } from '../../rig/arbitrary/scenarios.ts';
import { seen as anythingSeen } from '../../rig/arbitrary/seen.ts';
import { tries } from '../../rig/prove.ts';

const recordingOf = (steps: readonly RecordedStep[]): Recording => ({
  version: 1,
  trial: { scenario: 'a', row: 0, repeat: 0 },
  seed: 'seed',
  now: 0,
  app: { dir: '/app' },
  workDir: '/work',
  files: 'none',
  timeout: 1000,
  steps,
});
const stepOf = (action: FilledAction, seen: readonly Observation[] = [{ fields: {} }]): RecordedStep => ({
  place: 'steps/0',
  name: 'a',
  as: 'default',
  action,
  seen,
  times: seen.map(() => ({ first: 0, last: 0, count: 1 })),
  attempts: seen.length,
  ms: 1,
  met: true,
});
const look: FilledAction = { kind: 'file', path: 'a' };

/** What templates name, so that many of them can be filled. */
const scope: Scope = ['a', 'B', 'user', 'x'].reduce(
  (grown, name) => bind(grown, name, 'text'),
  trialScope({ now: 0, url: 'http://127.0.0.1:1', appDir: '/app', workDir: '/work' }),
);

/** JSON knows no zero below zero, and no number that is none. */
const told = (seen: Seen): Seen => {
  if (seen.is !== 'number') return seen;
  return { is: 'number', value: Number.isFinite(seen.value) ? seen.value + 0 : Number.NaN };
};
const field = fc.oneof(names, fc.constantFrom('__proto__', 'constructor', 'toString'));
const observations = fc.record(
  {
    fields: fc.array(fc.tuple(field, anythingSeen.map(told))).map((pairs) => Object.fromEntries(pairs)),
    note: fc.string({ unit: 'binary' }),
    stopped: fc.record({ act: fc.nat(), expected: fc.string(), received: fc.string() }),
  },
  { requiredKeys: ['fields'] },
);

describe('a Recording', () => {
  it('says the same once it was written and read, whatever was seen', () => {
    fc.assert(
      fc.property(fc.array(observations, { minLength: 1, maxLength: 3 }), (seen) => {
        const recording = recordingOf([stepOf(look, seen)]);
        expect(decodeRecording(encodeRecording(recording))).toEqual(recording);
      }),
      { numRuns: tries(100) },
    );
  });

  it('says the same of whatever a step may do', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(scenarios, ({ before, steps, after }) => {
        const actions = [...before, ...steps, ...after].flatMap(({ action }) => {
          if (action.kind === 'use') return [];
          const filled = fillAction(action, scope);
          return filled.ok ? [filled.value] : [];
        });
        for (const { kind } of actions) kinds.add(kind);
        const recording = recordingOf(actions.map((action) => stepOf(action)));
        expect(decodeRecording(encodeRecording(recording))).toStrictEqual(recording);
      }),
      { numRuns: tries(200), seed: 1 },
    );
    expect([...kinds].toSorted()).toEqual(['browser', 'db', 'file', 'http', 'run']);
  });

  it('keeps the digits of a query’s numbers, and tells them from texts', () => {
    const params = [new ExactNumber('1.10'), '1.10', null, true] as const;
    const decoded = decodeRecording(encodeRecording(recordingOf([stepOf({ kind: 'db', query: '?', params })])));
    expect(decoded?.steps[0]?.action).toStrictEqual({ kind: 'db', query: '?', params });
  });

  it('is not read from what is damaged, from another time, or unpacks to too much', () => {
    const bytes = encodeRecording(recordingOf([stepOf(look)]));
    expect(decodeRecording(bytes.slice(0, -20))).toBeUndefined();
    expect(decodeRecording(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(decodeRecording(gzipSync('{"version":2,"steps":[]}'))).toBeUndefined();
    expect(decodeRecording(gzipSync('null'))).toBeUndefined();
    const note = 'x'.repeat(5 * 1024 * 1024);
    expect(decodeRecording(encodeRecording(recordingOf([stepOf(look, [{ fields: {}, note }])])))).toBeUndefined();
  });
});
