import { describe, expect, it } from 'vitest';
import { foldVerdict } from '../../../harness/judge/verdict.ts';
import { recordingName } from '../../../harness/judge/evidence.ts';
import { decodeRecording, encodeRecording } from '../../../harness/judge/recording-codec.ts';
import { regrade } from '../../../harness/judge/regrade.ts';
import { scenarioRef } from '../../../harness/judge/run-value.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Run, Verdict } from '../../../harness/model/run.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Outcome } from '../../../harness/model/trial.ts';
import type { Recipe, Vault } from '../../../harness/model/vault.ts';
import { digestOf, judgedDigest } from '../../../harness/vault/digest.ts';
import { acted, answer, expects, get, saves, scenarioOf, stepOf } from '../../rig/recordings.ts';
import { outcome, policy, runOf, verdict } from '../../rig/runs.ts';
import { entries } from '../../rig/values.ts';

const recipe: Recipe = {
  toolchain: [],
  registries: [],
  env: {},
  install: [],
  build: [],
  ready: { by: 'port', within: 1000 },
  bin: {},
  fresh: 'scenario',
  db: {},
  services: [],
};

function vaultOf(scenarios: readonly Scenario[], more: Partial<Vault> = {}): Vault {
  const settings = { recipe, limits: defaultLimits, ...more };
  return {
    name: 'Accounts API',
    dir: '/vault',
    scenarios,
    policy: policy(),
    feedback: 'gate',
    controls: { good: [], bad: [] },
    canaries: [],
    ...settings,
    judgedDigest: judgedDigest(scenarios, settings),
  };
}

/** A scenario of one request that expects this status, unless it says more. */
function statusOf(id: string, status: number, more: Partial<Scenario> = {}): Scenario {
  const scenario = scenarioOf([stepOf('/', { expect: [expects('status', status)] })], { id, ...more });
  return { ...scenario, digest: digestOf({ ...scenario, sources: {}, hint: '' }) };
}

interface Judged {
  readonly run: Run;
  readonly files: Map<string, Uint8Array>;
  readonly read: (name: string) => Uint8Array | undefined;
}

/** A Run of scenarios that are all answered with 200, and the files that were kept of it. */
async function judged(scenarios: readonly Scenario[], repeats = 1): Promise<Judged> {
  const files = new Map<string, Uint8Array>();
  const verdicts: Verdict[] = [];
  for (const scenario of scenarios) {
    const outcomes: Outcome[] = [];
    for (let row = 0; row < scenario.rows.length; row += 1) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const { outcome: came, recording } = await acted(scenario, { http: [answer(row)] });
        const trial = { scenario: scenario.id, row, repeat };
        outcomes.push({ ...came, trial });
        files.set(recordingName(trial), encodeRecording({ ...recording, trial }));
      }
    }
    verdicts.push(foldVerdict(scenarioRef(scenario), outcomes));
  }
  const { name, judgedDigest: digest } = vaultOf(scenarios);
  const run = runOf(verdicts, { vault: { name, judgedDigest: digest }, repeats });
  return { run, files, read: (file) => files.get(file) };
}

const row = (n: number) => entries({ n });
const body = (wanted: unknown) => [stepOf('/', { expect: [expects('body', wanted)] })];

describe('a Run held against a changed vault', () => {
  it('keeps what says the same, and tells how the rest turns', async () => {
    const { run, read } = await judged([statusOf('a', 200), statusOf('b', 500), statusOf('c', 200)]);
    expect(run.tally).toMatchObject({ pass: 2, fail: 1 });
    const vault = vaultOf([statusOf('a', 200, { hint: 'other words' }), statusOf('b', 200), statusOf('c', 404)]);
    const { changed, toJudge, removed, value, recordings } = await regrade({ value: run }, vault, read);
    expect(changed.map(({ before, after }) => [after.scenario.id, before.is, after.is])).toEqual([
      ['b', 'fail', 'pass'],
      ['c', 'pass', 'fail'],
    ]);
    expect([toJudge, removed]).toEqual([[], []]);
    expect(value?.verdicts[0]).toEqual({
      ...run.verdicts[0],
      scenario: { ...run.verdicts[0]?.scenario, hint: 'other words' },
    });
    expect(value?.tally).toMatchObject({ total: 3, pass: 2, fail: 1 });
    expect(value?.vault.judgedDigest).toBe(vault.judgedDigest);
    expect(value?.judgingKey).not.toBe(run.judgingKey);
    expect(value?.seed).toBe(run.seed);
    const met = recordings.map(({ bytes }) => decodeRecording(bytes)?.steps.map((step) => step.met));
    expect(met).toEqual([[true], [false]]);
  });

  it('is the same when the vault is the same', async () => {
    const scenarios = [statusOf('a', 200), statusOf('b', 500)];
    const { run, read } = await judged(scenarios);
    const { value, changed } = await regrade({ value: run }, vaultOf(scenarios), read);
    expect(changed).toEqual([]);
    expect(value?.verdicts).toEqual(run.verdicts);
  });

  it('has no place for what is new or acts otherwise, and none any more for what is gone', async () => {
    const { run, read } = await judged([statusOf('a', 200), statusOf('b', 200)]);
    const elsewhere = statusOf('a', 200, { steps: [stepOf('/other', { action: get('/other') })] });
    const { toJudge, removed, value } = await regrade({ value: run }, vaultOf([elsewhere, statusOf('c', 200)]), read);
    expect(toJudge.map(({ scenario, why }) => [scenario.id, why])).toEqual([
      ['a', 'step 1 ("/other") sends another request now'],
      ['c', 'it is new'],
    ]);
    expect(removed.map(({ id }) => id)).toEqual(['b']);
    expect(value).toBeUndefined();
  });

  it('takes every example row and every repeat', async () => {
    const before = statusOf('a', 200, { rows: [row(0), row(1)], steps: body(0) });
    const { run, read } = await judged([before], 2);
    expect(run.verdicts[0]).toMatchObject({ is: 'fail', outcomes: [{}, {}, {}, {}] });
    const own = statusOf('a', 200, {
      rows: [row(0), row(1)],
      steps: body({
        is: 'text',
        template: [{ is: 'variable', name: 'n', path: [] }],
        at: (row(0)[0] as { keyAt: object }).keyAt,
      }),
    });
    expect((await regrade({ value: run }, vaultOf([own]), read)).changed).toMatchObject([
      { after: { is: 'pass', outcomes: [{}, {}, {}, {}] } },
    ]);
    const fewer = { ...own, rows: [row(0)], digest: 'fewer' };
    expect((await regrade({ value: run }, vaultOf([fewer]), read)).changed).toMatchObject([
      { after: { is: 'pass', outcomes: [{}, {}] } },
    ]);
    const more = { ...own, rows: [row(0), row(1), row(2)], digest: 'more' };
    expect((await regrade({ value: run }, vaultOf([more]), read)).toJudge).toMatchObject([
      { why: 'it has more example rows now' },
    ]);
    const late = statusOf('a', 200, { rows: [row(0), row(1)], steps: [...body(0), stepOf('/more')] });
    expect((await regrade({ value: run }, vaultOf([late]), read)).toJudge).toMatchObject([
      { why: 'example row 1: step 2 ("/more") was never come to then' },
    ]);
  });

  it('needs the candidate for everything when it is started otherwise, or limited otherwise', async () => {
    const scenarios = [statusOf('a', 200)];
    const { run, read } = await judged(scenarios);
    const why = 'vault.yaml starts the candidate otherwise now, or limits it so';
    for (const more of [{ recipe: { ...recipe, env: { A: 'b' } } }, { limits: { ...defaultLimits, trial: 1 } }]) {
      expect((await regrade({ value: run }, vaultOf(scenarios, more), read)).toJudge).toMatchObject([{ why }]);
    }
  });

  it('can’t be judged by what was not kept, or is damaged', async () => {
    const { run, files, read } = await judged([statusOf('a', 500), statusOf('b', 500)]);
    const [first = '', second = ''] = files.keys();
    files.delete(first);
    files.set(second, new Uint8Array([1]));
    const { toJudge } = await regrade({ value: run }, vaultOf([statusOf('a', 200), statusOf('b', 200)]), read);
    expect(toJudge.map(({ why }) => why)).toEqual([
      'nothing was recorded of it, or it is not kept any more',
      'what was recorded of it can’t be read',
    ]);
  });

  it('still did not build, whatever its scenarios say', async () => {
    const scenario = statusOf('a', 200);
    const failed = outcome('fail', { reason: { word: 'build', detail: 'exit code 1' } });
    const run = runOf([foldVerdict(scenarioRef(scenario), [failed])], {
      vault: { name: 'Accounts API', judgedDigest: vaultOf([scenario]).judgedDigest },
      trouble: { reason: failed.reason },
    });
    const { value } = await regrade({ value: run }, vaultOf([statusOf('a', 404)]), () => undefined);
    expect(value).toMatchObject({ trouble: run.trouble, verdicts: [{ is: 'fail', outcomes: [failed] }] });
  });

  it('keeps confirmations of what still fails, and judges them again', async () => {
    const { run, files, read } = await judged([statusOf('a', 500)]);
    const [then] = run.verdicts;
    const [first] = then?.outcomes ?? [];
    const recording = decodeRecording([...files.values()][0] ?? new Uint8Array());
    if (then === undefined || first === undefined || recording === undefined) throw new Error('nothing was judged');
    const trial = { ...first.trial, confirm: 1 };
    files.set(recordingName(trial), encodeRecording({ ...recording, trial }));
    const confirmed: Run = { ...run, verdicts: [foldVerdict(then.scenario, then.outcomes, [{ ...first, trial }])] };
    const still = await regrade({ value: confirmed }, vaultOf([statusOf('a', 404)]), read);
    expect(still.value?.verdicts).toMatchObject([{ is: 'fail', confirmations: [{ is: 'fail', trial }] }]);
    expect(still.recordings.map(({ name }) => name)).toContain(recordingName(trial));
    const fixed = await regrade({ value: confirmed }, vaultOf([statusOf('a', 200)]), read);
    expect(fixed.value?.verdicts[0]?.is).toBe('pass');
    expect(fixed.value?.verdicts[0]).not.toHaveProperty('confirmations');
  });

  it('leaves alone what was not asked for', async () => {
    const scenario = statusOf('a', 200);
    const skip = verdict(scenarioRef(scenario), 'skip', { outcomes: [outcome('skip')] });
    const run = runOf([skip], {
      vault: { name: 'Accounts API', judgedDigest: vaultOf([scenario]).judgedDigest },
      notForGate: ['only some scenarios'],
    });
    const { value } = await regrade({ value: run }, vaultOf([statusOf('a', 404)]), () => undefined);
    expect(value).toMatchObject({ verdicts: [{ is: 'skip' }], notForGate: ['only some scenarios'] });
  });

  it('knows the secrets of the vault’s environment, and of what is saved now', async () => {
    const secret = statusOf('a', 500, { secrets: ['s'] });
    const { run, read } = await judged([secret]);
    const saving = statusOf('a', 200, { secrets: ['s'], steps: [stepOf('/', { save: [saves('s', 'headers')] })] });
    const { changed } = await regrade({ value: run }, vaultOf([saving]), read);
    expect(changed[0]?.after.outcomes[0]?.secrets).toEqual(['{"content-type":"application/json"}']);
  });
});
