import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Answer, ControlKind } from '../../../harness/qualify/answer.ts';
import { assess, type Evidence } from '../../../harness/qualify/assess.ts';

const scenario = { id: 'log-in', name: 'One can log in', digest: 'd', impossible: false } as Scenario;

/** As many Answers as there are marks: `+` a pass, `-` a fail, `!` an error. */
const answers = (kind: ControlKind, name: string, marks: string, more: Partial<Answer> = {}): readonly Answer[] =>
  Array.from(marks).map((mark, repeat) => {
    const is = mark === '+' ? 'pass' : mark === '-' ? 'fail' : 'error';
    return { control: { kind, name }, scenario: 'log-in', repeat, is, why: is === 'pass' ? '' : 'why', ms: 1, ...more };
  });

const found = (all: readonly (readonly Answer[])[], more: Partial<Evidence> = {}) =>
  assess({ scenario, answers: all.flat(), mustFail: [], sharesInstances: false, ...more });

const words = (...args: Parameters<typeof found>): readonly string[] => found(...args).findings.map(({ word }) => word);

const sound = [
  answers('good', 'main', '+++'),
  answers('null', '404', '-'),
  answers('bad', 'forgets', '-'),
  answers('equivalent', 'late', '+'),
];

describe('a scenario', () => {
  it('qualifies when it passes on what is good and fails on what is not', () => {
    expect(found(sound)).toMatchObject({
      findings: [],
      qualified: true,
      good: { passed: 3, runs: 3 },
      bad: { failed: 1, asked: 1 },
      nulls: { failed: 1, asked: 1 },
    });
  });

  it('has a bound for how often it fails a right build, by its clean runs', () => {
    expect(found([answers('good', 'main', '+'.repeat(59)), answers('bad', 'b', '-')]).flakeBound).toBeCloseTo(
      0.0495,
      4,
    );
    expect(found([answers('good', 'main', '++-')])).not.toHaveProperty('flakeBound');
  });

  it('is vacuous when a null candidate is enough for it', () => {
    expect(found([...sound, answers('null', 'echo', '+')])).toMatchObject({
      qualified: false,
      findings: [{ word: 'vacuous', text: 'passes on the null candidate "echo"' }],
    });
  });

  it('is flaky when a good control passes it and fails it, whatever else it does', () => {
    expect(words([answers('good', 'main', '++-+'), answers('equivalent', 'late', '---')])).toEqual(['flaky']);
  });

  it('contradicts when no good control ever passes it', () => {
    expect(words([answers('good', 'main', '-----'), answers('good', 'other', '-----')])).toEqual(['contradictory']);
  });

  it('is brittle when one good control never passes it and another always does', () => {
    expect(found([answers('good', 'main', '++'), answers('good', 'other', '--')]).findings).toMatchObject([
      { word: 'brittle', text: 'fails on the good control "other", which is right in another way', seen: ['why'] },
    ]);
  });

  it('is brittle when it fails each time where the good one is met otherwise; once is chance', () => {
    const pass = answers('good', 'main', '++');
    const kill = answers('bad', 'b', '-');
    expect(words([pass, kill, answers('equivalent', 'late', '---')])).toEqual(['brittle']);
    expect(words([pass, kill, answers('equivalent', 'late', '-+')])).toEqual([]);
  });

  it('depends on order when instances are shared and it fails after others, or only passes after them', () => {
    const pass = [answers('good', 'main', '++'), answers('bad', 'b', '-')];
    const after = answers('shared', 'after others', '---');
    expect(words([...pass, after], { sharesInstances: true })).toEqual(['order-dependent']);
    expect(words([...pass, after])).toEqual([]);
    const helped = [answers('good', 'main', '-----'), answers('shared', 'after others', '+')];
    expect(words(helped, { sharesInstances: true })).toEqual(['order-dependent']);
  });

  it('is blind when it passes on a bad control that it has to fail by name', () => {
    const evidence = [answers('good', 'main', '+'), answers('bad', 'forgets', '+'), answers('bad', 'other', '-')];
    const control = { name: 'forgets', source: { is: 'ref', ref: 'bad' }, fails: ['log-in'] } as const;
    expect(words(evidence, { mustFail: [control] })).toEqual(['blind']);
    expect(words(evidence)).toEqual([]);
  });

  it('qualifies with advice when it fails where another does, or on nothing that was tried', () => {
    expect(found(sound, { twin: { scenario: 'sign-in', faults: 4 } })).toMatchObject({
      qualified: true,
      findings: [{ word: 'redundant', text: 'fails exactly where sign-in fails too, on 4 faults' }],
    });
    const nothing = [
      answers('good', 'main', '+'),
      answers('mutant', '1', '+'),
      answers('mutant', '2', '-', { dead: true }),
    ];
    expect(found(nothing)).toMatchObject({
      qualified: true,
      findings: [{ word: 'unexercised', text: 'has failed on none of the 1 faults that it was asked of' }],
    });
  });

  it('is not judged when it ends in an error on a good control', () => {
    expect(found([answers('good', 'main', '+!')])).toMatchObject({
      qualified: false,
      findings: [{ word: 'unjudged' }],
    });
  });

  it('is not blamed for a good control that was not there to be asked', () => {
    const dead = answers('good', 'main', '-', { dead: true });
    expect(words([answers('good', 'main', '+++'), dead, answers('bad', 'b', '-')])).toEqual([]);
  });

  it('has noticed nothing where it fails on a wire that changed nothing', () => {
    const unmoved = [answers('good', 'main', '+'), answers('wire', 'fails', '-', { acted: false })];
    expect(found(unmoved).mutants).toEqual({ killed: 0, asked: 1 });
    expect(found([answers('good', 'main', '+'), answers('wire', 'fails', '-', { acted: true })]).mutants.killed).toBe(
      1,
    );
  });

  it('that is impossible may pass on nothing, and need not pass on what is good', () => {
    const impossible = { scenario: { ...scenario, impossible: true } };
    expect(words([answers('good', 'main', '-----'), answers('null', '404', '-')], impossible)).toEqual([]);
    expect(words([answers('good', 'main', '-+')], impossible)).toEqual(['possible']);
  });
});
