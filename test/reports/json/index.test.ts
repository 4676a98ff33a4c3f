import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { json } from '../../../reports/json/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { comparisons, histories, matrix } from '../../rig/compared.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';

reporterContract(json);

const schema: object = JSON.parse(
  readFileSync(new URL('../../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, discriminator: true }).compile(schema);
const style = { colour: false, width: 80 };

describe('the JSON report', () => {
  it.each(Object.keys(scenes))('is as its schema says: %s', (name) => {
    validate(JSON.parse(json.render(scenes[name] ?? [], style)));
    expect(validate.errors).toBeNull();
  });

  it('is as its schema says of what was compared and listed, and says exactly that', () => {
    const documents = [
      ...Object.values(comparisons).map((comparison) => ({ comparison, text: json.comparison?.(comparison, style) })),
      ...Object.values(histories).map((history) => ({ history, text: json.history?.(history, style) })),
    ];
    for (const { text = '', ...said } of documents) {
      validate(JSON.parse(text));
      expect(validate.errors).toBeNull();
      expect(JSON.parse(text)).toEqual({ version: 1, ...said });
    }
  });

  it('says null in a matrix where there was no such scenario', () => {
    const document: { readonly matrix: { readonly rows: readonly { readonly verdicts: readonly unknown[] }[] } } =
      JSON.parse(json.matrix?.(matrix, style) ?? '');
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document.matrix.rows.at(-1)?.verdicts).toEqual([null, 'pass', null]);
  });

  it('has a schema that takes one kind of document at a time', () => {
    expect(validate({ version: 1 })).toBe(false);
    expect(validate({ version: 1, reports: [], matrix: { runs: [], rows: [] } })).toBe(false);
  });

  it('has a schema that knows what was done and seen step by step', () => {
    const step = {
      name: 'log in',
      kind: 'http',
      action: 'GET /',
      seen: [['status', '200']],
      attempts: 1,
      ms: 3,
      met: true,
    } as const;
    const trials = [{ row: 1, repeat: 1, confirms: true, is: 'pass', ms: 4, steps: [step] }] as const;
    validate(JSON.parse(json.render([ownerReport([reportRow('a', 'pass', { trials })])], style)));
    expect(validate.errors).toBeNull();
  });

  it('says exactly what the reports say', () => {
    const reports = [...Object.values(scenes).flat(), ownerReport([reportRow('\u001b\u202e\u{e0041}ü"\\\n', 'pass')])];
    expect(JSON.parse(json.render(reports, style))).toEqual({ version: 1, reports });
  });

  it('has a schema that lets nothing else into a worker report', () => {
    const leaking = { audience: 'worker', decision: { is: 'deny', reasons: [] }, rows: [] };
    expect(validate({ version: 1, reports: [leaking] })).toBe(false);
  });
});
