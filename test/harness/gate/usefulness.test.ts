import { describe, expect, it } from 'vitest';
import { byAttention, usefulnessOf } from '../../../harness/gate/usefulness.ts';
import type { FlakeEvidence } from '../../../harness/model/flake.ts';
import type { ScenarioUse } from '../../../harness/model/scenario-use.ts';

const scenario = (id: string, impossible = false) => ({ id, name: id, digest: id, impossible });

/** `made(3, 1)`: three candidates passed it, one failed it. */
const made = (passed: number, failed: number, mixed = 0, ms = 500): ScenarioUse => ({
  ...{ passed, failed, mixed },
  cost: { trial: ms, run: ms },
});

const said = (pass: number, fail: number, cleanSince = 0): FlakeEvidence => ({ pass, fail, cleanSince });

const attention = (use?: ScenarioUse, evidence?: FlakeEvidence, impossible = false) =>
  usefulnessOf(scenario('a', impossible), use, evidence).attention;

describe('what a scenario was good for', () => {
  it('is told by the share of candidates that failed it, with the interval of Wilson', () => {
    const { candidates, interval, alwaysPass } = usefulnessOf(scenario('a'), made(26, 12, 3));
    expect({ candidates, alwaysPass }).toEqual({ candidates: 41, alwaysPass: false });
    expect(interval?.low).toBeCloseTo(0.1760918762611, 12);
    expect(interval?.high).toBeCloseTo(0.44479467723, 12);
  });

  it('is not known without candidates, and always passing needs some', () => {
    const none = usefulnessOf(scenario('a'));
    expect(none).toMatchObject({ candidates: 0, alwaysPass: false, attention: 'not-judged' });
    expect(none).not.toHaveProperty('interval');
    expect(usefulnessOf(scenario('a'), made(1, 0)).alwaysPass).toBe(true);
    expect(usefulnessOf(scenario('a'), made(1, 0, 1)).alwaysPass).toBe(false);
  });

  it('has what reference runs say beside it, and costs in whole milliseconds', () => {
    const use = usefulnessOf(scenario('a'), made(1, 0, 0, 812.5), said(48, 2));
    expect(use).toMatchObject({ reference: { pass: 48, fail: 2 }, cost: { trial: 813, run: 813 } });
    expect(use.reference?.flakeRate.median).toBeCloseTo(0.0432218, 6);
  });
});

describe('a scenario deserves attention', () => {
  it('when it fails good builds, until it has passed 59 times in a row', () => {
    expect(attention(made(5, 5), said(50, 1, 50))).toBe('fails-good-builds');
    expect(attention(undefined, said(0, 3))).toBe('fails-good-builds');
    expect(attention(made(5, 5), said(59, 1, 59))).toBeUndefined();
  });

  it('when a candidate passed and failed it, unless reference runs show that it is steady', () => {
    expect(attention(made(5, 5, 1))).toBe('flaky');
    expect(attention(made(5, 5, 1), said(58, 0, 58))).toBe('flaky');
    expect(attention(made(5, 5, 1), said(59, 0, 59))).toBeUndefined();
  });

  it('when none of 35 candidates or more failed it, or none passed it', () => {
    expect(attention(made(34, 0))).toBeUndefined();
    expect(attention(made(35, 0))).toBe('never-failed');
    expect(attention(made(500, 1))).toBeUndefined();
    expect(attention(made(0, 34))).toBeUndefined();
    expect(attention(made(0, 35))).toBe('never-passed');
    expect(attention(made(1, 500))).toBeUndefined();
  });

  it('when no candidate was judged by it, whatever good builds say', () => {
    expect(attention(undefined, said(59, 0, 59))).toBe('not-judged');
  });

  it('but not for failing everybody, when it is there to fail', () => {
    expect(attention(made(0, 80), said(0, 9), true)).toBeUndefined();
    expect(attention(undefined, said(0, 9), true)).toBe('not-judged');
  });
});

describe('the order of a vault’s scenarios', () => {
  it('begins with those that are wrong, then flaky, idle and unjudged ones; each kind with the worst or dearest first', () => {
    const ordered = byAttention([
      usefulnessOf(scenario('fine-b'), made(5, 5, 0, 9000)),
      usefulnessOf(scenario('new')),
      usefulnessOf(scenario('fine-a'), made(9, 1)),
      usefulnessOf(scenario('idle-cheap'), made(40, 0, 0, 10)),
      usefulnessOf(scenario('hopeless'), made(0, 40, 0, 5000)),
      usefulnessOf(scenario('idle-dear'), made(40, 0, 0, 900)),
      usefulnessOf(scenario('flaky-seldom'), made(98, 1, 1)),
      usefulnessOf(scenario('flaky-often'), made(1, 1, 1)),
      usefulnessOf(scenario('wrong-seldom'), made(5, 5), said(50, 1)),
      usefulnessOf(scenario('wrong-often'), made(5, 5), said(1, 8)),
    ]);
    expect(ordered.map((one) => one.scenario)).toEqual([
      ...['wrong-often', 'wrong-seldom', 'flaky-often', 'flaky-seldom'],
      ...['idle-dear', 'idle-cheap', 'hopeless', 'new', 'fine-b', 'fine-a'],
    ]);
  });
});
