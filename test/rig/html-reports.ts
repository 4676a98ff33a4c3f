import { problem } from '../../harness/model/problem.ts';
import type {
  OwnerReport,
  ReadFile,
  ReportFailure,
  ReportRow,
  ReportStep,
  ReportTrial,
} from '../../harness/model/report.ts';
import type { VerdictWord } from '../../harness/model/run.ts';
import { comparison, names, tallyOf } from './html-compared.ts';
import { png } from './png.ts';

/** A row with everything that a row must have, and nothing else. */
export function bareRow(scenario: string, verdict: VerdictWord, more: Partial<ReportRow> = {}): ReportRow {
  const reason = { word: verdict === 'pass' ? 'met' : 'mismatch' } as const;
  const empty = { tags: [], weight: 1, mustPass: false, ms: 0, failures: [], afterFailures: [] };
  return { ...empty, scenario, name: scenario, verdict, reason, ...more };
}

/** A Run of these rows, without anything that may be missing. */
export function bareReport(rows: readonly ReportRow[], more: Partial<OwnerReport> = {}): OwnerReport {
  const number = (word: VerdictWord) => rows.filter(({ verdict }) => verdict === word).length;
  return {
    audience: 'owner',
    run: {
      id: 'rmfy2k1a0x7',
      startedAt: '2026-03-01T10:00:00.000Z',
      ms: 6_412,
      phases: {},
      lanes: 1,
      buildCached: false,
    },
    candidate: { label: 'attempt-2', repo: '/repos/app', tree: '8d1e'.repeat(10) },
    vault: { name: 'Accounts API' },
    isolation: 'sealed',
    notForGate: [],
    tally: tallyOf({
      pass: number('pass'),
      fail: number('fail'),
      flaky: number('flaky'),
      error: number('error'),
      skip: number('skip'),
    }),
    decision: { is: 'allow', reasons: [] },
    rows,
    warnings: [],
    ...more,
  };
}

export function httpStep(name: string, more: Partial<ReportStep> = {}): ReportStep {
  return {
    name,
    kind: 'http',
    action: 'POST /api/login\ncontent-type: application/json\n\n{"email":"u-99@example.test","password":"‹secret›"}',
    seen: [
      ['status', '200'],
      ['headers', 'content-type: application/json\nset-cookie: session=‹secret›; HttpOnly; Path=/'],
      ['body', '{"token":"‹secret›","expiresAt":"2026-03-01T11:00:00Z"}'],
    ],
    attempts: 1,
    ms: 12,
    met: true,
    replay: `curl -i -X POST http://127.0.0.1:46017/api/login -H 'Content-Type: application/json' --data-raw '{"email":"u-99@example.test"}'`,
    ...more,
  };
}

export function trial(
  is: ReportTrial['is'],
  steps: readonly ReportStep[],
  more: Partial<ReportTrial> = {},
): ReportTrial {
  return { row: 1, repeat: 1, is, ms: steps.reduce((sum, { ms }) => sum + ms, 0), steps, ...more };
}

const wrongPassword: ReportFailure = {
  step: 'wrong password is refused',
  mismatches: [
    {
      excerpt: {
        at: { file: 'log-in/wrong-password.yaml', line: 22, column: 15, length: 3 },
        firstLine: 20,
        lines: ['      json: { email: "${email}", password: "${password}x" }', '    expect:', '      status: 401'],
      },
      path: 'status',
      expected: '401',
      received: '200',
    },
    {
      excerpt: {
        at: { file: 'log-in/wrong-password.yaml', line: 23, column: 13, length: 22 },
        firstLine: 21,
        lines: ['    expect:', '      status: 401', '      body: { error: $nonempty, token: $absent }'],
      },
      path: 'body.error',
      expected: 'text that is not empty',
      received: 'nothing; the object has 2 keys: token, expiresAt, and neither of them says what went wrong',
      note: 'missing; there is "err"',
    },
  ],
  notes: ['example row 2: coupon = TEN', '4 attempts within 600ms'],
  replay: `curl -i -X POST http://127.0.0.1:46017/api/login -H 'Content-Type: application/json' --data-raw '{"email":"u-99@example.test","password":"‹secret›x"}'`,
  log: 'listening on 3000\nPOST /api/signup 201\nPOST /api/login 200 \u001b[2Jcleared?\n',
};

const addBookmark: ReportFailure = {
  step: 'the list shows it',
  mismatches: [
    {
      excerpt: {
        at: { file: 'bookmarks/add.yaml', line: 14, column: 9, length: 44 },
        firstLine: 12,
        lines: [
          '    browser:',
          '      - click: { role: button, name: Save }',
          '      - see: { role: listitem, name: 日本語 bookmark }',
        ],
      },
      path: '',
      expected: 'a listitem named "日本語 bookmark"',
      received: 'none; there are 2 others: "First", "Second"',
    },
  ],
  notes: ['the page’s console: TypeError: list is undefined'],
  page: '- main:\n  - heading "Bookmarks" [level=1]\n  - list:\n    - listitem: First\n    - listitem: Second\n  - textbox "Title": 日本語 bookmark\n  - button "Save"',
  files: [
    { what: 'screenshot', path: '/state/holdout/files/bookmarks-add-1.png' },
    { what: 'trace', path: '/state/holdout/files/bookmarks-add-1-trace.zip' },
    { what: 'outline', path: '/state/holdout/files/bookmarks-add-1-page.txt' },
  ],
};

const signUp = httpStep('sign up', { action: 'POST /api/signup', seen: [['status', '201']], ms: 31 });

const rows: readonly ReportRow[] = names.map(([scenario, name, tags], i) => {
  const plain = { name, tags, ms: 180 + ((i * 7919) % 900), trials: [trial('pass', [signUp, httpStep('log in')])] };
  if (i === 0) {
    const failed = [signUp, httpStep('wrong password is refused', { met: false, attempts: 4, ms: 612 })];
    return bareRow(scenario, 'fail', {
      ...plain,
      mustPass: true,
      weight: 3,
      failures: [wrongPassword],
      label: { is: 'regression', text: 'fails every time (2 of 2); passed in all 59 reference runs' },
      flakeRate: { median: 0.0116, low: 0.0004, high: 0.0596 },
      trials: [
        trial('pass', [signUp, httpStep('wrong password is refused')]),
        trial('fail', failed, { row: 2 }),
        trial('fail', failed, { row: 2, confirms: true }),
      ],
    });
  }
  if (i === 5) {
    return bareRow(scenario, 'flaky', {
      ...plain,
      reason: { word: 'crash', detail: 'exit code 1 while it was needed' },
      label: { is: 'nondeterministic', text: 'passes 2 of 3; never failed a reference run in 59' },
      quarantine: 'failed 3 of 59 reference runs, until 2026-03-30',
    });
  }
  if (i === 9) {
    const acts = {
      kind: 'browser',
      action: 'goto /\nfill textbox "Title" with "日本語 bookmark"\nclick button "Save"',
    } as const;
    return bareRow(scenario, 'fail', {
      ...plain,
      failures: [addBookmark],
      label: { is: 'always', text: 'fails every time (2 of 2); too little is known of the scenario to say more' },
      trials: [
        trial('fail', [
          signUp,
          httpStep('the list shows it', { ...acts, seen: [['url', '/']], met: false, ms: 5_004 }),
        ]),
      ],
      afterFailures: [{ step: 'delete the account', mismatches: [], notes: ['exit code 1'] }],
    });
  }
  return bareRow(scenario, 'pass', plain);
});

/** A Run of 17 scenarios with all that a Report can have. */
export const full: OwnerReport = bareReport(rows, {
  candidate: {
    label: 'attempt-2',
    repo: '/repos/app',
    tree: '8d1e'.repeat(10),
    merge: { head: '3f9c'.repeat(10), onto: '12bc'.repeat(10) },
  },
  run: {
    id: 'rmfy2k1a0x7',
    startedAt: '2026-03-01T10:00:00.000Z',
    ms: 6_412,
    phases: { export: 40, install: 900, trials: 5_100 },
    lanes: 2,
    buildCached: true,
    again: true,
    resumed: 1,
  },
  tally: { ...tallyOf({ pass: 14, fail: 2 }), total: 17, quarantined: 1 },
  interval: { low: 0.59, high: 0.938 },
  isolation: 'same-user',
  decision: {
    is: 'deny',
    reasons: [
      { code: 'too-few', text: '14 of 17 pass, 15 are needed' },
      { code: 'must-pass', text: '1 scenario that must pass did not: log-in/wrong-password' },
      {
        code: 'regression',
        text: '2 scenarios that pass on main do not pass here: log-in/wrong-password, bookmarks/add',
      },
    ],
  },
  comparison,
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
});

export const allowed: OwnerReport = bareReport(
  rows.map((row) => bareRow(row.scenario, 'pass', { name: row.name, tags: row.tags, ms: row.ms })),
  { candidate: { ...full.candidate, label: 'attempt-4' }, interval: { low: 0.816, high: 1 } },
);

export const unbuilt: OwnerReport = bareReport(
  rows.map(({ scenario, name, tags }) => bareRow(scenario, 'fail', { name, tags, reason: { word: 'build' } })),
  {
    candidate: { ...full.candidate, label: 'attempt-1' },
    isolation: 'unconfined',
    notForGate: ['unconfined'],
    decision: { is: 'deny', reasons: [{ code: 'too-few', text: '0 of 17 pass, 15 are needed' }] },
    trouble: {
      reason: { word: 'build', detail: 'npm run build ended with exit code 2' },
      log: "> tsc -p .\n\nsrc/auth.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    },
  },
);

/** The files that `full` names. */
export const files: ReadFile = (path) => {
  if (path.endsWith('.png')) return png(640, 360);
  if (path.endsWith('.zip')) return Buffer.from('PK\u0005\u0006'.padEnd(22, '\0'), 'latin1');
  return path.endsWith('.txt')
    ? Buffer.from('- main:\n  - heading "Bookmarks" [level=1]\n  - contentinfo: the whole page')
    : undefined;
};
