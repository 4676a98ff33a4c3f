import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { keepEvidence, recordingName, withinLimit } from '../../../harness/judge/evidence.ts';
import { trialScope } from '../../../harness/judge/scope.ts';
import type { StepsResult } from '../../../harness/judge/steps.ts';
import type { Attachment } from '../../../harness/model/observation.ts';
import { failure, outcome as outcomeOf } from '../../rig/runs.ts';

const scope = trialScope({ now: 0 });
const met: StepsResult = { is: 'met', scope };
const failed = (...attachments: readonly Attachment[]): StepsResult => ({
  is: 'unmet',
  scope,
  mismatches: [],
  notes: [],
  unanswered: false,
  attachments,
});
const trial = { scenario: 'shop/buy it!', row: 1, repeat: 0 };
const screenshot: Attachment = { what: 'screenshot', bytes: new Uint8Array([255, 216]) };
const trace = (files: { readonly [name: string]: Uint8Array }): Attachment => ({
  what: 'trace',
  bytes: zipSync(files),
});

describe('the files of a failure', () => {
  it('are named after the Trial, so that each has its own and the same Trial has the same', async () => {
    const kept = await keepEvidence(trial, { main: failed(screenshot), after: failed(screenshot) }, []);
    const names = kept.files.map(({ name }) => name);
    expect(names).toEqual([
      expect.stringMatching(/^shop-buy-it-[0-9a-f]{8}\.png$/),
      expect.stringMatching(/^shop-buy-it-[0-9a-f]{8}-after\.png$/),
    ]);
    expect(kept.main).toEqual([{ what: 'screenshot', name: names[0] }]);
    const other = await keepEvidence({ ...trial, row: 2 }, { main: failed(screenshot), after: met }, []);
    expect(names).not.toContain(other.files[0]?.name);
    expect((await keepEvidence(trial, { main: failed(screenshot), after: met }, [])).files[0]?.name).toBe(names[0]);
  });

  it('show no secret in the text of a trace, in any of its spellings; what is no text stays as it is', async () => {
    const secret = 'h\u00fcsh "now"';
    const bytes = new Uint8Array([0, 255, 254]);
    const said = JSON.stringify({ a: secret, b: encodeURIComponent(secret), c: btoa('xh"') });
    const attachment = trace({ 'trace.trace': strToU8(said), 'resources/1.png': bytes });
    const { files } = await keepEvidence(trial, { main: failed(attachment), after: met }, [secret]);
    const unpacked = unzipSync(files[0]?.bytes ?? new Uint8Array());
    expect(JSON.parse(strFromU8(unpacked['trace.trace'] ?? bytes))).toEqual({
      a: '‹secret›',
      b: '‹secret›',
      c: btoa('xh"'),
    });
    expect(unpacked['resources/1.png']).toEqual(bytes);
  });

  it('are left out, and so said, when a run has kept enough', () => {
    const outcome = outcomeOf('fail', {
      failures: [
        failure({
          attached: [
            { what: 'screenshot', name: 'a' },
            { what: 'trace', name: 'b' },
          ],
        }),
      ],
    });
    const files = ['a', 'b'].map((name) => ({ name, bytes: new Uint8Array(10) }));
    expect(withinLimit(outcome, files, 20)).toEqual({ outcome, files, bytes: 20 });
    expect(withinLimit(outcome, files, 19)).toMatchObject({
      files: [{ name: 'a' }],
      bytes: 10,
      outcome: { failures: [{ attached: [{ name: 'a' }], notes: [expect.stringContaining('left out')] }] },
    });
  });

  it('are not missed when it is the Recording that is left out, which shows no failure', () => {
    const outcome = outcomeOf('fail', { failures: [failure({ attached: [{ what: 'screenshot', name: 'a' }] })] });
    const picture = { name: 'a', bytes: new Uint8Array(10) };
    const files = [picture, { name: recordingName(trial), bytes: new Uint8Array(10) }];
    expect(withinLimit(outcome, files, 19)).toEqual({ outcome, files: [picture], bytes: 10 });
  });

  it('are told from a Recording, of which each Trial has its own', () => {
    const trials = [trial, { ...trial, row: 2 }, { ...trial, repeat: 1 }, { ...trial, confirm: 1 }];
    expect(new Set(trials.map(recordingName)).size).toBe(4);
    expect(recordingName(trial)).toMatch(/^shop-buy-it-[0-9a-f]{8}\.recording\.gz$/);
  });

  it('mask the outline of a page, too', async () => {
    const outline: Attachment = { what: 'outline', bytes: strToU8('- textbox "Token": hush-hush') };
    const { files } = await keepEvidence(trial, { main: failed(outline), after: met }, ['hush-hush']);
    expect(files.map(({ name, bytes }) => [name.slice(-9), strFromU8(bytes)])).toEqual([
      ['-page.txt', '- textbox "Token": ‹secret›'],
    ]);
  });

  it('leaves out of a trace what would unpack to more than anybody reads', async () => {
    const attachment = trace({ bomb: new Uint8Array(17 * 1024 * 1024), 'a.txt': strToU8('hush') });
    const { files } = await keepEvidence(trial, { main: failed(attachment), after: met }, ['hush']);
    expect(Object.keys(unzipSync(files[0]?.bytes ?? new Uint8Array()))).toEqual(['a.txt']);
  });
});
