import { describe, expect, it } from 'vitest';
import { disclose } from '../../../harness/gate/disclose.ts';
import type { GateDecision } from '../../../harness/model/gate.ts';
import { problem } from '../../../harness/model/problem.ts';
import { feedbackLevels } from '../../../harness/model/vault.ts';
import { failure, outcome, recordOf, runOf, scenario, verdict } from '../../rig/runs.ts';

const marker = 'MARKER-7f3a';
const secret = 'pa55word-of-the-vault';

const excerpt = {
  at: { file: `auth/${marker}.yaml`, line: 3, column: 5, length: 3 },
  firstLine: 2,
  lines: [`token: ${secret}`, `status: 401 # ${marker}`],
};

const failed = failure({
  step: `log in with ${secret} ${marker}`,
  mismatches: [
    { excerpt, path: `body.${secret}`, expected: secret, received: `${marker} ${secret}`, note: `differs: ${secret}` },
  ],
  notes: [`tried ${secret}`, marker],
  replay: `curl -d ${secret} ${marker}`,
  log: `listening\n${secret} ${marker}`,
});

/** Markers wherever a worker must not find them, a secret wherever an owner must not. */
const stored = {
  value: runOf(
    [
      verdict(
        scenario(`auth/${marker}`, { name: `Log in ${marker} ${secret}`, tags: ['auth'], hint: 'Log in by e-mail.' }),
        'fail',
        {
          reason: { word: 'mismatch', detail: `${marker} ${secret}` },
          outcomes: [outcome('fail', { failures: [failed], afterFailures: [failed], secrets: [secret] })],
        },
      ),
      verdict(scenario('b', { tags: ['auth', 'ui'], hint: `Use ${secret}.` }), 'flaky'),
      verdict(scenario('c', { hint: 'Log in by e-mail.' }), 'fail'),
      verdict(scenario('d', { hint: `${marker}: could not be judged` }), 'error'),
      verdict(scenario('e', { tags: ['ui'], hint: `${marker}: passed` }), 'pass'),
    ],
    {
      candidate: { label: `attempt ${marker} ${secret}`, repo: `/r/${secret}`, tree: 'f'.repeat(40) },
      vault: { name: `${marker} ${secret}`, judgedDigest: 'd' },
      notForGate: [`${marker} ${secret}`],
      trouble: { reason: { word: 'build', detail: `${marker} ${secret}` }, log: `${marker} ${secret}`, excerpt },
    },
  ),
  record: recordOf({
    walls: [marker, 'network'],
    limits: 'cgroup v2',
    trials: [
      { trial: { scenario: 'b', row: 0, repeat: 0 }, ms: 100 },
      { trial: { scenario: 'b', row: 1, repeat: 0 }, ms: 900 },
    ],
  }),
};

const denied: GateDecision = { is: 'deny', reasons: [{ code: 'too-few', text: `${marker} ${secret}` }] };
const warnings = [problem('w', `${marker} ${secret}`, { severity: 'warning', notes: [secret], fix: secret, excerpt })];

/** The worker's report at a level of feedback. */
const at = (level: (typeof feedbackLevels)[number]) => disclose(stored, denied, 'worker', level, warnings);

describe('what the owner may read', () => {
  const report = disclose(stored, denied, 'owner', 'gate', warnings);

  it('is everything but secrets', () => {
    const text = JSON.stringify(report);
    expect(text).not.toContain(secret);
    expect(text).toContain('‹secret›');
    expect(text).toContain(marker);
  });

  it('has the walls that were seen, and nothing of the kind for a run of before they were looked for', () => {
    expect(report).toMatchObject({ run: { walls: [marker, 'network'], limits: 'cgroup v2' } });
    const before = disclose({ ...stored, record: recordOf() }, denied, 'owner', 'gate', []);
    expect(before.audience === 'owner' && Object.keys(before.run)).not.toContain('walls');
  });

  it('has a row for each scenario, with the time of its slowest trial', () => {
    expect(report.audience === 'owner' && report.rows.map(({ scenario: id, ms }) => [id, ms])).toEqual([
      [`auth/${marker}`, 0],
      ['b', 900],
      ['c', 0],
      ['d', 0],
      ['e', 0],
    ]);
  });

  it('keeps words that programs go by, even when a secret has the same letters', () => {
    const outcomes = [outcome('pass', { secrets: ['pass', 'mismatch', 'deny', 'owner', 'build'] })];
    const awkward = { ...stored, value: { ...stored.value, verdicts: [verdict('a', 'pass', { outcomes })] } };
    expect(disclose(awkward, denied, 'owner', 'gate', [])).toMatchObject({
      audience: 'owner',
      decision: { is: 'deny' },
      trouble: { reason: { word: 'build' } },
      rows: [{ verdict: 'pass', reason: { word: 'met' } }],
    });
  });
});

const impossible = (is: 'pass' | 'fail') =>
  verdict(scenario(`x ${secret}`, { impossible: true, tags: ['apart', 'ui'], hint: `Never do ${marker}.` }), is, {
    outcomes: [outcome(is, { failures: is === 'fail' ? [failed] : [], secrets: [secret] })],
  });

const withOne = (is: 'pass' | 'fail') => ({
  ...stored,
  value: { ...stored.value, verdicts: [...stored.value.verdicts, impossible(is)] },
});

describe('an impossible scenario', () => {
  it('is told the owner apart from all others, and as passed when it passed at all', () => {
    for (const is of ['pass', 'fail'] as const) {
      const report = disclose(withOne(is), denied, 'owner', 'gate', []);
      expect(report).toMatchObject({ tally: { total: 5 }, impossible: [{ scenario: 'x ‹secret›', verdict: is }] });
      expect(report.audience === 'owner' && report.rows).toHaveLength(5);
    }
    const one = verdict(scenario('x', { impossible: true }), 'fail', { outcomes: [outcome('fail'), outcome('pass')] });
    const rows = { ...stored, value: { ...stored.value, verdicts: [one] } };
    expect(disclose(rows, denied, 'owner', 'gate', [])).toMatchObject({ impossible: [{ verdict: 'pass' }] });
    expect(disclose(stored, denied, 'owner', 'gate', [])).not.toHaveProperty('impossible');
  });

  it('leaves no trace in what a worker reads', () => {
    for (const level of feedbackLevels)
      for (const is of ['pass', 'fail'] as const)
        expect(disclose(withOne(is), denied, 'worker', level, warnings)).toEqual(at(level));
  });
});

describe('what the worker may read', () => {
  it('is exactly what the level names, each adding to the one before', () => {
    const gate = { audience: 'worker', decision: { is: 'deny' } };
    const counts = { ...gate, tally: { pass: 1, total: 5 } };
    const tags = { ...counts, tags: { auth: { pass: 0, total: 2 }, ui: { pass: 1, total: 2 } } };
    const hints = { ...tags, hints: ['Log in by e-mail.', 'Use ‹secret›.'] };
    expect(feedbackLevels.map(at)).toEqual([gate, counts, tags, hints]);
  });

  it('has no marker, no secret and no time at any level', () => {
    for (const level of feedbackLevels) {
      const text = JSON.stringify(at(level));
      expect(text).not.toContain(marker);
      expect(text).not.toContain(secret);
      expect(text).not.toMatch(/ms|At|attempt|900/);
    }
  });

  it('names tags as they are, __proto__ too', () => {
    const awkward = scenario('a', { tags: ['__proto__'] });
    const value = { ...stored.value, verdicts: [verdict(awkward, 'pass')] };
    const report = disclose({ ...stored, value }, { is: 'allow' }, 'worker', 'tags', []);
    expect(JSON.stringify(report)).toContain('"tags":{"__proto__":{"pass":1,"total":1}}');
  });
});
