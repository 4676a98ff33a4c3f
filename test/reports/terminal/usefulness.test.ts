import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Usefulness, UsefulnessReport } from '../../../harness/model/usefulness.ts';
import { usefulnessText } from '../../../reports/terminal/usefulness.ts';
import { expectGolden } from '../../rig/golden.ts';

const plain = { colour: false, width: 80 };
const caught = { run: 'rmfy2k1a0x7', label: 'feature/log-out', startedAt: '2026-03-01T10:00:00.000Z' };
const one = (scenario: string, more: Partial<Usefulness>): Usefulness => ({
  ...{ scenario, name: scenario, digest: scenario, candidates: 0, passed: 0, failed: 0, mixed: 0, alwaysPass: false },
  ...more,
});
const reference = { pass: 57, fail: 2, flakeRate: { median: 0.04, low: 0.01, high: 0.11 } };
const cost = { trial: 1240, run: 3710 };
const scenarios = [
  one('log-in/wrong-password', {
    ...{ attention: 'fails-good-builds', candidates: 41, passed: 29, failed: 12, reference, caught, cost },
    interval: { low: 0.18, high: 0.44 },
  }),
  one('sessions/log-out-ends-every-session-on-every-device', {
    ...{ attention: 'flaky', candidates: 41, passed: 31, failed: 7, mixed: 3, caught, cost },
    interval: { low: 0.09, high: 0.31 },
  }),
  one('search/by-word', {
    ...{
      attention: 'never-failed',
      candidates: 41,
      passed: 41,
      alwaysPass: true,
      cost: { trial: 61_000, run: 125_000 },
    },
    interval: { low: 0, high: 0.09 },
  }),
  one('privacy/list', {
    ...{ attention: 'never-passed', candidates: 41, failed: 41, caught, cost },
    interval: { low: 0.91, high: 1 },
  }),
  one('refunds/once', { attention: 'not-judged' }),
  one('refunds/\u001b[31mtwice', { attention: 'not-judged', reference: { ...reference, fail: 0 } }),
  one('sign-up/mail', {
    ...{ candidates: 41, passed: 40, failed: 1, caught: { ...caught, label: '\u001b[2Jmain' }, cost },
    interval: { low: 0, high: 0.13 },
  }),
] as const;
const report: UsefulnessReport = { vault: 'Accounts API', runs: 60, candidates: 41, more: 0, scenarios };
const narrowed: UsefulnessReport = { ...report, since: '30d', more: 120, scenarios: scenarios.slice(-1) };

describe('the table of what scenarios were good for', () => {
  it.each([40, 80, 120, 180])('reads as its golden in a width of %d', (width) => {
    const texts = [report, narrowed].map((of) => usefulnessText(of, { ...plain, width }));
    expectGolden(import.meta.url, `usefulness-${width}.txt`, texts.join(`${'='.repeat(80)}\n`));
  });

  it('keeps within the width', () => {
    for (const width of [40, 60, 80, 100, 120, 180])
      for (const text of usefulnessText(report, { ...plain, width }).split('\n'))
        expect(text.length).toBeLessThanOrEqual(width);
  });

  it('says in colours what it says without them, and obeys nothing that it shows', () => {
    const coloured = usefulnessText(report, { ...plain, colour: true });
    expect(coloured).toContain('\u001b[1;33mfalse fails: 2 of 59');
    expect(stripVTControlCharacters(coloured)).toBe(usefulnessText(report, plain));
    expect(usefulnessText(report, { ...plain, width: 180 })).not.toContain('\u001b');
  });

  it('has no column that would be empty', () => {
    const text = usefulnessText({ ...report, scenarios: scenarios.slice(4, 5) }, { ...plain, width: 180 });
    expect(text).toContain('\n  scenario      attention\n  refunds/once  not run yet\n');
  });

  it('cuts a long name inside, so that both its ends tell it from others', () => {
    expect(usefulnessText(report, plain)).toMatch(/^ {2}sessions\/log\S*…\S*-device /m);
  });
});
