import { createHash } from 'node:crypto';
import { decide } from '../harness/gate/decide.ts';
import { tally } from '../harness/gate/tally.ts';
import { foldVerdict } from '../harness/judge/verdict.ts';
import type { FlakeEvidence } from '../harness/model/flake.ts';
import type { Policy } from '../harness/model/gate.ts';
import type { Run, RunRecord, Verdict } from '../harness/model/run.ts';
import type { StartedRun, StoredRun } from '../harness/model/store.ts';
import type { Outcome } from '../harness/model/trial.ts';
import { type Chance, chanceOf } from './chance.ts';
import { outcomeOf, type SeededScenario, scenariosOf } from './seeded-scenarios.ts';

/** One Run as it went into the history, whole. */
export interface SeededRun {
  readonly started: StartedRun;
  readonly recorded: readonly { readonly outcome: Outcome; readonly ms: number }[];
  /** Nothing when its judge was ended. */
  readonly stored?: StoredRun;
}

const vaults = ['Linkshelf accounts', 'Orders, payments and refunds', 'Search and sharing'] as const;

const refs = [
  'main',
  ...Array.from({ length: 19 }, (_, index) => `feature/${index + 1}-${areas(index)}`),
  ...Array.from({ length: 20 }, (_, index) => `attempt-${index + 1}`),
];

function areas(index: number): string {
  return ['sign-up', 'log-in-throttling', 'refunds', 'search-index', 'rate-limits'][index % 5] ?? '';
}

/** How often scenario texts change while a history grows. */
const VERSIONS = 12;

/** Runs between two that a ref's failing scenarios are drawn anew. */
const EPOCH = 60;

/** Scenarios of one Run that are done over; as the judge has it. */
const CONFIRMED = 20;

/**
 * So many Runs of so many scenarios each, oldest first, the same ones each time: of three vaults and 40 refs, over a year.
 * 92 of 100 verdicts are passes, what fails fails for a while, a third of the scenarios have secrets, and texts change.
 */
export function* seededRuns(count: number, scenarios: number): Generator<SeededRun> {
  for (let index = 0; index < count; index++) {
    const chance = chanceOf('run', index);
    const vault = chance.pick([0, 0, 0, 1, 1, 2]);
    const name = vaults[vault] ?? vaults[0];
    const texts = scenariosOf(name, scenarios, (id) => Math.floor((index / count) * VERSIONS + chanceOf(id).share()));
    yield oneRun(index, count, name, texts, chance);
  }
}

function oneRun(
  index: number,
  count: number,
  vault: string,
  scenarios: readonly SeededScenario[],
  chance: Chance,
): SeededRun {
  const ref = chance.share() < 0.25 ? 'main' : chance.pick(refs);
  const reference = ref === 'main' && chance.share() < 0.1;
  const started = startedAs(index, count, vault, ref, reference, scenarios.length);
  const isBad = (id: string): boolean =>
    chanceOf(vault, ref, id, Math.floor(index / EPOCH)).share() < (reference ? 0.002 : 0.066);
  const first = scenarios.map((scenario) => {
    const luck = chance.share();
    const is = luck < 0.004 ? 'error' : luck < 0.014 || isBad(scenario.ref.id) ? 'fail' : 'pass';
    return outcomeOf(scenario, is, chanceOf(started.tree, scenario.ref.id), chance);
  });
  const failed = scenarios.flatMap((scenario, at) => (first[at]?.outcome.is === 'fail' ? [scenario] : []));
  const confirmations = (reference ? [] : failed.slice(0, CONFIRMED)).map((scenario) =>
    outcomeOf(
      scenario,
      isBad(scenario.ref.id) ? 'fail' : chance.pick(['pass', 'fail']),
      chanceOf(started.tree, scenario.ref.id),
      chance,
      1,
    ),
  );
  if (chance.share() < 0.01) return { started, recorded: first.slice(0, chance.whole(0, first.length - 1)) };
  const verdicts = scenarios.map(({ ref: scenario }, at) => {
    const own = first[at];
    const again = confirmations.filter(({ outcome }) => outcome.trial.scenario === scenario.id);
    return foldVerdict(
      scenario,
      own === undefined ? [] : [own.outcome],
      again.map(({ outcome }) => outcome),
    );
  });
  const recorded = [...first, ...confirmations];
  return { started, recorded, stored: storedAs(started, verdicts, recorded, chance) };
}

function startedAs(
  index: number,
  count: number,
  vault: string,
  ref: string,
  reference: boolean,
  planned: number,
): StartedRun {
  // As many Runs as there are are spread over a year.
  const at = Date.UTC(2026, 0, 1) + Math.floor((index / count) * 365 * 86_400_000);
  const tree = hex('tree', index).slice(0, 40);
  const commit = hex('commit', index).slice(0, 40);
  const repo = '/srv/repositories/linkshelf';
  return {
    id: `r${at.toString(36)}${index.toString(36).padStart(4, '0').slice(-4)}`,
    startedAt: new Date(at).toISOString(),
    label: ref,
    repo,
    tree,
    commit,
    vault,
    judgingKey: hex('key', tree, vault),
    purpose: reference ? 'reference' : 'gate',
    isolation: 'sealed',
    owner: `${1000 + index} ${70_000 + index}`,
    planned,
    reusable: true,
    again: false,
    request: { repo, vault: '/srv/vaults/linkshelf', ref: commit, cell: 'bubblewrap', repeats: 1, confirm: 1 },
  };
}

function storedAs(
  started: StartedRun,
  verdicts: readonly Verdict[],
  recorded: SeededRun['recorded'],
  chance: Chance,
): StoredRun {
  const { id, startedAt, label, repo, tree, commit = '', vault, judgingKey, purpose, isolation } = started;
  const value: Run = {
    version: 1,
    candidate: { label, repo, tree, commit },
    vault: { name: vault, judgedDigest: hex('vault', vault, startedAt.slice(0, 7)) },
    isolation,
    judgingKey,
    purpose,
    seed: hex('seed', judgingKey),
    repeats: 1,
    verdicts,
    tally: tally(verdicts),
    notForGate: purpose === 'reference' ? ['a reference run'] : [],
  };
  const flakes = Object.fromEntries(
    verdicts.filter(({ is }) => is !== 'pass').map(({ scenario }) => [scenario.id, evidence(chance, startedAt)]),
  );
  const decision = decide(value, policy, { flakes, at: startedAt }).is;
  const record: RunRecord = {
    id,
    startedAt,
    ms: chance.whole(20_000, 90_000),
    phases: { export: chance.whole(30, 90), install: chance.whole(2000, 9000), trials: chance.whole(15_000, 70_000) },
    lanes: 4,
    buildCached: false,
    trials: recorded.map(({ outcome, ms }) => ({ trial: outcome.trial, ms })),
  };
  return { value, record, policy, feedback: 'counts', basis: { flakes, at: startedAt }, decision };
}

const policy: Policy = {
  pass: { is: 'percent', atLeast: 95 },
  mustPass: ['tag:sign-up', 'sessions/log-out-ends-every-session-7'],
  tags: { privacy: { is: 'all' } },
  require: { qualified: false, valid: { is: 'all' } },
  digest: hex('policy'),
};

/** Of a scenario that failed a good build now and then. */
function evidence(chance: Chance, lastFail: string): FlakeEvidence {
  const pass = chance.whole(20, 200);
  return chance.share() < 0.8
    ? { pass, fail: 0, cleanSince: pass }
    : { pass, fail: chance.whole(1, 4), cleanSince: chance.whole(1, 20), lastFail };
}

function hex(...of: readonly (string | number)[]): string {
  return createHash('sha256').update(of.join('\0')).digest('hex');
}
