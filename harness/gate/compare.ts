import type { Comparison, Pair } from '../model/comparison.ts';
import { ordinary } from '../model/impossible.ts';
import type { Run, Verdict } from '../model/run.ts';
import { mcnemar, smallestDetectable } from './statistics.ts';

/**
 * Two Runs side by side, scenario by scenario, without impossible ones: whoever fails those is no worse. Each other scenario of either stands in one place: in a pair, or among those
 * that changed, were added or were removed.
 */
export function compare(before: Run, after: Run): Comparison {
  const [then, now] = [ordinary(before.verdicts), ordinary(after.verdicts)];
  const earlier = partners(then, now);
  const pairs = now.flatMap((verdict) => {
    const partner = earlier.get(verdict);
    return partner === undefined ? [] : [{ scenario: verdict.scenario, before: partner, after: verdict }];
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const onlyBefore = then.filter((verdict) => !paired.has(verdict)).map(({ scenario }) => scenario);
  const onlyAfter = now.filter((verdict) => !paired.has(verdict)).map(({ scenario }) => scenario);
  const gone = new Map(onlyBefore.map((scenario) => [scenario.id, scenario]));
  const come = new Set(onlyAfter.map(({ id }) => id));
  const broke = pairs.filter(isJudged).filter((pair) => passes(pair.before) && !passes(pair.after));
  const fixed = pairs.filter(isJudged).filter((pair) => !passes(pair.before) && passes(pair.after));
  const detectable = smallestDetectable(pairs.filter(isJudged).length);
  return {
    pairs,
    broke,
    fixed,
    unjudged: pairs.filter((pair) => !isJudged(pair)),
    changed: onlyAfter.flatMap((scenario) => {
      const was = gone.get(scenario.id);
      return was === undefined ? [] : [{ before: was, after: scenario }];
    }),
    added: onlyAfter.filter(({ id }) => !gone.has(id)),
    removed: onlyBefore.filter(({ id }) => !come.has(id)),
    p: mcnemar(broke.length, fixed.length),
    ...(detectable === undefined ? {} : { detectable }),
  };
}

/** Do both Runs say whether the candidate passes it? What they don't judge proves nothing of either. */
export function isJudged({ before, after }: Pair): boolean {
  return judged.has(before.is) && judged.has(after.is);
}

/** What is flaky has not passed. */
export const passes = (verdict: Verdict): boolean => verdict.is === 'pass';

const judged: ReadonlySet<Verdict['is']> = new Set(['pass', 'fail', 'flaky']);

/**
 * Whom each of the later verdicts is compared with: the same text in the same file, else the same text in another file,
 * which was renamed. Of copies the first goes with the first.
 */
function partners(before: readonly Verdict[], after: readonly Verdict[]): ReadonlyMap<Verdict, Verdict> {
  const stayed = match(before, after, ({ scenario }) => JSON.stringify([scenario.digest, scenario.id]));
  const found = new Set(stayed.values());
  const moved = match(
    before.filter((verdict) => !found.has(verdict)),
    after.filter((verdict) => !stayed.has(verdict)),
    ({ scenario }) => scenario.digest,
  );
  return new Map([...stayed, ...moved]);
}

/** Pairs one to one what has the same key, in order. */
function match(
  before: readonly Verdict[],
  after: readonly Verdict[],
  key: (verdict: Verdict) => string,
): ReadonlyMap<Verdict, Verdict> {
  const waiting = Map.groupBy(before, key);
  const matched = new Map<Verdict, Verdict>();
  for (const verdict of after) {
    const partner = waiting.get(key(verdict))?.shift();
    if (partner !== undefined) matched.set(verdict, partner);
  }
  return matched;
}
