import type { GateDecision, GateReason, Policy, Threshold } from '../model/gate.ts';
import { headline } from '../model/headline.ts';
import { unreachable } from '../model/problem.ts';
import type { Isolation, Run, Verdict } from '../model/run.ts';
import { tally } from './tally.ts';

/**
 * Decides whether the tree of a Run may be merged. Pure: the same Run and Policy always give the same decision.
 *
 * It denies when it would deny even if everything that could not be judged had passed; otherwise anything that keeps
 * us from being sure holds. All reasons that apply are given, those that deny first.
 */
export function decide(run: Run, policy: Policy): GateDecision {
  const denials = [...refused(run), ...tooFew(run, policy), ...mustPass(run, policy), ...tags(run, policy)];
  const doubts = [...unsure(run, policy), ...uncheckable(run, policy), ...unfit(run, policy)];
  if (denials.length > 0) return { is: 'deny', reasons: [...denials, ...doubts] };
  if (doubts.length > 0) return { is: 'hold', reasons: doubts };
  return { is: 'allow' };
}

// What denies.

function refused(run: Run): readonly GateReason[] {
  if (run.trouble?.reason.word !== 'refused') return [];
  return [reason('refused', `the tree is refused: ${run.trouble.reason.detail ?? 'it may not be judged'}`)];
}

function tooFew(run: Run, policy: Policy): readonly GateReason[] {
  const missed = shortfall(run.verdicts, policy.pass);
  return missed === undefined ? [] : [reason('too-few', missed)];
}

function mustPass(run: Run, policy: Policy): readonly GateReason[] {
  const missed = run.verdicts.filter((verdict) => demanded(verdict, policy) && isAgainst(verdict));
  if (missed.length === 0) return [];
  return [reason('must-pass', `${scenarios(missed.length)} that must pass did not: ${names(missed)}`)];
}

function tags(run: Run, policy: Policy): readonly GateReason[] {
  return Object.entries(policy.tags).flatMap(([tag, threshold]) => {
    const missed = shortfall(tagged(run, tag), threshold);
    return missed === undefined ? [] : [reason('tag', `${tag}: ${missed}`)];
  });
}

// What holds.

function unsure(run: Run, policy: Policy): readonly GateReason[] {
  const errors = run.verdicts.filter((verdict) => verdict.is === 'error');
  // When some were not asked for, that is said once, by `unfit`.
  const skipped = run.notForGate.length > 0 ? [] : run.verdicts.filter((verdict) => verdict.is === 'skip');
  const asked = run.verdicts.filter((verdict) => verdict.is !== 'skip' || run.notForGate.length === 0);
  const judged = asked.length - errors.length - skipped.length;
  const needed = Math.ceil(asked.length * policy.require.valid - rounding);
  return [
    ...when(run.verdicts.length === 0, 'valid', 'there is no scenario that counts'),
    ...when(errors.length > 0, 'error', `${scenarios(errors.length)} could not be judged: ${names(errors)}`),
    ...when(skipped.length > 0, 'valid', `${scenarios(skipped.length)} were not run`),
    ...when(judged < needed, 'valid', `${judged} of ${asked.length} were judged, ${needed} are needed`),
  ];
}

/** Rules that this Run gives no way to check. They were written to be kept, so they are never passed over. */
function uncheckable(run: Run, policy: Policy): readonly GateReason[] {
  const { pass, require } = policy;
  const total = run.verdicts.length;
  const pinned = pass.is === 'count' ? pass.of : undefined;
  const unknown = policy.mustPass.filter((rule) => !run.verdicts.some((verdict) => goesBy(rule, verdict)));
  const empty = Object.keys(policy.tags).filter((tag) => tagged(run, tag).length === 0);
  return [
    ...when(
      pinned !== undefined && pinned !== total,
      'unsupported',
      `the policy counts on ${pinned} scenarios, the run has ${total}`,
    ),
    ...unknown.map((rule) => reason('unsupported', `${rule} must pass, but no scenario goes by it`)),
    ...empty.map((tag) => reason('unsupported', `the tag ${tag} has a bar, but no scenario has the tag`)),
    ...when(policy.base !== undefined, 'unsupported', 'comparing with a base is not supported yet'),
    ...when(policy.quarantine !== undefined, 'unsupported', 'quarantine is not supported yet'),
    ...when(require.qualified, 'unsupported', 'requiring qualified scenarios is not supported yet'),
  ];
}

function unfit(run: Run, policy: Policy): readonly GateReason[] {
  const required = policy.require.isolation ?? 'same-user';
  const tooOpen = run.isolation === 'unconfined' || strength[run.isolation] < strength[required];
  return [
    ...when(tooOpen, 'isolation', isolationText(run.isolation, required)),
    ...run.notForGate
      .filter((why) => why !== run.isolation)
      .map((why) => reason('not-for-gate', `this run may not gate: ${why}`)),
  ];
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
function shortfall(verdicts: readonly Verdict[], threshold: Threshold): string | undefined {
  const { pass, error, skip, total } = tally(verdicts);
  const needed = countNeeded(threshold, total);
  if (pass + error + skip >= needed) return undefined;
  const open = error + skip > 0 ? `, ${error + skip} not judged` : '';
  return `${headline({ pass, total })}${open}, ${needed} ${needed === 1 ? 'is' : 'are'} needed`;
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

function demanded(verdict: Verdict, policy: Policy): boolean {
  return verdict.scenario.mustPass || policy.mustPass.some((rule) => goesBy(rule, verdict));
}

/** A rule of `mustPass` is a scenario's id, or `tag:name`. */
function goesBy(rule: string, { scenario }: Verdict): boolean {
  return rule.startsWith('tag:') ? scenario.tags.includes(rule.slice('tag:'.length)) : scenario.id === rule;
}

function isAgainst(verdict: Verdict): boolean {
  return verdict.is === 'fail' || verdict.is === 'flaky';
}

function tagged(run: Run, tag: string): readonly Verdict[] {
  return run.verdicts.filter((verdict) => verdict.scenario.tags.includes(tag));
}

// Words.

const reason = (code: string, text: string): GateReason => ({ code, text });

const when = (applies: boolean, code: string, text: string): readonly GateReason[] =>
  applies ? [reason(code, text)] : [];

const scenarios = (count: number): string => `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;

const namedAtMost = 5;

function names(verdicts: readonly Verdict[]): string {
  const ids = verdicts.slice(0, namedAtMost).map((verdict) => verdict.scenario.id);
  const more = verdicts.length - ids.length;
  return more > 0 ? `${ids.join(', ')} and ${more} more` : ids.join(', ');
}
