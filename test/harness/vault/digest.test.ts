import { expect, it } from 'vitest';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Recipe } from '../../../harness/model/vault.ts';
import { digestOf, judgedDigest } from '../../../harness/vault/digest.ts';

const scenarios = [{ id: 'a', digest: 'd' }];
const recipe = { start: './serve' } as unknown as Recipe;

/** Those that there were when digests were first kept. */
const { memory, processes, disk, tree, trial, build, output, response, database } = defaultLimits;
const first = { memory, processes, disk, tree, trial, build, output, response, database };

it('keeps the digest of a vault that says nothing of limits that were added since', () => {
  const before = (limits: typeof first) => digestOf({ scenarios: [['a', 'd']], recipe, limits });
  expect(judgedDigest(scenarios, { recipe, limits: defaultLimits })).toBe(before(first));
  const slower = { ...first, trial: 300_000 as never };
  expect(judgedDigest(scenarios, { recipe, limits: { ...defaultLimits, ...slower, step: 300_000 } })).toBe(
    before(slower),
  );
});

it.each(Object.keys(defaultLimits))('tells two Runs apart by the limit "%s"', (name) => {
  const changed = { ...defaultLimits, [name]: 7 };
  expect(judgedDigest(scenarios, { recipe, limits: changed })).not.toBe(
    judgedDigest(scenarios, { recipe, limits: defaultLimits }),
  );
});
