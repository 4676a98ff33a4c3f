import { type GateReason, type Grounds } from '../model/gate.ts';
import { cameTo } from '../model/impossible.ts';
import type { Isolation, Run, Verdict } from '../model/run.ts';
import { compare } from './compare.ts';
import { demanded, goesBy } from './demanded.ts';
import {
  countNeeded,
  type Facts,
  impossibleScenarios,
  isAgainst,
  isOpen,
  names,
  reason,
  scenarios,
  tagged,
  when,
} from './facts.ts';
import { cap } from './quarantine.ts';

/** What keeps us from being sure, all of it: each of these holds when nothing denies. */
export function doubts(facts: Facts): readonly GateReason[] {
  return [unsure, unsureAlarm, unqualified, uncheckable, unfit, overfull].flatMap((rule) => rule(facts));
}

function unsure(facts: Facts): readonly GateReason[] {
  const { run, policy, counted } = facts;
  const advisory = advisoryIn(facts);
  const errors = counted.filter((verdict) => verdict.is === 'error');
  // When some were not asked for, that is said once, by `unfit`.
  const part = run.notForGate.length > 0;
  const skipped = part ? [] : counted.filter((verdict) => verdict.is === 'skip');
  const asked = counted.filter((verdict) => verdict.is !== 'skip' || !part);
  const judged = asked.length - errors.length - skipped.length;
  const needed = countNeeded(policy.require.valid, asked.length);
  return [
    ...when(counted.length === 0 && advisory.length === 0, 'valid', 'there is no scenario that counts'),
    ...when(errors.length > 0, 'error', `${scenarios(errors.length)} could not be judged: ${names(errors)}`),
    ...when(skipped.length > 0, 'valid', `${scenarios(skipped.length)} were not run`),
    ...when(judged < needed, 'valid', `${judged} of ${asked.length} were judged, ${needed} are needed`),
  ];
}

/** Until they qualify, scenarios decide nothing: neither what they pass nor what they fail. */
function unqualified(facts: Facts): readonly GateReason[] {
  const { run, policy, grounds, counted } = facts;
  if (!policy.require.qualified) return [];
  const advisory = advisoryIn(facts);
  const musts = advisory.filter((verdict) => demanded(verdict, policy));
  const must = `${scenarios(musts.length)} that must pass ${musts.length === 1 ? 'has' : 'have'} not qualified`;
  return [
    ...when(grounds.unqualified === undefined, 'qualified', 'which scenarios had qualified is not known'),
    ...when(
      counted.length === 0 && advisory.length > 0,
      'qualified',
      `no scenario counts: ${advisory.length} of ${run.verdicts.length} have not qualified`,
    ),
    ...when(musts.length > 0, 'qualified', `${must}: ${names(musts)}`),
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

function advisoryIn({ run, apart }: Facts): readonly Verdict[] {
  return run.verdicts.filter(({ scenario }) => apart.get(scenario.id)?.is === 'advisory');
}

/** Rules that this Run gives no way to check. They were written to be kept, so they are never passed over. */
function uncheckable({ run, policy, grounds, counted, apart }: Facts): readonly GateReason[] {
  const { pass: bar, base } = policy;
  const total = run.verdicts.length;
  const pinned = bar.is === 'count' ? bar.of : undefined;
  const unknown = policy.mustPass.filter((rule) => !run.verdicts.some((verdict) => goesBy(rule, verdict)));
  const empty = Object.keys(policy.tags).filter((tag) => tagged(run.verdicts, tag).length === 0);
  const idle = Object.keys(policy.tags).filter((tag) => !empty.includes(tag) && tagged(counted, tag).length === 0);
  const inQuarantine = (tag: string) =>
    tagged(run.verdicts, tag).every(({ scenario }) => apart.get(scenario.id)?.is === 'quarantined');
  return [
    ...when(
      pinned !== undefined && pinned !== total,
      'unsupported',
      `the policy counts on ${pinned} scenarios, the run has ${total}`,
    ),
    ...unknown.map((rule) => reason('unsupported', `${rule} must pass, but no scenario goes by it`)),
    ...empty.map((tag) => reason('unsupported', `the tag ${tag} has a bar, but no scenario has the tag`)),
    ...idle.map((tag) =>
      reason(
        'valid',
        `the tag ${tag} has a bar, and ${inQuarantine(tag) ? 'all its scenarios are in quarantine' : 'none of its scenarios counts'}`,
      ),
    ),
    ...when(
      base !== undefined && grounds.base?.run === undefined,
      'base',
      `there is no run of ${base} to compare with`,
    ),
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

function overfull({ run, policy, apart: all }: Facts): readonly GateReason[] {
  if (policy.quarantine === undefined) return [];
  const apart = [...all.values()].filter(({ is }) => is === 'quarantined').length;
  const most = cap(policy.quarantine, run.verdicts.length);
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
