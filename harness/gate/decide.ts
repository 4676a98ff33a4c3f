import type { GateDecision, GateReason, Grounds, Policy, Threshold } from '../model/gate.ts';
import { headline } from '../model/headline.ts';
import { cameTo, impossible, ordinary } from '../model/impossible.ts';
import { unreachable } from '../model/problem.ts';
import type { Isolation, Run, Verdict } from '../model/run.ts';
import { compare } from './compare.ts';
import { demanded, goesBy } from './demanded.ts';
import { inQuarantine } from './in-quarantine.ts';
import { cap } from './quarantine.ts';
import { tally } from './tally.ts';

/** Everything that a rule looks at. */
interface Facts {
  /** Without impossible scenarios. */
  readonly run: Run;
  readonly policy: Policy;
  readonly grounds: Grounds;
  /** The Verdicts that count: of scenarios that are not in quarantine. */
  readonly counted: readonly Verdict[];
  /** Those that no honest candidate can pass. */
  readonly impossible: readonly Verdict[];
}

/**
 * Decides whether the tree of a Run may be merged. Pure: the same Run, Policy and Grounds always give the same decision.
 *
 * It denies when it would deny even if everything that could not be judged had passed; otherwise anything that keeps
 * us from being sure holds. All reasons that apply are given, those that deny first.
 */
export function decide(whole: Run, policy: Policy, grounds: Grounds): GateDecision {
  const run = { ...whole, verdicts: ordinary(whole.verdicts) };
  const apart = inQuarantine(run.verdicts, policy, grounds);
  const counted = run.verdicts.filter(({ scenario }) => !apart.has(scenario.id));
  const facts: Facts = { run, policy, grounds, counted, impossible: impossible(whole.verdicts) };
  const denials = [refused, alarm, tooFew, score, mustPass, tags, regressions].flatMap((rule) => rule(facts));
  const doubts = [unsure, unsureAlarm, uncheckable, unfit, overfull].flatMap((rule) => rule(facts));
  if (denials.length > 0) return { is: 'deny', reasons: [...denials, ...doubts] };
  if (doubts.length > 0) return { is: 'hold', reasons: doubts };
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

function tooFew({ run, policy, counted }: Facts): readonly GateReason[] {
  const missed = shortfall(counted, policy.pass, run.verdicts.length);
  return missed === undefined ? [] : [reason('too-few', missed)];
}

function score({ policy, counted }: Facts): readonly GateReason[] {
  const { weightPassed, weightTotal } = tally(counted);
  const open = counted.filter(isOpen).reduce((sum, { scenario }) => sum + scenario.weight, 0);
  const needed = Math.ceil((weightTotal * (policy.score ?? 0)) / 100 - rounding);
  if (weightPassed + open >= needed) return [];
  return [reason('score', `${weightPassed} of the weight ${weightTotal} is passed, ${needed} is needed`)];
}

function mustPass({ run, policy }: Facts): readonly GateReason[] {
  const missed = run.verdicts.filter((verdict) => demanded(verdict, policy) && isAgainst(verdict));
  if (missed.length === 0) return [];
  return [reason('must-pass', `${scenarios(missed.length)} that must pass did not: ${names(missed)}`)];
}

function tags({ policy, counted, run }: Facts): readonly GateReason[] {
  return Object.entries(policy.tags).flatMap(([tag, threshold]) => {
    const missed = shortfall(tagged(counted, tag), threshold, tagged(run.verdicts, tag).length);
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

// What holds.

function unsure({ run, policy, counted }: Facts): readonly GateReason[] {
  const errors = counted.filter((verdict) => verdict.is === 'error');
  // When some were not asked for, that is said once, by `unfit`.
  const part = run.notForGate.length > 0;
  const skipped = part ? [] : counted.filter((verdict) => verdict.is === 'skip');
  const asked = counted.filter((verdict) => verdict.is !== 'skip' || !part);
  const judged = asked.length - errors.length - skipped.length;
  const needed = countNeeded(policy.require.valid, asked.length);
  return [
    ...when(counted.length === 0, 'valid', 'there is no scenario that counts'),
    ...when(errors.length > 0, 'error', `${scenarios(errors.length)} could not be judged: ${names(errors)}`),
    ...when(skipped.length > 0, 'valid', `${scenarios(skipped.length)} were not run`),
    ...when(judged < needed, 'valid', `${judged} of ${asked.length} were judged, ${needed} are needed`),
  ];
}

/** What could not be judged might have been an alarm. */
function unsureAlarm({ run, impossible: all }: Facts): readonly GateReason[] {
  const open = all.filter((verdict) => {
    const is = cameTo(verdict);
    return is === 'error' || (is === 'skip' && run.notForGate.length === 0);
  });
  return when(open.length > 0, 'error', `${impossibleScenarios(open.length)} could not be judged: ${names(open)}`);
}

/** Rules that this Run gives no way to check. They were written to be kept, so they are never passed over. */
function uncheckable({ run, policy, grounds, counted }: Facts): readonly GateReason[] {
  const { pass: bar, require, base } = policy;
  const total = run.verdicts.length;
  const pinned = bar.is === 'count' ? bar.of : undefined;
  const unknown = policy.mustPass.filter((rule) => !run.verdicts.some((verdict) => goesBy(rule, verdict)));
  const empty = Object.keys(policy.tags).filter((tag) => tagged(run.verdicts, tag).length === 0);
  const apart = Object.keys(policy.tags).filter((tag) => !empty.includes(tag) && tagged(counted, tag).length === 0);
  return [
    ...when(
      pinned !== undefined && pinned !== total,
      'unsupported',
      `the policy counts on ${pinned} scenarios, the run has ${total}`,
    ),
    ...unknown.map((rule) => reason('unsupported', `${rule} must pass, but no scenario goes by it`)),
    ...empty.map((tag) => reason('unsupported', `the tag ${tag} has a bar, but no scenario has the tag`)),
    ...apart.map((tag) => reason('valid', `the tag ${tag} has a bar, and all its scenarios are in quarantine`)),
    ...when(
      base !== undefined && grounds.base?.run === undefined,
      'base',
      `there is no run of ${base} to compare with`,
    ),
    ...when(require.qualified, 'unsupported', 'requiring qualified scenarios is not supported yet'),
    ...(base === undefined ? [] : unknownOnBase(run, counted, grounds)),
  ];
}

/** Whether these fails are regressions can't be told. What passes here is none, whatever the base does. */
function unknownOnBase(run: Run, counted: readonly Verdict[], { base }: Grounds): readonly GateReason[] {
  if (base?.run === undefined) return [];
  const failed = new Set(counted.filter(isAgainst).map(({ scenario }) => scenario.id));
  const { unjudged, changed, added } = compare(base.run, run);
  const open = unjudged.filter(({ before, scenario }) => isOpen(before) && failed.has(scenario.id));
  const otherwise = [...changed.map(({ after }) => after), ...added].filter(({ id }) => failed.has(id));
  const named = (ids: readonly string[]): string =>
    names(run.verdicts.filter(({ scenario }) => ids.includes(scenario.id)));
  return [
    ...when(
      base.run.trouble !== undefined,
      'base',
      `${base.ref} could not be judged, so nothing can be compared with it`,
    ),
    ...when(
      open.length > 0,
      'base',
      `${scenarios(open.length)} could not be judged on ${base.ref}: ${named(open.map(({ scenario }) => scenario.id))}`,
    ),
    ...when(
      otherwise.length > 0,
      'base',
      `${scenarios(otherwise.length)} said something else when ${base.ref} was judged: ${named(otherwise.map(({ id }) => id))}`,
    ),
  ];
}

function unfit({ run, policy }: Facts): readonly GateReason[] {
  const required = policy.require.isolation ?? 'same-user';
  const tooOpen = run.isolation === 'unconfined' || strength[run.isolation] < strength[required];
  return [
    ...when(tooOpen, 'isolation', isolationText(run.isolation, required)),
    ...run.notForGate
      .filter((why) => why !== run.isolation)
      .map((why) => reason('not-for-gate', `this run may not gate: ${why}`)),
  ];
}

function overfull({ run, policy, counted }: Facts): readonly GateReason[] {
  if (policy.quarantine === undefined) return [];
  const [apart, most] = [run.verdicts.length - counted.length, cap(policy.quarantine, run.verdicts.length)];
  return when(
    apart > most,
    'quarantine',
    `${scenarios(apart)} in quarantine are too many to decide by, at most ${most} may be`,
  );
}

const strength: { readonly [isolation in Isolation]: number } = { unconfined: 0, 'same-user': 1, sealed: 2 };

function isolationText(isolation: Isolation, required: Isolation): string {
  if (isolation === 'unconfined') return 'the candidate was not confined, and such a run never gates';
  return `the run was ${isolation}, the policy requires ${required}`;
}

// Counting.

/**
 * How a threshold is missed even if everything that was not judged (errors, and what nobody asked for) had passed;
 * nothing when it may still be met.
 */
function shortfall(counted: readonly Verdict[], threshold: Threshold, total: number): string | undefined {
  const { pass: passed, error, skip } = tally(counted);
  const needed = countNeeded(threshold, counted.length);
  if (passed + error + skip >= needed) return undefined;
  const open = error + skip > 0 ? `, ${error + skip} not judged` : '';
  const said = headline({ pass: passed, total, quarantined: total - counted.length });
  return `${said}${open}, ${needed} ${needed === 1 ? 'is' : 'are'} needed`;
}

function countNeeded(threshold: Threshold, total: number): number {
  switch (threshold.is) {
    case 'all':
      return total;
    case 'count':
      return threshold.atLeast;
    case 'percent':
      return Math.ceil((total * threshold.atLeast) / 100 - rounding);
    default:
      return unreachable(threshold);
  }
}

/** Keeps a product that is a whole number but for binary fractions from being rounded up to the next. */
const rounding = 1e-9;

function isAgainst(verdict: Verdict): boolean {
  return verdict.is === 'fail' || verdict.is === 'flaky';
}

/** Not judged: it may have passed. */
function isOpen(verdict: Verdict): boolean {
  return verdict.is === 'error' || verdict.is === 'skip';
}

function tagged(verdicts: readonly Verdict[], tag: string): readonly Verdict[] {
  return verdicts.filter((verdict) => verdict.scenario.tags.includes(tag));
}

// Words.

const reason = (code: string, text: string): GateReason => ({ code, text });

const when = (applies: boolean, code: string, text: string): readonly GateReason[] =>
  applies ? [reason(code, text)] : [];

const scenarios = (count: number): string => `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;

const impossibleScenarios = (count: number): string => `${count} impossible ${count === 1 ? 'scenario' : 'scenarios'}`;

const namedAtMost = 5;

function names(verdicts: readonly Verdict[]): string {
  const ids = verdicts.slice(0, namedAtMost).map((verdict) => verdict.scenario.id);
  const more = verdicts.length - ids.length;
  return more > 0 ? `${ids.join(', ')} and ${more} more` : ids.join(', ');
}
