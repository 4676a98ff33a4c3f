import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide as decideOn } from '../../../harness/gate/decide.ts';
import type { GateDecision, Grounds, Policy, Threshold } from '../../../harness/model/gate.ts';
import { type Run, type Verdict, type VerdictWord, verdictWords } from '../../../harness/model/run.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import { outcome, policy, runOf, scenario, verdict } from '../../rig/runs.ts';

/** `verdicts('pass', 14, 'fail', 3)` */
function verdicts(...counts: readonly (VerdictWord | number)[]): readonly Verdict[] {
  return counts.flatMap((is, i) => {
    const count = counts[i + 1];
    return typeof is === 'string' && typeof count === 'number'
      ? Array.from({ length: count }, (_, n) => verdict(`${is}-${n + 1}`, is))
      : [];
  });
}

const begun = '2026-03-01T10:00:00.000Z';

const decide = (run: Run, rules: Policy, grounds: Partial<Grounds> = {}): GateDecision =>
  decideOn(run, rules, { flakes: {}, at: begun, ...grounds });

/** The decision in a word, and its reasons one a line: `too-few: 14 of 17 pass, 15 are needed`. */
function said(run: Run, rules: Policy, grounds: Partial<Grounds> = {}): readonly string[] {
  const decision = decide(run, rules, grounds);
  return [
    decision.is,
    ...(decision.is === 'allow' ? [] : decision.reasons.map(({ code, text }) => `${code}: ${text}`)),
  ];
}

const heavy = (is: VerdictWord) => verdict(scenario('heavy', { weight: 8 }), is);
const onMain = (...list: readonly Verdict[]) => ({ base: { ref: 'main', run: runOf(list) } });
const earlier = (id: string) => verdict(scenario(id, { digest: 'earlier' }), 'pass');
const count = (atLeast: number): Threshold => ({ is: 'count', atLeast });
const percent = (atLeast: number): Threshold => ({ is: 'percent', atLeast });

describe('the bar', () => {
  it('is all of them unless the policy says otherwise', () => {
    expect(said(runOf(verdicts('pass', 17)), policy())).toEqual(['allow']);
    expect(said(runOf(verdicts('pass', 14, 'fail', 3)), policy())).toEqual([
      'deny',
      'too-few: 14 of 17 pass, 17 are needed',
    ]);
  });

  it('is a count', () => {
    expect(said(runOf(verdicts('pass', 14, 'fail', 3)), policy({ pass: count(14) }))).toEqual(['allow']);
    expect(said(runOf(verdicts('pass', 14, 'fail', 3)), policy({ pass: count(15) }))).toEqual([
      'deny',
      'too-few: 14 of 17 pass, 15 are needed',
    ]);
  });

  it.each([
    [90, 17, 16],
    [100, 17, 17],
    [50, 17, 9],
    [82.4, 17, 15],
    [7, 100, 7],
    [14.2, 500, 71],
    [29, 100, 29],
    [1, 17, 1],
  ])('rounds %d %% of %d up to %d', (share, total, needed) => {
    const passing = (pass: number) =>
      decide(runOf(verdicts('pass', pass, 'fail', total - pass)), policy({ pass: percent(share) })).is;
    expect([passing(needed), passing(needed - 1)]).toEqual(['allow', 'deny']);
  });

  it('does not count what is flaky', () => {
    expect(said(runOf(verdicts('pass', 1, 'flaky', 1)), policy())).toEqual([
      'deny',
      'too-few: 1 of 2 pass, 2 are needed',
    ]);
  });
});

const impossible = (is: VerdictWord, ...outcomes: readonly Outcome['is'][]) =>
  verdict(scenario('x', { impossible: true, tags: ['auth'], weight: 9 }), is, {
    outcomes: outcomes.map((one) => outcome(one)),
  });
const withOne = (one: Verdict, more: Partial<Run> = {}) => runOf([...verdicts('pass', 14, 'fail', 3), one], more);

describe('impossible scenarios', () => {
  const alarm =
    'impossible: ALARM: 1 impossible scenario passed: x; the candidate knows the judge or cheats, or the vault is wrong';

  it('are in no count: not in N, not in a pinned one, a tag or a score', () => {
    const rules = policy({
      pass: { is: 'count', atLeast: 14, of: 17 },
      require: { qualified: false, valid: { is: 'count', atLeast: 17 } },
      score: 80,
    });
    expect(said(withOne(impossible('fail', 'fail')), rules)).toEqual(['allow']);
    expect(said(withOne(impossible('fail', 'fail')), policy())).toEqual([
      'deny',
      'too-few: 14 of 17 pass, 17 are needed',
    ]);
    expect(
      said(withOne(impossible('fail', 'fail')), policy({ pass: count(14), tags: { auth: percent(100) } })),
    ).toEqual(['hold', 'unsupported: the tag auth has a bar, but no scenario has the tag']);
  });

  it.each([
    ['pass', ['pass']],
    ['flaky', ['pass', 'fail']],
    // One row passed, another failed.
    ['fail', ['fail', 'pass']],
    ['error', ['error', 'pass']],
  ] as const)('deny with an alarm when they pass at all: %s of %j', (is, outcomes) => {
    expect(said(withOne(impossible(is, ...outcomes)), policy({ pass: count(14) }))).toEqual(['deny', alarm]);
  });

  it('hold when any of them could not be judged, since that might have been an alarm', () => {
    const hold = ['hold', 'error: 1 impossible scenario could not be judged: x'];
    expect(said(withOne(impossible('error', 'error')), policy({ pass: count(14) }))).toEqual(hold);
    expect(said(withOne(impossible('fail', 'fail', 'error')), policy({ pass: count(14) }))).toEqual(hold);
    expect(said(withOne(impossible('skip', 'skip')), policy({ pass: count(14) }))).toEqual(hold);
    const part = { notForGate: ['only some scenarios'] };
    expect(said(withOne(impossible('skip', 'skip'), part), policy({ pass: count(14) }))).toEqual([
      'hold',
      'not-for-gate: this run may not gate: only some scenarios',
    ]);
  });

  it('are never a regression, and never in quarantine', () => {
    const rules = policy({ pass: count(14), base: 'main', quarantine: { cap: 50, expires: 30 * 24 * 3_600_000 } });
    const flaky = { x: { pass: 50, fail: 9, cleanSince: 1, lastFail: begun } };
    const base = onMain(...verdicts('pass', 14, 'fail', 3), impossible('pass', 'pass'));
    expect(said(withOne(impossible('fail', 'fail')), rules, base)).toEqual(['allow']);
    expect(said(withOne(impossible('pass', 'pass')), rules, { ...base, flakes: flaky })).toEqual(['deny', alarm]);
  });

  it('alone are nothing to decide on', () => {
    expect(said(runOf([impossible('fail', 'fail')]), policy())).toEqual([
      'hold',
      'valid: there is no scenario that counts',
    ]);
  });
});

describe('errors', () => {
  it('hold when the rest would do', () => {
    expect(
      said(runOf(verdicts('pass', 16, 'error', 1)), policy({ require: { qualified: false, valid: count(0) } })),
    ).toEqual(['hold', 'error: 1 scenario could not be judged: error-1']);
  });

  it('hold even when the count is reached without them', () => {
    expect(decide(runOf(verdicts('pass', 16, 'error', 1)), policy({ pass: count(10) })).is).toBe('hold');
  });

  it('do not save what is denied even if they had passed', () => {
    expect(said(runOf(verdicts('pass', 13, 'fail', 3, 'error', 1)), policy({ pass: count(15) })).slice(0, 2)).toEqual([
      'deny',
      'too-few: 13 of 17 pass, 1 not judged, 15 are needed',
    ]);
  });

  it('hold when fewer than the demanded share were judged', () => {
    const rules = policy({ pass: count(1), require: { qualified: false, valid: percent(90) } });
    expect(said(runOf(verdicts('pass', 8, 'error', 2)), rules)).toContain('valid: 8 of 10 were judged, 9 are needed');
  });
});

describe('scenarios that must pass', () => {
  it('deny by their own word, by id and by tag, whatever the count', () => {
    const run = runOf([
      verdict(scenario('own', { mustPass: true }), 'fail'),
      verdict('by-id', 'flaky'),
      verdict(scenario('by-tag', { tags: ['auth'] }), 'fail'),
      verdict('free', 'fail'),
    ]);
    expect(said(run, policy({ pass: count(0), mustPass: ['by-id', 'tag:auth'] }))).toEqual([
      'deny',
      'must-pass: 3 scenarios that must pass did not: own, by-id, by-tag',
    ]);
  });

  it('hold when they could not be judged', () => {
    const run = runOf([verdict(scenario('own', { mustPass: true }), 'error')]);
    expect(decide(run, policy({ pass: count(0) })).is).toBe('hold');
  });

  it('are named up to five', () => {
    const run = runOf(verdicts('fail', 8).map((one) => ({ ...one, scenario: { ...one.scenario, mustPass: true } })));
    expect(said(run, policy({ pass: count(0) }))[1]).toBe(
      'must-pass: 8 scenarios that must pass did not: fail-1, fail-2, fail-3, fail-4, fail-5 and 3 more',
    );
  });
});

describe('tags', () => {
  const run = runOf([
    verdict(scenario('a', { tags: ['auth'] }), 'pass'),
    verdict(scenario('b', { tags: ['auth'] }), 'fail'),
    verdict('c', 'pass'),
  ]);

  it('have bars of their own', () => {
    expect(said(run, policy({ pass: count(2), tags: { auth: percent(50) } }))).toEqual(['allow']);
    expect(said(run, policy({ pass: count(2), tags: { auth: percent(51) } }))).toEqual([
      'deny',
      'tag: auth: 1 of 2 pass, 2 are needed',
    ]);
  });
});

describe('runs that may not gate', () => {
  const green = verdicts('pass', 3);

  it('hold for each reason they carry', () => {
    expect(said(runOf(green, { notForGate: ['uncommitted', 'seed given by hand'] }), policy())).toEqual([
      'hold',
      'not-for-gate: this run may not gate: uncommitted',
      'not-for-gate: this run may not gate: seed given by hand',
    ]);
  });

  it('are still denied when they fail', () => {
    const run = runOf(verdicts('pass', 2, 'fail', 1), { notForGate: ['uncommitted'] });
    expect(decide(run, policy()).is).toBe('deny');
  });

  it('hold when only some scenarios were run', () => {
    expect(said(runOf(verdicts('pass', 1, 'skip', 2), { notForGate: ['only some scenarios'] }), policy())[0]).toBe(
      'hold',
    );
    expect(decide(runOf(verdicts('pass', 1, 'skip', 2)), policy({ pass: count(1) })).is).toBe('hold');
  });

  it('never gate when nothing confined the candidate', () => {
    expect(said(runOf(green, { isolation: 'unconfined', notForGate: ['unconfined'] }), policy())).toEqual([
      'hold',
      'isolation: the candidate was not confined, and such a run never gates',
    ]);
  });

  it('hold below the isolation that the policy requires', () => {
    const rules = policy({ require: { isolation: 'sealed', qualified: false, valid: { is: 'all' } } });
    expect(said(runOf(green, { isolation: 'same-user' }), rules)).toEqual([
      'hold',
      'isolation: the run was same-user, the policy requires sealed',
    ]);
    expect(said(runOf(green, { isolation: 'sealed' }), rules)).toEqual(['allow']);
    expect(said(runOf(green, { isolation: 'same-user' }), policy())).toEqual(['allow']);
  });

  it('hold when there is nothing that counts', () => {
    expect(said(runOf([]), policy())).toEqual(['hold', 'valid: there is no scenario that counts']);
  });
});

describe('the weighted score', () => {
  const rules = policy({ pass: count(0), score: 90 });

  it('has a bar of its own beside the count', () => {
    expect(said(runOf([heavy('fail'), ...verdicts('pass', 12)]), rules)).toEqual([
      'deny',
      'score: 12 of the weight 20 is passed, 18 is needed',
    ]);
    expect(said(runOf([heavy('pass'), ...verdicts('pass', 10, 'fail', 2)]), rules)).toEqual(['allow']);
  });

  it('does not deny what an error alone keeps below it', () => {
    expect(decide(runOf([heavy('error'), ...verdicts('pass', 12)]), rules).is).toBe('hold');
  });
});

describe('a base', () => {
  const rules = policy({ pass: count(1), base: 'main' });

  it('denies what passes there and not here, however many pass', () => {
    const run = runOf([verdict('a', 'pass'), verdict('b', 'fail'), verdict('c', 'flaky')]);
    expect(said(run, rules, onMain(verdict('a', 'fail'), verdict('b', 'pass'), verdict('c', 'pass')))).toEqual([
      'deny',
      'regression: 2 scenarios that pass on main did not here: b, c',
    ]);
  });

  it('takes what fails on both sides', () => {
    const run = runOf([verdict('a', 'pass'), verdict('b', 'fail')]);
    expect(said(run, rules, onMain(verdict('a', 'pass'), verdict('b', 'fail')))).toEqual(['allow']);
  });

  it('holds for a fail of what said something else there, or was not there, and not for a pass', () => {
    const base = onMain(earlier('a'), earlier('b'));
    expect(said(runOf([verdict('a', 'pass'), verdict('b', 'fail'), verdict('c', 'flaky')]), rules, base)).toEqual([
      'hold',
      'base: 2 scenarios said something else when main was judged: b, c',
    ]);
    expect(said(runOf([verdict('a', 'pass'), verdict('b', 'pass')]), rules, base)).toEqual(['allow']);
  });

  it('holds when it could not be built or started: everything fails there, and nothing can break', () => {
    const trouble = { reason: { word: 'build' } } as const;
    const base = { base: { ref: 'main', run: runOf(verdicts('fail', 2), { trouble }) } };
    expect(said(runOf(verdicts('fail', 1, 'pass', 1)), rules, base)).toContain(
      'base: main could not be judged, so nothing can be compared with it',
    );
  });

  it('holds for a fail here that could not be judged there, and not for a pass', () => {
    const run = runOf([verdict('a', 'pass'), verdict('b', 'fail')]);
    expect(said(run, rules, onMain(verdict('a', 'error'), verdict('b', 'error')))).toEqual([
      'hold',
      'base: 1 scenario could not be judged on main: b',
    ]);
  });

  it('holds when there is no run of it', () => {
    expect(said(runOf(verdicts('pass', 1)), rules, { base: { ref: 'main' } })).toEqual([
      'hold',
      'base: there is no run of main to compare with',
    ]);
  });
});

describe('a quarantine', () => {
  const rules = policy({ quarantine: { cap: 10, expires: 30 * 24 * 3_600_000 } });
  const flaky = { pass: 10, fail: 2, cleanSince: 4, lastFail: '2026-02-20T00:00:00.000Z' };
  const grounds = { flakes: { 'fail-1': flaky, 'pass-1': flaky } };

  it('sets apart what reference runs saw pass and fail: it neither denies nor counts as passed', () => {
    const few = { flakes: { 'fail-1': flaky } };
    expect(said(runOf(verdicts('pass', 16, 'fail', 1)), rules, few)).toEqual(['allow']);
    expect(said(runOf(verdicts('pass', 15, 'fail', 2)), rules, few)).toEqual([
      'deny',
      'too-few: 15 of 17 pass, 1 quarantined, 16 are needed',
    ]);
    const counted = policy({ ...rules, pass: count(16) });
    expect(said(runOf(verdicts('pass', 16, 'fail', 1)), counted, { flakes: { 'pass-1': flaky } })[1]).toBe(
      'too-few: 15 of 17 pass, 1 quarantined, 16 are needed',
    );
  });

  it('does not ask whether such a scenario could be judged, or passes on the base', () => {
    const compared = policy({ ...rules, base: 'main' });
    const base = { ref: 'main', run: runOf([verdict('error-1', 'pass'), ...verdicts('pass', 3)]) };
    const here = runOf(verdicts('error', 1, 'pass', 3));
    expect(said(here, compared, { flakes: { 'error-1': flaky }, base })).toEqual(['allow']);
  });

  it('never takes in what must pass', () => {
    const run = runOf([verdict(scenario('fail-1', { mustPass: true }), 'fail'), ...verdicts('pass', 3)]);
    expect(decide(run, rules, grounds).is).toBe('deny');
  });

  it('ends when it expires, or with 59 clean reference runs', () => {
    const run = runOf(verdicts('pass', 16, 'fail', 1));
    expect(decide(run, rules, { ...grounds, at: '2026-03-23T00:00:00.000Z' }).is).toBe('deny');
    expect(decide(run, rules, { flakes: { 'fail-1': { ...flaky, pass: 70, cleanSince: 59 } } }).is).toBe('deny');
  });

  it('closes the gate when it holds more than its cap', () => {
    expect(said(runOf(verdicts('pass', 9, 'fail', 1)), rules, grounds)).toEqual([
      'hold',
      'quarantine: 2 scenarios in quarantine are too many to decide by, at most 1 may be',
    ]);
  });

  it('leaves no bar of a tag to be met by nothing', () => {
    const run = runOf([verdict(scenario('fail-1', { tags: ['auth'] }), 'fail'), ...verdicts('pass', 16)]);
    expect(said(run, policy({ ...rules, tags: { auth: percent(100) } }), { flakes: { 'fail-1': flaky } })).toEqual([
      'hold',
      'valid: the tag auth has a bar, and all its scenarios are in quarantine',
    ]);
  });

  it('is none without a rule', () => {
    expect(decide(runOf(verdicts('pass', 16, 'fail', 1)), policy(), grounds).is).toBe('deny');
  });
});

const known = (unqualified: NonNullable<Grounds['unqualified']>) => ({ unqualified });

describe('scenarios that have not qualified', () => {
  const rules = policy({ require: { qualified: true, valid: { is: 'all' } } });
  it('are advisory: they neither deny nor count as passed', () => {
    const run = runOf(verdicts('pass', 16, 'fail', 1));
    expect(said(run, rules, known({ 'fail-1': ['brittle'] }))).toEqual(['allow']);
    expect(said(run, policy({ ...rules, pass: count(16) }), known({ 'pass-1': [], 'fail-1': [] }))).toEqual([
      'deny',
      'too-few: 15 of 17 pass, 2 advisory, 16 are needed',
    ]);
    expect(decide(run, rules, known({})).is).toBe('deny');
  });

  it('need not be judged, and are no regression', () => {
    const run = runOf(verdicts('error', 1, 'fail', 1, 'pass', 3));
    const base = onMain(verdict('fail-1', 'pass'), ...verdicts('pass', 3));
    const unqualified = { 'error-1': [], 'fail-1': [] };
    expect(said(run, policy({ ...rules, base: 'main' }), { ...base, unqualified })).toEqual(['allow']);
  });

  it('count where the policy does not ask', () => {
    expect(decide(runOf(verdicts('pass', 1, 'fail', 1)), policy(), known({ 'fail-1': [] })).is).toBe('deny');
  });

  it('hold when nothing is left that counts', () => {
    expect(said(runOf(verdicts('pass', 2)), rules, known({ 'pass-1': [], 'pass-2': ['vacuous'] }))).toEqual([
      'hold',
      'qualified: no scenario counts: 2 of 2 have not qualified',
    ]);
  });

  it('hold when one of them must pass, whatever became of it', () => {
    for (const is of ['pass', 'fail'] as const) {
      const run = runOf([verdict(scenario('a', { mustPass: true }), is), ...verdicts('pass', 3)]);
      expect(said(run, rules, known({ a: [] }))).toEqual([
        'hold',
        'qualified: 1 scenario that must pass has not qualified: a',
      ]);
    }
  });

  it('leave no bar of a tag to be met by nothing', () => {
    const run = runOf([verdict(scenario('a', { tags: ['auth'] }), 'pass'), ...verdicts('pass', 3)]);
    expect(said(run, policy({ ...rules, tags: { auth: percent(100) } }), known({ a: [] }))).toEqual([
      'hold',
      'valid: the tag auth has a bar, and none of its scenarios counts',
    ]);
  });

  it('are no part of a full quarantine, and one in quarantine stays in it', () => {
    const flaky = { pass: 10, fail: 2, cleanSince: 4, lastFail: '2026-02-20T00:00:00.000Z' };
    const both = policy({ ...rules, quarantine: { cap: 10, expires: 30 * 24 * 3_600_000 } });
    const run = runOf(verdicts('pass', 8, 'fail', 2));
    const unqualified = { 'fail-1': [], 'pass-1': [], 'pass-2': [] };
    expect(said(run, both, { unqualified, flakes: { 'fail-1': flaky } })).toEqual([
      'deny',
      'too-few: 6 of 10 pass, 2 advisory, 1 quarantined, 7 are needed',
    ]);
    expect(said(run, both, { unqualified, flakes: { 'fail-1': flaky, 'fail-2': flaky } })).toEqual([
      'hold',
      'quarantine: 2 scenarios in quarantine are too many to decide by, at most 1 may be',
    ]);
  });

  it('never excuse an impossible one that passed', () => {
    const run = runOf([verdict(scenario('x', { impossible: true }), 'pass'), ...verdicts('pass', 3)]);
    expect(decide(run, rules, known({ x: [] })).is).toBe('deny');
  });
});

it('a refused tree is denied for that first', () => {
  const trouble = { reason: { word: 'refused', detail: 'it holds a canary of the vault' } } as const;
  expect(said(runOf(verdicts('fail', 2), { trouble }), policy()).slice(0, 2)).toEqual([
    'deny',
    'refused: the tree is refused: it holds a canary of the vault',
  ]);
});

it('a rule that cannot be checked is never passed over', () => {
  const rules = policy({
    pass: { is: 'count', atLeast: 1, of: 17 },
    mustPass: ['gone', 'tag:gone'],
    tags: { auth: percent(100) },
    base: 'main',
    require: { qualified: true, valid: { is: 'all' } },
  });
  expect(said(runOf(verdicts('pass', 3)), rules)).toEqual([
    'hold',
    'qualified: which scenarios had qualified is not known',
    'unsupported: the policy counts on 17 scenarios, the run has 3',
    'unsupported: gone must pass, but no scenario goes by it',
    'unsupported: tag:gone must pass, but no scenario goes by it',
    'unsupported: the tag auth has a bar, but no scenario has the tag',
    'base: there is no run of main to compare with',
  ]);
});

describe('for any run and policy', () => {
  const anyVerdicts = fc
    .array(fc.record({ is: fc.constantFrom(...verdictWords), must: fc.boolean(), auth: fc.boolean() }), {
      maxLength: 12,
    })
    .map((list) =>
      list.map(({ is, must, auth }, i) =>
        verdict(scenario(`${i}`, { mustPass: must, tags: auth ? ['auth'] : [] }), is),
      ),
    );
  const threshold = fc.oneof(
    fc.constant<Threshold>({ is: 'all' }),
    fc.nat({ max: 12 }).map(count),
    fc.nat({ max: 100 }).map(percent),
  );
  const anyPolicy = fc
    .record({ pass: threshold, auth: fc.option(threshold), valid: threshold })
    .map(({ pass, auth, valid }) =>
      policy({ pass, tags: auth === null ? {} : { auth }, require: { qualified: false, valid } }),
    );
  const isolation = fc.constantFrom('sealed', 'same-user', 'unconfined' as const);

  it('allows nothing that has an error, is partial or unconfined', () => {
    fc.assert(
      fc.property(anyVerdicts, anyPolicy, isolation, (list, rules, level) => {
        const run = runOf(list, { isolation: level });
        const sure =
          list.length > 0 && level !== 'unconfined' && !list.some(({ is }) => is === 'error' || is === 'skip');
        if (!sure) expect(decide(run, rules).is).not.toBe('allow');
      }),
    );
  });

  it('never becomes better when a passed scenario fails', () => {
    const rank = { deny: 0, hold: 1, allow: 2 };
    fc.assert(
      fc.property(anyVerdicts, anyPolicy, isolation, (list, rules, level) => {
        const at = list.findIndex(({ is }) => is === 'pass');
        const worse = list.map((one, i) => (i === at ? verdict(one.scenario, 'fail') : one));
        const before = decide(runOf(list, { isolation: level }), rules);
        const after = decide(runOf(worse, { isolation: level }), rules);
        expect(rank[after.is]).toBeLessThanOrEqual(rank[before.is]);
      }),
    );
  });

  it('denies with errors only what it would deny had they passed', () => {
    fc.assert(
      fc.property(anyVerdicts, anyPolicy, (list, rules) => {
        const best = list.map((one) => (one.is === 'error' ? verdict(one.scenario, 'pass') : one));
        expect(decide(runOf(list), rules).is === 'deny').toBe(decide(runOf(best), rules).is === 'deny');
      }),
    );
  });
});
