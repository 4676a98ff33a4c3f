import { Ajv } from 'ajv';
import { schema } from 'ctrf';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../harness/model/report.ts';
import { ctrf } from '../../../reports/ctrf/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { expectGolden } from '../../rig/golden.ts';
import { reportSaying } from '../../rig/hostile.ts';
import { tries } from '../../rig/prove.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';

reporterContract(ctrf);

interface Document {
  readonly results: {
    readonly summary: { readonly [name: string]: number };
    readonly tests: readonly { readonly name: string; readonly status: string; readonly rawStatus: string }[];
  };
}

const textOf = (reports: readonly Report[]): string => ctrf.render(reports, { colour: false, width: 80 });
const documentOf = (reports: readonly Report[]): Document => JSON.parse(textOf(reports));

/** Its formats are of dates and ids that we don't write. */
const validate = new Ajv({ allErrors: true, validateFormats: false }).compile(schema);

/** What the format's own schema has to say. */
function complaints(document: object): readonly unknown[] {
  validate(document);
  return validate.errors ?? [];
}

describe('the CTRF report', () => {
  it.each(Object.keys(scenes))('reads as its golden: %s', (name) => {
    expectGolden(import.meta.url, `${name}.json.txt`, textOf(scenes[name] ?? []));
  });

  it('is as the schema of the format says', () => {
    for (const reports of [[], ...Object.values(scenes)]) expect(complaints(documentOf(reports))).toEqual([]);
    expect(complaints({ ...documentOf([]), reportFormat: 'other' })).toHaveLength(1);
  });

  it('is as the schema says whatever characters come', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
        expect(complaints(documentOf([reportSaying(text)]))).toEqual([]);
      }),
      { numRuns: tries(40) },
    );
  });

  it('counts what it holds', () => {
    for (const reports of Object.values(scenes)) {
      const { summary, tests } = documentOf(reports).results;
      expect(summary['tests']).toBe(tests.length);
      for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
        expect(summary[status]).toBe(tests.filter((test) => test.status === status).length);
    }
  });

  it('has a failed test when the gate does not allow, whatever passed', () => {
    for (const is of ['deny', 'hold', 'allow'] as const) {
      const owner = ownerReport([reportRow('a', 'pass')], { decision: { is, reasons: [] } });
      for (const report of [owner, { audience: 'worker', decision: { is } } as const])
        expect(documentOf([report]).results.summary['failed']).toBe(is === 'allow' ? 0 : 1);
    }
  });

  it('neither passes nor fails a scenario in quarantine', () => {
    for (const verdict of ['pass', 'fail', 'flaky', 'error'] as const) {
      const { tests } = documentOf([ownerReport([reportRow('a', verdict, { quarantine: 'x' })])]).results;
      expect(tests[1]).toMatchObject({ name: 'a', status: 'skipped', rawStatus: verdict });
    }
  });

  it('does the same with one that has not qualified', () => {
    const { tests } = documentOf([ownerReport([reportRow('a', 'fail', { advisory: 'x' })])]).results;
    expect(tests[1]).toMatchObject({ name: 'a', status: 'skipped', extra: { advisory: 'x' } });
  });

  it('tells a worker no time', () => {
    const { summary } = documentOf(scenes['worker-hints'] ?? []).results;
    expect(summary).toMatchObject({ tests: 1, failed: 1, start: 0, stop: 0 });
    expect(summary).not.toHaveProperty('duration');
  });
});
