import type { PlanChoices } from '../judge/plan.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';
import { didYouMean } from '../vault/suggest.ts';
import type { Audience } from '../model/report.ts';

interface Choices {
  readonly runs: number;
  readonly only: readonly string[];
  readonly tag: readonly string[];
  readonly seed?: string;
  readonly audience: Audience;
}

/** What the command line chose of a vault. A worker chooses nothing: which scenarios there are is what it may not learn. */
export function chooseScenarios(vault: Vault, flags: Choices): Result<PlanChoices> {
  if (flags.audience === 'worker' && (flags.only.length > 0 || flags.tag.length > 0 || flags.seed !== undefined)) {
    return fail(
      problem('owner-only', "--only, --tag and --seed are the owner's", {
        fix: 'leave them out with --audience worker',
      }),
    );
  }
  const ids = vault.scenarios.map(({ id }) => id);
  const tags = [...new Set(vault.scenarios.flatMap((scenario) => scenario.tags))];
  const unknown = [
    ...flags.only
      .filter((id) => !ids.includes(id))
      .map((id) => problem('no-such-scenario', `the vault has no scenario "${id}"`, didYouMean(id, ids))),
    ...flags.tag
      .filter((tag) => !tags.includes(tag))
      .map((tag) => problem('no-such-tag', `no scenario has the tag "${tag}"`, didYouMean(tag, tags))),
  ];
  if (unknown.length > 0) return fail(...unknown);
  return ok({
    repeats: flags.runs,
    purpose: 'gate',
    only: [...flags.only, ...flags.tag.map((tag) => `tag:${tag}`)],
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
}
