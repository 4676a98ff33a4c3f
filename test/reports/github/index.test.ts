import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../harness/model/report.ts';
import { github } from '../../../reports/github/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { expectGolden } from '../../rig/golden.ts';
import { reportSaying } from '../../rig/hostile.ts';
import { tries } from '../../rig/prove.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';

reporterContract(github);

const textOf = (reports: readonly Report[]): string => github.render(reports, { colour: false, width: 80 });
const linesOf = (reports: readonly Report[]): readonly string[] => textOf(reports).trimEnd().split('\n');

/** How the runner reads a line: a name, properties that commas part, and the rest. */
const wellFormed = /^::(?:error|notice) title=(?<title>[^:,\r\n]*)::(?<text>[^\r\n]*)$/;

const read = (text: string): string =>
  text.replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

const deniedWith = (failed: number): Report =>
  ownerReport(
    Array.from({ length: failed }, (_, i) => reportRow(`s${i}`, 'fail')),
    { decision: { is: 'deny', reasons: [{ code: 'too-few', text: 'too few' }] } },
  );

describe("the report for GitHub's workflows", () => {
  it.each(Object.keys(scenes))('reads as its golden: %s', (name) => {
    expectGolden(import.meta.url, `${name}.txt`, textOf(scenes[name] ?? []));
  });

  it('is nothing but commands of ours, whatever a text holds', () => {
    const texts = [
      '\n::set-output name=a::b',
      '\r::stop-commands::x',
      'a\n##[error]b',
      '::error::',
      '%0A::debug::x',
      'x,file=y::z',
    ];
    for (const text of texts) {
      const lines = linesOf([reportSaying(text)]);
      expect(lines.length).toBe(2);
      for (const one of lines) expect(one).toMatch(wellFormed);
    }
  });

  it('is nothing but commands of ours, whatever characters come', () => {
    const unit = fc.oneof(
      fc.constantFrom('%', ':', ',', '\r', '\n', '#', '[', ']', '0', 'A'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (text) => {
        for (const one of linesOf([reportSaying(text)])) expect(one).toMatch(wellFormed);
      }),
      { numRuns: tries(100) },
    );
  });

  it('is read back as it was meant', () => {
    const [, failed = ''] = linesOf([ownerReport([reportRow('a', 'fail', { name: '100 %: a, b%0A' })])]);
    expect(read(wellFormed.exec(failed)?.groups?.['title'] ?? '')).toBe('100 %: a, b%0A');
  });

  it('shows no more errors than a step does, and says how many more there are', () => {
    const errors = (failed: number) => linesOf([deniedWith(failed)]).filter((one) => one.startsWith('::error')).length;
    expect([errors(3), errors(9), errors(10), errors(30)]).toEqual([4, 10, 10, 10]);
    expect(linesOf([deniedWith(9)]).at(-1)).not.toContain('more scenario');
    expect(linesOf([deniedWith(10)]).at(-1)).toContain('and 1 more scenario');
    expect(linesOf([deniedWith(30)]).at(-1)).toMatch(/^::notice .*and 21 more scenarios/);
  });

  it('breaks nothing over a scenario that does not count', () => {
    expect(linesOf([ownerReport([reportRow('a', 'fail', { quarantine: 'x' })])])).toHaveLength(1);
    expect(linesOf([ownerReport([reportRow('a', 'fail', { advisory: 'x' })])])).toHaveLength(1);
  });
});
