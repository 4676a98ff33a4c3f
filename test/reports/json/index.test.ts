import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { json } from '../../../reports/json/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
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

  it('says exactly what the reports say', () => {
    const reports = [...Object.values(scenes).flat(), ownerReport([reportRow('\u001b\u202e\u{e0041}ü"\\\n', 'pass')])];
    expect(JSON.parse(json.render(reports, style))).toEqual({ version: 1, reports });
  });

  it('has a schema that lets nothing else into a worker report', () => {
    const leaking = { audience: 'worker', decision: { is: 'deny', reasons: [] }, rows: [] };
    expect(validate({ version: 1, reports: [leaking] })).toBe(false);
  });
});
