import type { FailureLabel, FlakeRate } from '../harness/model/flake.ts';
import type { Apart } from '../harness/model/gate.ts';
import { apartCounts, headline } from '../harness/model/headline.ts';
import type {
  ComparedRun,
  ComparisonReport,
  Interval,
  OwnerReport,
  ReportRow,
  WorkerReport,
} from '../harness/model/report.ts';
import { type Isolation, type Tally, verdictWords } from '../harness/model/run.ts';
import { reasons } from '../harness/model/trial.ts';
import { count, duration, line } from './terminal/text.ts';

// What the formats say alike: words without marks, from which each makes what it can show.

/** `14 of 17 pass (59 to 94 % with 95 % confidence)`. */
export function passText({ tally, interval }: Pick<ComparedRun, 'tally' | 'interval'>): string {
  const counted = headline(bare(tally));
  return interval === undefined ? counted : `${counted} (${sureText(interval)})`;
}

/** Without those that don't count, which are told among the others. */
export const bare = ({ pass, total }: Tally): Pick<Tally, 'pass' | 'total'> => ({ pass, total });

/** `59 to 94 % with 95 % confidence`. */
export function sureText(interval: Interval): string {
  return `${rangeText(interval)} with 95 % confidence`;
}

/** `59 to 94 %`. */
export function rangeText({ low, high }: Interval): string {
  return `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
}

/** What became of those that do not count as passed: `2 fail`, `1 flaky`, `2 advisory`, `1 quarantined`. */
export function otherCounts(tally: Tally): readonly string[] {
  const others = verdictWords.filter((word) => word !== 'pass' && tally[word] > 0);
  return [...others.map((word) => `${tally[word]} ${word}`), ...apartCounts(tally)];
}

/** The same and how long it took: what stands behind the headline. */
export function headlineFacts({ tally, run }: OwnerReport): string {
  return [...otherCounts(tally), `in ${duration(run.ms)}`].join(', ');
}

/** What became of the scenarios that no honest candidate can pass, on one line; nothing where there are none, or nothing ran. */
export function impossibleText({ impossible = [], trouble }: OwnerReport): string | undefined {
  if (impossible.length === 0 || trouble !== undefined) return undefined;
  const parts = (['pass', 'fail', 'error', 'skip'] as const).flatMap((word) => {
    const number = impossible.filter(({ verdict }) => verdict === word).length;
    return number === 0 ? [] : [`${count(number, 'impossible scenario')} ${impossibleWords[word](number)}`];
  });
  return parts.join('; ');
}

const impossibleWords = {
  pass: () => 'PASSED, which no honest candidate can',
  fail: (number: number) => `failed, as ${number === 1 ? 'it' : 'they'} must`,
  error: () => 'could not be judged',
  skip: (number: number) => `${number === 1 ? 'was' : 'were'} not run`,
};

/** `commit 3f9c3f9c3f9c, tree 8d1e8d1e8d1e, run rmfy2k1a0x7`. */
export function identity({ candidate, run }: OwnerReport): string {
  const { commit, merge, tree } = candidate;
  const facts = [
    ...(commit === undefined ? [] : [`commit ${short(commit)}`]),
    ...(merge === undefined ? [] : [`merge of ${short(merge.head)} into ${short(merge.onto)}`]),
    `tree ${short(tree)}`,
    `run ${run.id}`,
    ...confinement(run),
  ];
  return facts.map(line).join(', ');
}

/** What was measured of the walls around the candidate: `14 walls seen`, `limits by cgroup v2`. Nothing where there were none. */
export function confinement({ walls = [], limits }: OwnerReport['run']): readonly string[] {
  if (walls.length === 0) return [];
  const by = limits === undefined ? [] : [limits === 'watched' ? 'limits watched' : `limits by ${line(limits)}`];
  return [`${walls.length} walls seen`, ...by];
}

/** The beginning of a git id that tells it from others. */
export const short = (id: string): string => id.slice(0, 12);

/** `2026-03-01 10:00`, UTC. */
export const when = (iso: string): string => line(iso.slice(0, 16).replace('T', ' '));

/** How this Run came to be, when it is not simply one that was judged now. */
export function origin({ run, reused }: OwnerReport): readonly string[] {
  const { resumed = 0 } = run;
  const times = resumed === 1 ? 'once' : `${resumed} times`;
  return [
    ...(reused === true
      ? [`judged before: run ${line(run.id)} of ${when(run.startedAt)}; --again judges it anew`]
      : []),
    ...(run.again === true ? ['judged again by the owner, though the same had been judged before'] : []),
    ...(run.regradedFrom === undefined ? [] : [`regraded from run ${line(run.regradedFrom)}, without the candidate`]),
    ...(resumed > 0 ? [`resumed ${times}, after the judge had been ended`] : []),
  ];
}

/** What repeating a failed scenario showed, on one line. */
export function labelText({ is, text }: NonNullable<ReportRow['label']>): string {
  const words = labelWords[is];
  return words === undefined ? line(text) : `${words}: ${line(text)}`;
}

/** Of those that the text beside does not say by itself. */
const labelWords: { readonly [is in FailureLabel]: string | undefined } = {
  regression: 'a regression',
  always: undefined,
  'flaky-scenario': 'the scenario is flaky',
  nondeterministic: 'the candidate is not deterministic',
  unstable: undefined,
};

/** `fails 0.8 % of good builds (0.1 to 4.2 % with 95 % confidence)`. */
export function flakeText({ median, low, high }: FlakeRate): string {
  return `fails ${fine(median)} % of good builds (${fine(low)} to ${fine(high)} % with 95 % confidence)`;
}

/** A share as a percentage, of two figures where they tell something. */
function fine(share: number): string {
  const percent = share * 100;
  return percent < 10 ? percent.toFixed(1).replace(/\.0$/, '') : percent.toFixed(0);
}

/** Why a scenario did not pass, on one line: the first thing that differed, or else the reason. */
export function whyNot({ reason: { word, detail }, failures }: ReportRow): string {
  const mismatch = failures.flatMap(({ mismatches }) => mismatches)[0];
  if (detail !== undefined) return `${reasons[word]}: ${line(detail)}`;
  if (mismatch === undefined) return reasons[word];
  return `expected ${line(mismatch.expected)}, received ${line(mismatch.received)}`;
}

/** That a scenario doesn't count, in a word, and why; nothing of one that does. */
export function apartOf({ quarantine, advisory }: ReportRow): Apart | undefined {
  if (quarantine !== undefined) return { is: 'quarantined', why: line(quarantine) };
  return advisory === undefined ? undefined : { is: 'advisory', why: line(advisory) };
}

/** Why one did not pass, or does not count, whatever its verdict. */
export function whyNotCounted(row: ReportRow): string {
  const apart = apartOf(row);
  if (apart === undefined) return whyNot(row);
  return `${apart.is}, so it counts as neither passed nor failed (${row.verdict}): ${apart.why}`;
}

/** How the scenarios of two Runs pair, and how often chance alone would be as one-sided. */
export function pairedText({ paired, bothPass, neitherPasses, p }: ComparisonReport): string {
  const odds = p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`;
  const says = paired === 1 ? 'says' : 'say';
  return `${count(paired, 'scenario')} ${says} the same in both: ${bothPass} pass in both, ${neitherPasses} in neither; ${odds} (exact McNemar test)`;
}

/** What the gate's word means where nothing else may be said. */
export const meaning: { readonly [decision in WorkerReport['decision']['is']]: string } = {
  allow: 'Everything that the gate asks for is there.',
  deny: 'Something that the task asks for is missing or wrong. Check the work against the task, then submit again.',
  hold: 'No decision could be reached, and that is not held against the work. Ask for it to be judged again.',
};

/** Why it was decided so, one line each; what an `allow` means when there is none. */
export function reasonLines(decision: OwnerReport['decision']): readonly string[] {
  const texts = decision.reasons.map(({ text }) => line(text));
  return texts.length === 0 ? ['this tree may be merged'] : texts;
}

/** What an owner should know of how the candidate was held, and how that was found out. */
export function isolationText({ isolation, run }: OwnerReport): string | undefined {
  const text = isolationTexts[isolation];
  return text === undefined || run.seal === undefined ? text : `${text} Found out so: ${line(run.seal)}.`;
}

const isolationTexts: { readonly [isolation in Isolation]: string | undefined } = {
  sealed: undefined,
  'same-user': 'same user: not sealed. The candidate was confined, but whoever runs as this user can read the vault.',
  unconfined:
    'unconfined: nothing kept the candidate from this machine, the vault and the judge. Such a run never gates.',
};
