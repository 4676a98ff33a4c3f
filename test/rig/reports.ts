import { wilson } from '../../harness/gate/statistics.ts';
import { problem } from '../../harness/model/problem.ts';
import type { ComparisonReport, OwnerReport, Report, ReportRow } from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';
import type { Failure, Mismatch } from '../../harness/model/trial.ts';

export function reportRow(scenario: string, verdict: VerdictWord, more: Partial<ReportRow> = {}): ReportRow {
  const reason = { word: verdict === 'pass' ? 'met' : verdict === 'skip' ? 'filtered' : 'mismatch' } as const;
  const plain = { tags: [], weight: 1, mustPass: false, ms: 100, failures: [], afterFailures: [] };
  return { ...plain, scenario, name: scenario, verdict, reason, ...more };
}

export function ownerReport(rows: readonly ReportRow[], more: Partial<OwnerReport> = {}): OwnerReport {
  const tally = tallyOf(rows);
  const interval = wilson(tally);
  return {
    audience: 'owner',
    run: {
      id: 'rmfy2k1a0x7',
      startedAt: '2026-03-01T10:00:00.000Z',
      ms: 6_412,
      phases: { export: 40, install: 900, build: 0, trials: 5_100 },
      lanes: 2,
      buildCached: false,
    },
    candidate: { label: 'attempt-2', repo: '/repos/app', tree: '8d1e'.repeat(10), commit: '3f9c'.repeat(10) },
    vault: { name: 'Accounts API' },
    isolation: 'sealed',
    notForGate: [],
    tally,
    ...(interval === undefined ? {} : { interval }),
    decision: { is: 'allow', reasons: [] },
    rows,
    warnings: [],
    ...more,
  };
}

function tallyOf(rows: readonly ReportRow[]): Tally {
  const counted = rows.filter(({ quarantine, advisory }) => quarantine === undefined && advisory === undefined);
  const number = (word: VerdictWord) => counted.filter(({ verdict }) => verdict === word).length;
  const weights = { weightPassed: number('pass'), weightTotal: counted.length };
  const failed = { fail: number('fail'), flaky: number('flaky'), error: number('error'), skip: number('skip') };
  const quarantined = rows.filter(({ quarantine }) => quarantine !== undefined).length;
  const advisory = rows.length - counted.length - quarantined;
  const apart = { quarantined, ...(advisory === 0 ? {} : { advisory }) };
  return { total: rows.length, pass: number('pass'), ...failed, ...apart, ...weights };
}

const names: readonly (readonly [scenario: string, name: string, tags: readonly string[], ms: number])[] = [
  ['log-in/wrong-password', 'A wrong password is refused and says no more than that', ['auth'], 412],
  ['log-in/round-trip', 'Sign up, log in, call a protected endpoint', ['auth'], 640],
  ['privacy/no-enumeration', 'A stranger cannot find out who has an account', ['auth', 'privacy'], 388],
  ['privacy/other-peoples', "Nobody reads another person's bookmarks", ['privacy'], 502],
  ['tokens/expiry', 'A token stops working when its time is over', ['auth', 'tokens'], 2_310],
  ['tokens/log-out', 'Logging out ends the session everywhere', ['auth', 'tokens'], 455],
];

const statusMismatch: Mismatch = {
  excerpt: {
    at: { file: 'log-in/wrong-password.yaml', line: 22, column: 15, length: 3 },
    firstLine: 20,
    lines: ['      json: { email: "${email}", password: "${password}x" }', '    expect:', '      status: 401'],
  },
  path: 'status',
  expected: '401',
  received: '200',
};

const bodyMismatch: Mismatch = {
  excerpt: {
    at: { file: 'log-in/wrong-password.yaml', line: 23, column: 13, length: 22 },
    firstLine: 21,
    lines: ['    expect:', '      status: 401', '      body: { error: $nonempty, token: $absent }'],
  },
  path: 'body.error',
  expected: 'text that is not empty',
  received: 'nothing; the object has 2 keys: token, expiresAt, and neither of them says what went wrong',
  note: 'missing; there is "err"',
};

const replay = `curl -i -X POST http://127.0.0.1:46017/api/login -H 'Content-Type: application/json' --data-raw '{"email":"u-99@example.test","password":"‹secret›x"}'`;

const wrongPassword: Failure = {
  step: 'wrong password is refused',
  mismatches: [statusMismatch, bodyMismatch],
  notes: ['example row 2: coupon = TEN', '4 attempts within 600ms'],
  replay,
  log: 'listening on 3000\nPOST /api/signup 201\nPOST /api/login 200 \u001b[2Jcleared?',
};

const plainRow = (
  [scenario, name, tags, ms]: (typeof names)[number],
  verdict: VerdictWord,
  more: Partial<ReportRow> = {},
) => reportRow(scenario, verdict, { name, tags, ms, ...more });

/** A Run of six scenarios that fails in three ways. */
const denied: OwnerReport = ownerReport(
  names.map(([scenario, name, tags, ms], i) => {
    const more = { name, tags, ms };
    if (i === 0) return reportRow(scenario, 'fail', { ...more, mustPass: true, failures: [wrongPassword] });
    if (i === 4) {
      const reason = { word: 'timeout', detail: 'longer than 60s in step "it stops working"' } as const;
      const failure = {
        step: 'it stops working',
        mismatches: [],
        notes: [],
        replay: 'curl -i http://127.0.0.1:46017/api/me',
      };
      return reportRow(scenario, 'fail', { ...more, reason, failures: [failure] });
    }
    if (i === 5) return reportRow(scenario, 'flaky', { ...more, reason: { word: 'crash', detail: 'exit code 1' } });
    return reportRow(scenario, 'pass', more);
  }),
  {
    decision: {
      is: 'deny',
      reasons: [
        { code: 'too-few', text: '3 of 6 pass, 6 are needed' },
        { code: 'must-pass', text: '1 scenario that must pass did not: log-in/wrong-password' },
      ],
    },
  },
);

const allowed = ownerReport(
  names.map((of) => plainRow(of, 'pass')),
  {
    candidate: { ...denied.candidate, label: 'attempt-4' },
  },
);

const held = ownerReport(
  names.map(([scenario, name, tags, ms], i) =>
    i === 1
      ? reportRow(scenario, 'error', { name, tags, ms, reason: { word: 'lane', detail: 'it ended by SIGKILL' } })
      : reportRow(scenario, i === 2 ? 'skip' : 'pass', { name, tags, ms: i === 2 ? 0 : ms }),
  ),
  {
    isolation: 'unconfined',
    notForGate: ['only some scenarios'],
    candidate: { label: 'bookmarks', repo: '/repos/app', tree: '8d1e'.repeat(10) },
    decision: {
      is: 'hold',
      reasons: [
        { code: 'error', text: '1 scenario could not be judged: log-in/round-trip' },
        { code: 'valid', text: '4 of 6 were judged, 6 are needed' },
        { code: 'isolation', text: 'the candidate was not confined, and such a run never gates' },
        { code: 'not-for-gate', text: 'this run may not gate: only some scenarios' },
      ],
    },
    warnings: [
      problem('css-locator', 'a css locator ties the scenario to one solution', {
        severity: 'warning',
        excerpt: {
          at: { file: 'ui/add.yaml', line: 7, column: 16, length: 3 },
          firstLine: 6,
          lines: ['    browser:', '      - click: { css: "#add" }'],
        },
        fix: 'name a role or a label',
      }),
    ],
  },
);

const unbuilt = ownerReport(
  names.map(([scenario, name, tags]) => reportRow(scenario, 'fail', { name, tags, ms: 0, reason: { word: 'build' } })),
  {
    isolation: 'same-user',
    candidate: { ...denied.candidate, label: 'attempt-1' },
    trouble: {
      reason: { word: 'build', detail: 'npm run build ended with exit code 2' },
      log: "> tsc -p .\n\nsrc/auth.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    },
    decision: { is: 'deny', reasons: [{ code: 'too-few', text: '0 of 6 pass, 6 are needed' }] },
  },
);

/** What the gate's base says of the next one. */
const sinceMain: ComparisonReport = {
  before: {
    id: 'rmfx9z0b1c2',
    startedAt: '2026-02-27T09:12:00.000Z',
    label: 'main',
    tree: '77aa'.repeat(10),
    commit: '12ab'.repeat(10),
    tally: { ...allowed.tally, pass: 5, fail: 1, weightPassed: 5 },
    interval: { low: 0.44, high: 0.97 },
  },
  after: {
    id: 'rmfy2k1a0x7',
    startedAt: '2026-03-01T10:00:00.000Z',
    label: 'attempt-5',
    tree: '8d1e'.repeat(10),
    tally: { ...allowed.tally, pass: 3, fail: 1, quarantined: 2, weightPassed: 3, weightTotal: 4 },
    interval: { low: 0.19, high: 0.81 },
  },
  broke: [
    {
      scenario: 'log-in/wrong-password',
      name: 'A wrong password is refused and says no more than that',
      tags: ['auth'],
      mustPass: true,
      before: 'pass',
      after: 'fail',
      label: { is: 'regression', text: 'fails every time (3 of 3); passed in all 59 reference runs' },
    },
  ],
  fixed: [
    {
      scenario: 'log-in/round-trip',
      name: 'Sign up, log in, call a protected endpoint',
      tags: ['auth'],
      mustPass: false,
      before: 'fail',
      after: 'pass',
    },
  ],
  unjudged: [],
  changed: [],
  added: [],
  removed: [],
  paired: 6,
  bothPass: 4,
  neitherPasses: 0,
  p: 1,
  detectable: 5,
  sentence:
    '1 fixed, 1 broke; with 6 scenarios anything under 5 one-way flips could be chance, but `log-in/wrong-password` fails every time',
};

const oftenFails = 'failed 3 of 62 reference runs; until 2026-03-20, or until it has passed 59 in a row';

/** The tree of a merge, with everything that is told of flakes, quarantine and the base. */
const merged = ownerReport(
  names.map((of, i) => {
    if (i === 0) {
      const label = { is: 'regression', text: 'fails every time (3 of 3); passed in all 59 reference runs' } as const;
      const flakeRate = { median: 0.0038, low: 0.000008, high: 0.041 };
      return plainRow(of, 'fail', { mustPass: true, failures: [wrongPassword], label, flakeRate });
    }
    if (i === 4) return plainRow(of, 'fail', { quarantine: oftenFails, failures: [wrongPassword] });
    return plainRow(of, 'pass', i === 5 ? { quarantine: oftenFails } : {});
  }),
  {
    run: { ...denied.run, resumed: 2, again: true },
    candidate: {
      label: 'attempt-5',
      repo: '/repos/app',
      tree: '8d1e'.repeat(10),
      merge: { head: '3f9c'.repeat(10), onto: '12ab'.repeat(10) },
    },
    comparison: sinceMain,
    decision: {
      is: 'deny',
      reasons: [
        { code: 'too-few', text: '3 of 6 pass, 6 are needed' },
        { code: 'must-pass', text: '1 scenario that must pass did not: log-in/wrong-password' },
        { code: 'regression', text: '1 scenario that passes on main does not: log-in/wrong-password' },
      ],
    },
  },
);

/** One that passes what no honest candidate can. */
const alarm = {
  ...allowed,
  impossible: [
    reportRow('decoys/total', 'pass', { name: 'The total leaves the tax out' }),
    reportRow('decoys/log-out', 'fail', { name: 'Logging out keeps the session' }),
    reportRow('decoys/expiry', 'error', { name: 'A token never stops working' }),
  ],
  decision: {
    is: 'deny' as const,
    reasons: [
      {
        code: 'impossible',
        text: 'ALARM: 1 impossible scenario passed: decoys/total; the candidate knows the judge or cheats, or the vault is wrong',
      },
    ],
  },
};

/** A vault of which some scenarios have not qualified. */
const partlyQualified = ownerReport(
  names.map((of, i) => {
    if (i === 1) return plainRow(of, 'pass', { advisory: 'it is vacuous, redundant' });
    if (i === 4) return plainRow(of, 'fail', { advisory: 'it has not been qualified as it reads now' });
    return plainRow(of, 'pass', i === 5 ? { quarantine: oftenFails } : {});
  }),
);

const asItMust = { ...allowed, impossible: [reportRow('decoys/total', 'fail', { name: 'No tax' })] };

const reused = { ...allowed, reused: true };

/** What goldens show, by name. */
export const scenes: { readonly [name: string]: readonly Report[] } = {
  denied: [denied],
  allowed: [allowed],
  held: [held],
  unbuilt: [unbuilt],
  merged: [merged],
  reused: [reused],
  alarm: [alarm],
  'as-it-must': [asItMust],
  'partly-qualified': [partlyQualified],
  'side-by-side': [unbuilt, denied, allowed],
  'worker-gate': [{ audience: 'worker', decision: { is: 'deny' } }],
  'worker-counts': [{ audience: 'worker', decision: { is: 'allow' }, tally: { pass: 6, total: 6 } }],
  'worker-hints': [
    {
      audience: 'worker',
      decision: { is: 'hold' },
      tally: { pass: 3, total: 6 },
      tags: { auth: { pass: 2, total: 5 }, privacy: { pass: 2, total: 2 }, tokens: { pass: 0, total: 2 } },
      hints: ['A session ends when its time is over.', 'What a stranger may see is in the task.'],
    },
  ],
};
