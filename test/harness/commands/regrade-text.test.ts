import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { regradeText } from '../../../harness/commands/regrade-text.ts';
import type { Applied } from '../../../harness/commands/store-regraded.ts';
import type { RegradedReport, RegradedRow, Standing } from '../../../harness/model/regraded.ts';
import { failure } from '../../rig/runs.ts';

const standing = (pass: number, is: 'allow' | 'deny', ...reasons: readonly string[]): Standing => ({
  tally: {
    total: 6,
    pass,
    fail: 6 - pass,
    flaky: 0,
    error: 0,
    skip: 0,
    quarantined: 0,
    weightPassed: pass,
    weightTotal: 6,
  },
  decision: { is, reasons: reasons.map((text) => ({ code: 'too-few', text })) },
});
const row = (scenario: string, more: Partial<RegradedRow>): RegradedRow => ({
  scenario,
  name: scenario,
  before: 'fail',
  after: 'pass',
  reason: { word: 'met' },
  ...more,
});
const named = (scenario: string) => ({ scenario, name: scenario });
const mismatch = {
  excerpt: {
    at: { file: 'tokens/expiry.yaml', line: 22, column: 15, length: 3 },
    firstLine: 21,
    lines: ['    expect:', '      status: 401'],
  },
  path: 'status',
  expected: '401',
  received: '\u001b[31m200',
};
const changed = [
  row('log-in/wrong-password', {}),
  row('tokens/expiry', {
    before: 'pass',
    after: 'fail',
    reason: { word: 'mismatch' },
    failure: failure({ mismatches: [mismatch] }),
  }),
  row('tokens/log-out', { after: 'fail', reason: { word: 'mismatch' } }),
  row('privacy/list', {
    before: 'pass',
    after: 'error',
    reason: { word: 'vault', detail: 'a.yaml:3:1: undefined variable "x"' },
  }),
];
const before = standing(4, 'deny', '4 of 6 pass, 6 are needed');

const scenes: { readonly [name: string]: readonly [RegradedReport, Applied] } = {
  preview: [
    { run: 'rmfy2k1a0x7', changed, toJudge: [], removed: [named('old/one')], before, after: standing(6, 'allow') },
    { is: 'nothing' },
  ],
  'to-judge': [
    {
      run: 'rmfy2k1a0x7',
      changed: changed.slice(0, 1),
      toJudge: [
        { ...named('tokens/new'), why: 'it is new' },
        { ...named('privacy/no-enumeration'), why: 'step 3 ("POST /api/login") sends another request now' },
      ],
      removed: [],
      before,
    },
    { is: 'nothing' },
  ],
  stored: [
    {
      run: 'rmfy2k1a0x7',
      changed: changed.slice(0, 1),
      toJudge: [],
      removed: [],
      before,
      after: standing(5, 'deny', '5 of 6 pass, 6 are needed'),
    },
    { is: 'stored', run: 'rmfy9z0b1c2' },
  ],
  there: [
    { run: 'rmfy2k1a0x7', changed: changed.slice(0, 1), toJudge: [], removed: [], before, after: standing(6, 'allow') },
    { is: 'there', run: 'rmfy9z0b1c2' },
  ],
  same: [{ run: 'rmfy2k1a0x7', changed: [], toJudge: [], removed: [], before, after: before }, { is: 'nothing' }],
};

describe('what regrading tells', () => {
  it.each(Object.entries(scenes))('reads as its golden: %s', (name, [report, applied]) => {
    const text = regradeText(report, applied, { colour: false, width: 80 });
    const folder = new URL('golden/', import.meta.url);
    const file = new URL(`regrade-${name}.txt`, folder);
    if (process.env['UPDATE'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(stripVTControlCharacters(regradeText(report, applied, { colour: true, width: 80 }))).toBe(text);
  });
});
