import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../harness/gate/compare.ts';
import type { Comparison, Pair } from '../../../harness/model/comparison.ts';
import { type Run, type ScenarioRef, type VerdictWord, verdictWords } from '../../../harness/model/run.ts';
import { tries } from '../../rig/prove.ts';
import { runOf, scenario, verdict } from '../../rig/runs.ts';

/** `runWith('a=1 pass', 'b=2 fail')`: ids, what the scenarios say, and what they came to. */
function runWith(...lines: readonly string[]): Run {
  return runOf(
    lines.map((line) => {
      const [, id = '', digest = '', word = ''] = /^(\S+)=(\S+) (\S+)$/.exec(line) ?? [];
      return verdict(scenario(id, { digest }), verdictWords.find((is) => is === word) ?? 'error');
    }),
  );
}

const idOf = ({ id }: ScenarioRef): string => id;
const idsOf = (run: Run): readonly string[] => run.verdicts.map((one) => one.scenario.id).toSorted();
const said = ({ before, after }: Pair): string =>
  `${before.scenario.id} ${before.is} > ${after.scenario.id} ${after.is}`;

/** Where everything stands, in words. */
const places = (comparison: Comparison) => ({
  pairs: comparison.pairs.map(said),
  changed: comparison.changed.map(({ before, after }) => `${before.id} > ${after.id}`),
  added: comparison.added.map(idOf),
  removed: comparison.removed.map(idOf),
});

it('leaves impossible scenarios out, whatever became of them', () => {
  const impossible = scenario('x', { impossible: true });
  const before = runOf([verdict('a', 'pass'), verdict(impossible, 'pass')]);
  const after = runOf([
    verdict('a', 'pass'),
    verdict(impossible, 'fail'),
    verdict(scenario('y', { impossible: true }), 'error'),
  ]);
  expect(compare(before, after)).toEqual(compare(runOf([verdict('a', 'pass')]), runOf([verdict('a', 'pass')])));
});

describe('pairing', () => {
  it('goes by what a scenario says, first in its own file, then in another', () => {
    const before = runWith('stays=1 pass', 'old=2 pass', 'edited=3 pass', 'gone=4 pass');
    const after = runWith('new=2 fail', 'stays=1 pass', 'edited=9 pass', 'born=5 pass');
    expect(places(compare(before, after))).toEqual({
      pairs: ['old pass > new fail', 'stays pass > stays pass'],
      changed: ['edited > edited'],
      added: ['born'],
      removed: ['gone'],
    });
  });

  it('follows a scenario out of its file, whatever the file says now', () => {
    const compared = compare(runWith('a=1 pass'), runWith('a=2 pass', 'b=1 fail'));
    expect(places(compared)).toEqual({ pairs: ['a pass > b fail'], changed: [], added: ['a'], removed: [] });
  });

  it('pairs copies one to one', () => {
    const before = runWith('a=1 pass', 'b=1 fail', 'c=1 pass');
    const after = runWith('d=1 fail', 'b=1 pass', 'e=1 pass', 'f=1 pass');
    expect(places(compare(before, after))).toEqual({
      pairs: ['a pass > d fail', 'b fail > b pass', 'c pass > e pass'],
      changed: [],
      added: ['f'],
      removed: [],
    });
  });
});

/** What a change from one word to another is. */
function flipOf(before: VerdictWord, after: VerdictWord): string {
  const { broke, fixed, unjudged } = compare(runWith(`a=1 ${before}`), runWith(`a=1 ${after}`));
  return [...broke.map(() => 'broke'), ...fixed.map(() => 'fixed'), ...unjudged.map(() => 'unjudged')].join(' ');
}

describe('flips', () => {
  it('are told from what stays and from what was not judged', () => {
    const words = ['pass', 'fail', 'flaky', 'error', 'skip'] as const;
    expect(words.map((before) => words.map((after) => flipOf(before, after)))).toEqual([
      ['', 'broke', 'broke', 'unjudged', 'unjudged'],
      ['fixed', '', '', 'unjudged', 'unjudged'],
      ['fixed', '', '', 'unjudged', 'unjudged'],
      ['unjudged', 'unjudged', 'unjudged', 'unjudged', 'unjudged'],
      ['unjudged', 'unjudged', 'unjudged', 'unjudged', 'unjudged'],
    ]);
  });

  it('are weighed among the judged pairs alone', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const before = runWith(...ids.map((id) => `${id}=${id} pass`), 'e=e error');
    const after = runWith('a=a fail', 'b=b fail', 'c=c fail', 'd=d pass', 'e=e pass');
    expect(compare(before, after).p).toBeCloseTo(0.25, 12);
    expect(compare(before, after)).not.toHaveProperty('detectable');
    const judged = runWith(...ids.map((id) => `${id}=${id} pass`), 'e=e pass');
    expect(compare(judged, after).detectable).toBe(5);
  });
});

describe('whatever is compared', () => {
  const anyRun = fc
    .uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
        digest: fc.constantFrom('1', '2', '3', '4', '5'),
        is: fc.constantFrom(...verdictWords),
      }),
      { selector: ({ id }) => id, maxLength: 10 },
    )
    .map((list) => runOf(list.map(({ id, digest, is }) => verdict(scenario(id, { digest }), is))));
  const numRuns = tries(300);

  it('stands in one place, and only there', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (before, after) => {
        const { pairs, changed, added, removed } = compare(before, after);
        const earlier = [
          ...pairs.map((pair) => pair.before.scenario),
          ...changed.map((both) => both.before),
          ...removed,
        ];
        const later = [...pairs.map((pair) => pair.after.scenario), ...changed.map((both) => both.after), ...added];
        expect(earlier.map(idOf).toSorted()).toEqual(idsOf(before));
        expect(later.map(idOf).toSorted()).toEqual(idsOf(after));
        expect(pairs.every((pair) => pair.before.scenario.digest === pair.after.scenario.digest)).toBe(true);
        expect(changed.every((both) => both.before.digest !== both.after.digest)).toBe(true);
        expect(changed.every((both) => both.before.id === both.after.id)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is never added here and removed there when it says the same', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (before, after) => {
        const { added, removed } = compare(before, after);
        const gone = new Set(removed.map(({ digest }) => digest));
        expect(added.filter(({ digest }) => gone.has(digest))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('reads the other way round when the sides are swapped', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (before, after) => {
        const there = compare(before, after);
        const back = compare(after, before);
        const turned = (pairs: readonly Pair[]) =>
          pairs.map((pair) => said({ ...pair, before: pair.after, after: pair.before })).toSorted();
        expect(back.broke.map(said).toSorted()).toEqual(turned(there.fixed));
        expect(back.fixed.map(said).toSorted()).toEqual(turned(there.broke));
        expect(back.unjudged.map(said).toSorted()).toEqual(turned(there.unjudged));
        expect([back.added, back.removed]).toEqual([there.removed, there.added]);
        expect([back.p, back.detectable]).toEqual([there.p, there.detectable]);
      }),
      { numRuns },
    );
  });

  it('has no flips against itself', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { pairs, broke, fixed, changed, added, removed, p } = compare(run, run);
        expect(pairs.map((pair) => pair.scenario)).toEqual(run.verdicts.map((one) => one.scenario));
        expect([broke, fixed, changed, added, removed, p]).toEqual([[], [], [], [], [], 1]);
      }),
      { numRuns },
    );
  });
});
