import type {
  ComparedRun,
  ComparisonReport,
  HistoryReport,
  HistoryRow,
  MatrixReport,
  ReportFlip,
} from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';

/** Counts of each verdict, of as many scenarios. */
export function tallyOf(counts: Partial<Omit<Tally, 'total' | 'weightPassed' | 'weightTotal'>>): Tally {
  const { pass = 0, fail = 0, flaky = 0, error = 0, skip = 0, quarantined = 0 } = counts;
  const total = pass + fail + flaky + error + skip;
  return { total, pass, fail, flaky, error, skip, quarantined, weightPassed: pass, weightTotal: total };
}

/** The scenarios of the vault that all scenes are of. */
export const names: readonly (readonly [scenario: string, name: string, tags: readonly string[]])[] = [
  ['log-in/wrong-password', 'A wrong password is refused and says no more than that', ['auth']],
  ['log-in/round-trip', 'Sign up, log in, call a protected endpoint', ['auth']],
  ['privacy/no-enumeration', 'A stranger cannot find out who has an account', ['auth', 'privacy']],
  ['privacy/other-peoples', "Nobody reads another person's bookmarks", ['privacy']],
  ['tokens/expiry', 'A token stops working when its time is over', ['auth', 'tokens']],
  ['tokens/log-out', 'Logging out ends the session everywhere', ['auth', 'tokens']],
  ['tokens/unsigned', 'A token that nobody signed opens nothing', ['tokens']],
  ['validation/email', 'What is no address is not taken for one', ['validation']],
  ['validation/length', 'A password of seven characters is too short', ['validation']],
  ['bookmarks/add', 'A bookmark that was added is listed', ['bookmarks', 'ui']],
  ['bookmarks/edit', 'A title can be changed, and stays changed', ['bookmarks', 'ui']],
  ['bookmarks/delete', 'What was deleted is gone for good', ['bookmarks']],
  ['bookmarks/search', 'Search finds titles whatever their case', ['bookmarks', 'ui']],
  ['bookmarks/import', 'An import of 500 bookmarks takes less than two seconds', ['bookmarks', 'speed']],
  ['export/owner', 'An export holds all of one’s own bookmarks', ['privacy', 'export']],
  ['export/stranger', 'Nobody exports without logging in', ['privacy', 'export']],
  ['account/delete', 'A deleted account leaves nothing behind', ['privacy', 'account']],
];

const flip = (index: number, before: VerdictWord, after: VerdictWord, more: Partial<ReportFlip> = {}): ReportFlip => {
  const [scenario = '', name = '', tags = []] = names[index] ?? [];
  return { scenario, name, tags, mustPass: false, before, after, ...more };
};

const comparedRun = (label: string, pass: number, more: Partial<ComparedRun> = {}): ComparedRun => ({
  id: `rmfy2k1a0${label.length}`,
  startedAt: '2026-03-01T09:00:00.000Z',
  label,
  tree: '77aa'.repeat(10),
  commit: '12bc'.repeat(10),
  tally: tallyOf({ pass, fail: 17 - pass }),
  interval: { low: Math.max(0, pass / 17 - 0.24), high: Math.min(1, pass / 17 + 0.12) },
  ...more,
});

export const comparison: ComparisonReport = {
  before: comparedRun('main', 15),
  after: comparedRun('attempt-2', 14),
  broke: [
    flip(0, 'pass', 'fail', {
      mustPass: true,
      label: { is: 'regression', text: 'fails every time (2 of 2); passed in all 59 reference runs' },
    }),
    flip(9, 'pass', 'fail'),
  ],
  fixed: [flip(6, 'fail', 'pass')],
  unjudged: [flip(13, 'pass', 'error')],
  changed: [{ scenario: 'export/owner', name: 'An export holds all of one’s own bookmarks' }],
  added: [{ scenario: 'account/delete', name: 'A deleted account leaves nothing behind' }],
  removed: [{ scenario: 'legacy/v1', name: 'Version 1 of the interface still answers' }],
  paired: 15,
  bothPass: 12,
  neitherPasses: 0,
  p: 1,
  detectable: 6,
  sentence:
    '1 fixed, 2 broke; with 15 scenarios anything under 6 one-way flips could be chance, but log-in/wrong-password fails every time.',
};

const cells: readonly (VerdictWord | undefined)[] = [
  'pass',
  'fail',
  'pass',
  'flaky',
  'pass',
  undefined,
  'pass',
  'error',
];

export const matrix: MatrixReport = {
  runs: Array.from({ length: 5 }, (_, i) => comparedRun(`attempt-${i + 1}`, 9 + i * 2)),
  rows: names.map(([scenario, name, tags], row) => ({
    scenario,
    name,
    tags,
    verdicts: Array.from({ length: 5 }, (_, i) => (row % 3 === 0 ? 'pass' : cells[(row * 3 + i * 5) % cells.length])),
  })),
};

/** A history of so many Runs, newest first: better and better, with falls. */
export function history(length: number, more: Partial<HistoryReport> = {}): HistoryReport {
  const runs = Array.from({ length }, (_, i): HistoryRow => {
    const nth = length - i;
    const wave = ((nth * 7919) % 13) / 13;
    const pass = Math.max(0, Math.min(17, Math.round(6 + (10 * nth) / length + wave * 3 - (nth % 29 === 0 ? 6 : 0))));
    return {
      id: `rmfy${nth.toString(36).padStart(6, '0')}`,
      startedAt: new Date(Date.UTC(2026, 0, 1) + nth * 5_400_000).toISOString(),
      label: ['main', 'attempt-1', 'attempt-2'][nth % 3] ?? '',
      repo: '/repos/app',
      tree: nth.toString(16).padStart(40, '8d1e'),
      commit: (nth * 99_991).toString(16).padStart(40, '3').split('').toReversed().join(''),
      vault: 'Accounts API',
      judgingKey: 'k'.repeat(64),
      purpose: nth % 17 === 0 ? 'reference' : 'gate',
      isolation: 'sealed',
      again: nth % 23 === 0,
      planned: 17,
      state: i === 0 ? 'running' : 'finished',
      pass,
      total: 17,
      ms: i === 0 ? 0 : 5_000 + (nth % 11) * 300,
      ...(i === 0 ? {} : { decision: pass >= 15 ? 'allow' : nth % 19 === 0 ? 'hold' : 'deny' }),
    };
  });
  return { filters: [], runs, more: 0, ...more };
}

/** The same, of one scenario. */
export function scenarioHistory(length: number): HistoryReport {
  const all = history(length, { filters: ['of main', 'since 2026-01-01'], more: 12 });
  const runs = all.runs.map((run, i): HistoryRow => {
    if (i === 0) return run;
    return { ...run, verdict: i % 9 === 4 ? 'fail' : i % 31 === 3 ? 'flaky' : 'pass', same: i < length - 5 };
  });
  return {
    ...all,
    runs,
    scenario: {
      scenario: 'tokens/log-out',
      name: 'Logging out ends the session everywhere',
      pass: 48,
      judged: 55,
      interval: { low: 0.76, high: 0.938 },
      flakeRate: { median: 0.0116, low: 0.0004, high: 0.0596 },
    },
  };
}
