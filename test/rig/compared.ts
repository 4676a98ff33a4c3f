import type {
  ComparedRun,
  ComparisonReport,
  HistoryReport,
  HistoryRow,
  MatrixReport,
} from '../../harness/model/report.ts';
import type { Tally } from '../../harness/model/run.ts';

function tally(pass: number, total: number, more: Partial<Tally> = {}): Tally {
  const none = { fail: total - pass, flaky: 0, error: 0, skip: 0, quarantined: 0 };
  return { total, pass, ...none, weightPassed: pass, weightTotal: total, ...more };
}

export function comparedRun(more: Partial<ComparedRun> = {}): ComparedRun {
  return {
    id: 'rmfx9z0b1c2',
    startedAt: '2026-02-27T09:12:00.000Z',
    label: 'attempt-1',
    tree: '77aa'.repeat(10),
    commit: '12ab'.repeat(10),
    tally: tally(3, 6),
    interval: { low: 0.188, high: 0.812 },
    ...more,
  };
}

const second = comparedRun({
  id: 'rmfy2k1a0x7',
  startedAt: '2026-03-01T10:00:00.000Z',
  label: 'attempt-2',
  tree: '8d1e'.repeat(10),
  commit: '3f9c'.repeat(10),
  tally: tally(4, 7, { fail: 1, error: 1, quarantined: 1 }),
  interval: { low: 0.25, high: 0.84 },
});

const flip = { tags: [], mustPass: false };

const flips: ComparisonReport = {
  before: comparedRun(),
  after: second,
  broke: [
    {
      ...flip,
      scenario: 'log-in/wrong-password',
      name: 'A wrong password is refused and says no more than that',
      mustPass: true,
      before: 'pass',
      after: 'flaky',
      label: { is: 'nondeterministic', text: 'fails at times (1 of 3); passed in all 59 reference runs' },
    },
  ],
  fixed: [
    {
      ...flip,
      scenario: 'privacy/no-enumeration',
      name: 'A stranger cannot find out who has an account',
      before: 'fail',
      after: 'pass',
    },
    {
      ...flip,
      scenario: 'tokens/log-out',
      name: 'Logging out ends the session everywhere',
      before: 'flaky',
      after: 'pass',
    },
  ],
  unjudged: [
    {
      ...flip,
      scenario: 'log-in/round-trip',
      name: 'Sign up, log in, call a protected endpoint',
      before: 'pass',
      after: 'error',
    },
  ],
  changed: [{ scenario: 'privacy/other-peoples', name: "Nobody reads another person's bookmarks" }],
  added: [{ scenario: 'tags/merge', name: 'Two tags can be made one' }],
  removed: [{ scenario: 'tokens/expiry', name: 'A token stops working when its time is over' }],
  paired: 4,
  bothPass: 0,
  neitherPasses: 0,
  p: 1,
  sentence: "2 fixed, 1 broke; with 3 scenarios chance can't be ruled out; 1 more has no verdict to compare",
};

/** What a comparison's goldens show, by name. */
export const comparisons: { readonly [name: string]: ComparisonReport } = {
  flips,
  same: {
    ...flips,
    broke: [],
    fixed: [],
    unjudged: [],
    changed: [],
    added: [],
    removed: [],
    paired: 6,
    bothPass: 3,
    neitherPasses: 3,
    detectable: 5,
    sentence: 'nothing fixed, nothing broke; both pass the same 3 of 6',
  },
};

const row = (scenario: string, name: string, ...verdicts: MatrixReport['rows'][number]['verdicts']) => ({
  scenario,
  name,
  tags: [],
  verdicts,
});

export const matrix: MatrixReport = {
  runs: [
    comparedRun(),
    second,
    comparedRun({ id: 'rmfz0q8d3e4', label: 'main', tally: tally(5, 6), interval: { low: 0.436, high: 0.97 } }),
  ],
  rows: [
    row('log-in/wrong-password', 'A wrong password is refused and says no more than that', 'pass', 'flaky', 'pass'),
    row('log-in/round-trip', 'Sign up, log in, call a protected endpoint', 'pass', 'error', 'pass'),
    row('privacy/no-enumeration', 'A stranger cannot find out who has an account', 'fail', 'pass', 'fail'),
    row('tags/merge', 'Two tags can be made one', undefined, 'pass', undefined),
  ],
};

export function historyRow(more: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: 'rmfy2k1a0x7',
    startedAt: '2026-03-01T10:00:00.000Z',
    label: 'main',
    repo: '/repos/app',
    tree: '8d1e'.repeat(10),
    commit: '3f9c'.repeat(10),
    vault: 'Accounts API',
    judgingKey: 'k'.repeat(64),
    purpose: 'gate',
    isolation: 'sealed',
    planned: 17,
    again: false,
    state: 'finished',
    pass: 14,
    total: 17,
    ms: 6_412,
    decision: 'deny',
    ...more,
  };
}

/** Without the key, which tells what is not there. */
function without<T extends object, K extends keyof T>(of: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = of;
  return rest;
}

const passes = [17, 16, 0, 14, 11, 11, 3, 0];
const runs: readonly HistoryRow[] = passes.map((pass, i) => {
  const finished = historyRow({
    id: `rmfy2k1a0x${passes.length - i}`,
    startedAt: `2026-03-0${8 - i}T10:0${i}:00.000Z`,
    label: i % 3 === 2 ? 'attempt-2' : 'main',
    pass,
    decision: pass === 17 ? 'allow' : pass === 16 ? 'hold' : 'deny',
  });
  if (i === 2) return { ...without(finished, 'decision'), state: 'abandoned', ms: 0, total: 0 };
  if (i === 3) return { ...finished, purpose: 'reference' };
  return i === 4 ? without(finished, 'commit') : finished;
});

const verdicts = ['pass', 'pass', undefined, 'fail', 'error', 'flaky', 'pass', 'pass'] as const;

/** What a history's goldens show, by name. */
export const histories: { readonly [name: string]: HistoryReport } = {
  all: { filters: [], runs, more: 0 },
  narrowed: { filters: ['of main', 'since 2026-03-01'], runs: runs.filter(({ label }) => label === 'main'), more: 12 },
  'two-vaults': {
    filters: [],
    runs: runs.map((run, i) => (i % 2 === 0 ? run : { ...run, vault: 'Todos', pass: 2, total: 3 })),
    more: 0,
  },
  scenario: {
    filters: [],
    runs: runs.map((run, i) => {
      const verdict = verdicts[i];
      return { ...run, ...(verdict === undefined ? {} : { verdict, same: i < 6 }) };
    }),
    more: 0,
    scenario: {
      scenario: 'tokens/log-out',
      name: 'Logging out ends the session everywhere',
      pass: 2,
      judged: 4,
      interval: { low: 0.15, high: 0.85 },
      flakeRate: { median: 0.031, low: 0.0039, high: 0.107 },
    },
  },
  empty: { filters: [], runs: [], more: 0 },
  'none-fits': { filters: ['of mian'], runs: [], more: 0 },
};
