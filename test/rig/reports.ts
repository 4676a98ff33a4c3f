import { problem } from '../../harness/model/problem.ts';
import type { OwnerReport, Report, ReportRow } from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';
import type { Failure, Mismatch } from '../../harness/model/trial.ts';

export function reportRow(scenario: string, verdict: VerdictWord, more: Partial<ReportRow> = {}): ReportRow {
  const reason = { word: verdict === 'pass' ? 'met' : verdict === 'skip' ? 'filtered' : 'mismatch' } as const;
  const plain = { tags: [], weight: 1, mustPass: false, ms: 100, failures: [], afterFailures: [] };
  return { ...plain, scenario, name: scenario, verdict, reason, ...more };
}

export function ownerReport(rows: readonly ReportRow[], more: Partial<OwnerReport> = {}): OwnerReport {
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
    tally: tallyOf(rows),
    decision: { is: 'allow', reasons: [] },
    rows,
    warnings: [],
    ...more,
  };
}

function tallyOf(rows: readonly ReportRow[]): Tally {
  const number = (word: VerdictWord) => rows.filter(({ verdict }) => verdict === word).length;
  const weights = { weightPassed: number('pass'), weightTotal: rows.length };
  const failed = { fail: number('fail'), flaky: number('flaky'), error: number('error'), skip: number('skip') };
  return { total: rows.length, pass: number('pass'), ...failed, ...weights };
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
  names.map(([scenario, name, tags, ms]) => reportRow(scenario, 'pass', { name, tags, ms })),
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

/** What goldens show, by name. */
export const scenes: { readonly [name: string]: readonly Report[] } = {
  denied: [denied],
  allowed: [allowed],
  held: [held],
  unbuilt: [unbuilt],
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
