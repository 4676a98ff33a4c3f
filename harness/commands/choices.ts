import type { PlanChoices } from '../judge/plan.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';
import { scenarioId } from '../vault/scenario.ts';
import { didYouMean } from '../vault/suggest.ts';
import type { Audience } from '../model/report.ts';

interface Choices {
  readonly runs: number;
  readonly only: readonly string[];
  readonly tag: readonly string[];
  readonly seed?: string;
  readonly audience: Audience;
  readonly keep?: boolean;
  readonly headed?: boolean;
  readonly ref: readonly string[];
  readonly confirm?: number;
  readonly watch?: boolean;
  readonly reference?: boolean;
  readonly again?: boolean;
}

/** What the command line chose of a vault. A worker chooses nothing: which scenarios there are is what it may not learn. */
export function chooseScenarios(vault: Vault, flags: Choices): Result<PlanChoices> {
  if (flags.audience === 'worker' && chosen(flags)) {
    return fail(
      problem('owner-only', "--only, --tag, --seed, --keep, --headed, --again and --reference are the owner's", {
        fix: 'leave them out with --audience worker',
      }),
    );
  }
  if (flags.reference === true && flags.again === true) {
    return fail(
      problem('usage', '--reference --again would draw the same data again, which is no new evidence', {
        fix: 'ask for another number of --runs',
      }),
    );
  }
  const ids = vault.scenarios.map(({ id }) => id);
  const tags = [...new Set(vault.scenarios.flatMap((scenario) => scenario.tags))];
  const unknown = [
    ...flags.only
      .filter((id) => !ids.includes(id))
      .map((id) => problem('no-such-scenario', `the vault has no scenario "${id}"`, didYouMean(scenarioId(id), ids))),
    ...flags.tag
      .filter((tag) => !tags.includes(tag))
      .map((tag) => problem('no-such-tag', `no scenario has the tag "${tag}"`, didYouMean(tag, tags))),
  ];
  if (unknown.length > 0) return fail(...unknown);
  const kept = vault.scenarios.filter(({ id }) => flags.only.includes(id));
  if (flags.keep === true && (kept.length !== 1 || flags.tag.length > 0 || flags.runs > 1 || flags.ref.length > 1)) {
    return fail(
      problem('keep-one', '--keep leaves the Cell of one trial open, and more would be run', {
        fix: 'name one scenario with --only, and at most one --ref',
      }),
    );
  }
  const whole = !chosen({ ...flags, again: false }) && flags.watch !== true;
  return ok({
    repeats: flags.runs,
    // Who looks at one scenario wants to see it fail at once.
    confirm: flags.confirm ?? (whole ? 1 : 0),
    purpose: flags.reference === true ? 'reference' : 'gate',
    only: [...flags.only, ...flags.tag.map((tag) => `tag:${tag}`)],
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.headed === true && { headed: true }),
  });
}

const chosen = ({ only, tag, seed, keep, headed, again, reference }: Choices): boolean =>
  only.length > 0 || tag.length > 0 || seed !== undefined || [keep, headed, again, reference].includes(true);
