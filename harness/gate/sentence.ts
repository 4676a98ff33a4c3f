import type { Comparison } from '../model/comparison.ts';
import type { FailureLabel } from '../model/flake.ts';
import { score } from '../model/headline.ts';
import { isJudged, passes } from './compare.ts';
import { flipsNeeded, mcnemarOneSided, significance } from './statistics.ts';

/**
 * What a Comparison's numbers mean, in one plain sentence without a full stop: what flipped, whether that could be
 * chance, what is sure all the same, and what there is no verdict of.
 */
export function comparisonSentence(
  comparison: Comparison,
  labelOfScenario: (id: string) => FailureLabel | undefined,
): string {
  const judged = comparison.pairs.filter(isJudged);
  if (judged.length === 0) return nothingToCompare(comparison);
  const unjudged = comparison.unjudged.length;
  const rest = unjudged > 0 ? `; ${unjudged} more ${unjudged === 1 ? 'has' : 'have'} no verdict to compare` : '';
  const { broke, fixed } = comparison;
  if (broke.length + fixed.length === 0) {
    const both = judged.filter((pair) => passes(pair.after)).length;
    return `nothing fixed, nothing broke; both pass ${sameOf(both, judged.length)}${rest}`;
  }
  const flips = [[fixed.length, 'fixed'] as const, [broke.length, 'broke'] as const];
  const counts = flips.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []));
  const sure = broke.map(({ scenario }) => scenario.id).filter((id) => isSure(labelOfScenario(id)));
  return `${counts.join(', ')}; ${chance(comparison, judged.length)}${alwaysFailing(comparison, sure)}${rest}`;
}

function nothingToCompare({ pairs }: Comparison): string {
  if (pairs.length === 0) return 'nothing can be compared: no scenario says the same in both runs';
  const which = pairs.length === 1 ? 'the one scenario' : `none of the ${pairs.length} scenarios`;
  const has = pairs.length === 1 ? 'has no verdict in one of them' : 'has a verdict in both';
  return `nothing can be compared: ${which} that both runs share ${has}`;
}

/** `the same 14 of 17` */
const sameOf = (pass: number, total: number): string =>
  `${pass === 0 || pass === total ? '' : 'the same '}${score({ pass, total })}`;

function chance(comparison: Comparison, judged: number): string {
  const [broke, fixed] = [comparison.broke.length, comparison.fixed.length];
  const [more, less] = [Math.max(broke, fixed), Math.min(broke, fixed)];
  const among = `with ${judged} ${judged === 1 ? 'scenario' : 'scenarios'}`;
  if (isMoreThanChance(comparison)) return `chance alone would bring that ${times(mcnemarOneSided(more, less))}`;
  if (comparison.detectable === undefined) return `${among} chance can't be ruled out`;
  if (more < comparison.detectable)
    return `${among} anything under ${comparison.detectable} one-way flips could be chance`;
  if (more === less) return 'as many each way, so neither is shown to be better';
  const [which, other] = broke > fixed ? ['broken', 'fixed'] : ['fixed', 'broken'];
  return `against ${less} ${other}, anything under ${flipsNeeded(less)} ${which} could be chance`;
}

function isMoreThanChance({ broke, fixed }: Comparison): boolean {
  return mcnemarOneSided(Math.max(broke.length, fixed.length), Math.min(broke.length, fixed.length)) <= significance;
}

/** `once in 32 times`, rounded so that chance never looks smaller than it is. */
function times(p: number): string {
  const often = Math.floor(1 / p + rounding);
  return often > 1000 ? 'less than once in 1000 times' : `once in ${often} times`;
}

/** Keeps what is a whole number but for binary fractions from being rounded down to the one before. */
const rounding = 1e-9;

/** What failed whenever it was run needs no statistics. */
const isSure = (label: FailureLabel | undefined): boolean => label === 'regression' || label === 'always';

const namedAtMost = 3;

/** `, but x fails every time`: on the other hand when the rest could be chance, and beside it when it couldn't. */
function alwaysFailing(comparison: Comparison, ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const { broke, fixed } = comparison;
  const agrees = isMoreThanChance(comparison) && broke.length > fixed.length;
  const named = ids.slice(0, namedAtMost).map((id) => `\`${id}\``);
  const all = ids.length > namedAtMost ? [...named, `${ids.length - namedAtMost} more`] : named;
  return `, ${agrees ? 'and' : 'but'} ${listed(all)} ${ids.length === 1 ? 'fails' : 'fail'} every time`;
}

/** `a, b and c` */
function listed(parts: readonly string[]): string {
  const last = parts.slice(-1);
  const others = parts.slice(0, -1).join(', ');
  return others === '' ? last.join('') : `${others} and ${last.join('')}`;
}
