import type { GateDecision, GateReason, Grounds, Policy } from '../model/gate.ts';
import { cameTo, impossible, ordinary } from '../model/impossible.ts';
import type { Run } from '../model/run.ts';
import { standingApart } from './apart.ts';
import { compare } from './compare.ts';
import { demanded } from './demanded.ts';
import { doubts } from './doubts.ts';
import {
  type Facts,
  impossibleScenarios,
  isAgainst,
  isOpen,
  names,
  reason,
  rounding,
  scenarios,
  shortfall,
  tagged,
  when,
} from './facts.ts';
import { tally } from './tally.ts';

/**
 * Decides whether the tree of a Run may be merged. Pure: the same Run, Policy and Grounds always give the same decision.
 *
 * It denies when it would deny even if everything that could not be judged had passed; otherwise anything that keeps
 * us from being sure holds. All reasons that apply are given, those that deny first.
 */
export function decide(whole: Run, policy: Policy, grounds: Grounds): GateDecision {
  const run = { ...whole, verdicts: ordinary(whole.verdicts) };
  const apart = standingApart(run.verdicts, policy, grounds);
  const counted = run.verdicts.filter(({ scenario }) => !apart.has(scenario.id));
  const facts: Facts = { run, policy, grounds, counted, apart, impossible: impossible(whole.verdicts) };
  const denials = [refused, alarm, tooFew, score, mustPass, tags, regressions].flatMap((rule) => rule(facts));
  const held = doubts(facts);
  if (denials.length > 0) return { is: 'deny', reasons: [...denials, ...held] };
  if (held.length > 0) return { is: 'hold', reasons: held };
  return { is: 'allow' };
}

// What denies.

function refused({ run }: Facts): readonly GateReason[] {
  if (run.trouble?.reason.word !== 'refused') return [];
  return [reason('refused', `the tree is refused: ${run.trouble.reason.detail ?? 'it may not be judged'}`)];
}

/** Nobody passes by work what contradicts the specification. */
function alarm({ impossible: all }: Facts): readonly GateReason[] {
  const passed = all.filter((verdict) => cameTo(verdict) === 'pass');
  const why = 'the candidate knows the judge or cheats, or the vault is wrong';
  const text = `ALARM: ${impossibleScenarios(passed.length)} passed: ${names(passed)}; ${why}`;
  return when(passed.length > 0, 'impossible', text);
}

function tooFew({ run, policy, apart }: Facts): readonly GateReason[] {
  const missed = shortfall(run.verdicts, policy.pass, apart);
  return missed === undefined ? [] : [reason('too-few', missed)];
}

function score({ policy, counted }: Facts): readonly GateReason[] {
  const { weightPassed, weightTotal } = tally(counted);
  const open = counted.filter(isOpen).reduce((sum, { scenario }) => sum + scenario.weight, 0);
  const needed = Math.ceil((weightTotal * (policy.score ?? 0)) / 100 - rounding);
  if (weightPassed + open >= needed) return [];
  return [reason('score', `${weightPassed} of the weight ${weightTotal} is passed, ${needed} is needed`)];
}

function mustPass({ counted, policy }: Facts): readonly GateReason[] {
  const missed = counted.filter((verdict) => demanded(verdict, policy) && isAgainst(verdict));
  if (missed.length === 0) return [];
  return [reason('must-pass', `${scenarios(missed.length)} that must pass did not: ${names(missed)}`)];
}

function tags({ policy, apart, run }: Facts): readonly GateReason[] {
  return Object.entries(policy.tags).flatMap(([tag, threshold]) => {
    const missed = shortfall(tagged(run.verdicts, tag), threshold, apart);
    return missed === undefined ? [] : [reason('tag', `${tag}: ${missed}`)];
  });
}

/** What passes on the base and not here needs no statistics: it is repeated to be labelled, and counts either way. */
function regressions({ run, policy, grounds, counted }: Facts): readonly GateReason[] {
  if (policy.base === undefined || grounds.base?.run === undefined) return [];
  const broke = compare(grounds.base.run, run).broke.map(({ after }) => after);
  const counts = new Set(counted.map(({ scenario }) => scenario.id));
  const missed = broke.filter(({ scenario }) => counts.has(scenario.id));
  if (missed.length === 0) return [];
  return [
    reason(
      'regression',
      `${scenarios(missed.length)} that ${pass(missed.length)} on ${grounds.base.ref} did not here: ${names(missed)}`,
    ),
  ];
}

const pass = (count: number): string => (count === 1 ? 'passes' : 'pass');
