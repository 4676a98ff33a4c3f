import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Style } from '../../../harness/model/report.ts';
import { terminal } from '../../../reports/terminal/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { comparisons, histories, matrix } from '../../rig/compared.ts';
import { expectGolden } from '../../rig/golden.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';
import { failure } from '../../rig/runs.ts';

reporterContract(terminal);

/** The lines of a scene's table of scenarios. */
function tableOf(name: string, width: number): readonly string[] {
  return terminal
    .render(scenes[name] ?? [], { ...plain, width })
    .split('\n')
    .slice(3, -4);
}

const plain = { colour: false, width: 80 };

/** Between texts in one golden file. */
const apart = `${'='.repeat(80)}\n`;

const golden = (name: string, text: string): void => expectGolden(import.meta.url, `${name}.txt`, text);

const denial = (rows: Parameters<typeof ownerReport>[0]): string =>
  terminal.render([ownerReport(rows, { decision: { is: 'deny', reasons: [] } })], plain);

describe('the terminal report', () => {
  it.each(Object.keys(scenes))('reads as its golden: %s', (name) => {
    golden(name, terminal.render(scenes[name] ?? [], plain));
  });

  it.each([30, 50, 120])('makes do with a width of %d', (width) => {
    golden(`width-${width}`, terminal.render(scenes['side-by-side'] ?? [], { ...plain, width }));
  });

  it.each([40, 80, 120])('compares, lists and sets side by side as its goldens show, in a width of %d', (width) => {
    const style = { ...plain, width };
    const texts = [
      ...Object.values(comparisons).map((comparison) => terminal.comparison?.(comparison, style)),
      terminal.matrix?.(matrix, style),
    ];
    golden(`compared-${width}`, texts.join(apart));
    golden(
      `history-${width}`,
      Object.values(histories)
        .map((history) => terminal.history?.(history, style))
        .join(apart),
    );
  });

  it('keeps within a narrow terminal', () => {
    const style = { ...plain, width: 40 };
    const texts = [
      ...Object.values(comparisons).map((comparison) => terminal.comparison?.(comparison, style)),
      ...Object.values(histories).map((history) => terminal.history?.(history, style)),
      terminal.matrix?.(matrix, style),
    ];
    const lines = texts.flatMap((text) => (text ?? '').split('\n'));
    expect(lines.filter((text) => text.length > 40)).toEqual([]);
  });

  it('says in colours what it says without them', () => {
    for (const reports of Object.values(scenes)) {
      const coloured = terminal.render(reports, { ...plain, colour: true });
      expect(stripVTControlCharacters(coloured)).toBe(terminal.render(reports, plain));
    }
    const coloured = { ...plain, colour: true };
    const both = [
      ...Object.values(comparisons).map((of) => (style: Style) => terminal.comparison?.(of, style)),
      ...Object.values(histories).map((of) => (style: Style) => terminal.history?.(of, style)),
      (style: Style) => terminal.matrix?.(matrix, style),
    ];
    for (const text of both) expect(stripVTControlCharacters(text(coloured) ?? '')).toBe(text(plain));
    golden('coloured', terminal.render(scenes['held'] ?? [], { ...plain, colour: true }));
  });

  it('says how many walls were seen around the candidate, and what kept its limits, when that was measured', () => {
    const { run } = ownerReport([]);
    const shown = (more: Partial<typeof run>): string =>
      terminal.render([ownerReport([], { run: { ...run, ...more } })], { ...plain, width: 200 });
    expect(shown({ walls: ['network', 'user'], limits: 'cgroup v1' })).toContain(
      ', 2 walls seen, limits by cgroup v1\n',
    );
    expect(shown({ walls: ['network', 'user'], limits: 'watched' })).toContain(', 2 walls seen, limits watched\n');
    for (const more of [{}, { walls: [] }]) expect(shown(more)).not.toContain('walls');
  });

  it('shows a page from its beginning', () => {
    const page = Array.from({ length: 13 }, (_, i) => `- line ${i + 1}`).join('\n');
    const failed = reportRow('a', 'fail', { failures: [{ ...failure(), page }] });
    const text = terminal.render([ownerReport([failed])], plain);
    expect(text).toContain('the page showed:\n   | - line 1\n');
    expect(text).toContain('   | - line 13\n');
  });

  it('says how to look closer, when only one scenario was asked for', () => {
    const rows = [reportRow('a', 'fail', { failures: [failure()] }), reportRow('b', 'skip', {})];
    expect(denial(rows)).toContain('next: --keep beside --only');
    expect(denial([...rows, reportRow('c', 'pass', {})])).toContain('next: --only a judges');
  });

  it('keeps a worker to five lines', () => {
    for (const [name, reports] of Object.entries(scenes)) {
      if (!name.startsWith('worker-')) continue;
      const lines = terminal.render(reports, plain).trimEnd().split('\n');
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.length).toBeLessThanOrEqual(5);
    }
  });

  it('keeps its tables within the width', () => {
    for (const width of [40, 60, 80, 120])
      for (const text of tableOf('allowed', width)) expect(text.length).toBeLessThanOrEqual(width);
  });

  it('shows a few failures of a scenario and counts the rest', () => {
    const failures = Array.from({ length: 5 }, (_, i) => failure({ step: `step ${i + 1}` }));
    const text = terminal.render([ownerReport([reportRow('a', 'fail', { failures })])], plain);
    expect(text).toContain('FAIL a › step 3\n');
    expect(text).not.toContain('step 4');
    expect(text).toContain('= and 2 more failures of this scenario\n');
  });

  it('shows what failed while cleaning up of a scenario that passed', () => {
    const row = reportRow('a', 'pass', {
      afterFailures: [failure({ step: 'delete the user', notes: ['exit code 1'] })],
    });
    expect(terminal.render([ownerReport([row])], plain)).toContain(
      'after, not scored: a › delete the user\n   = exit code 1\n',
    );
  });

  it('shows the end of a long log, and no line of it as if it were ours', () => {
    const log = Array.from({ length: 50 }, (_, i) => `${i + 1} of 50 pass`).join('\n');
    const row = reportRow('a', 'fail', { failures: [failure({ log })] });
    const lines = terminal.render([ownerReport([row])], plain).split('\n');
    expect(lines.filter((text) => text.includes('of 50 pass')).map((text) => text.slice(0, 5))).toEqual(
      Array.from({ length: 12 }, () => '   | '),
    );
  });
});
