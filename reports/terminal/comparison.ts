import { score } from '../../harness/model/headline.ts';
import type { OwnerReport, Style } from '../../harness/model/report.ts';
import { type Column, gap, grid } from './grid.ts';
import { palette, verdictText } from './palette.ts';
import { line, shorten } from './text.ts';

const widestLabel = 14;
const narrowestName = 20;

/**
 * Several Runs side by side: a row for each scenario, a column for each candidate, the counts and the gate's decisions
 * below. Candidates that the width has no room for follow in a table of their own.
 */
export function comparison(reports: readonly OwnerReport[], style: Style): readonly string[] {
  const labels = reports.map(({ candidate }) => shorten(line(candidate.label), widestLabel));
  const width = Math.max(...labels.map((label) => label.length), ...reports.map(({ tally }) => score(tally).length));
  const perTable = Math.max(1, Math.floor((style.width - narrowestName - gap) / (width + gap)));
  return Array.from({ length: Math.ceil(reports.length / perTable) }, (_, i) => {
    const columns = reports.slice(i * perTable, (i + 1) * perTable);
    return sideBySide(columns, width, style).join('\n');
  });
}

function sideBySide(reports: readonly OwnerReport[], width: number, style: Style): readonly string[] {
  const { strong, verdict, decision } = palette(style);
  const names = new Map(reports.flatMap(({ rows }) => rows).map((row) => [row.scenario, line(row.name)]));
  const longest = Math.max(...[...names.values()].map((name) => name.length), narrowestName);
  const room = style.width - reports.length * (width + gap) - gap;
  const columns: readonly Column[] = [
    { width: Math.max(narrowestName, Math.min(longest, room)) },
    ...reports.map(() => ({ width })),
  ];
  const cell = (report: OwnerReport, scenario: string): string => {
    const row = report.rows.find((one) => one.scenario === scenario);
    return row === undefined ? '-' : verdict(row.verdict)(verdictText[row.verdict]);
  };
  return grid(columns, [
    ['', ...reports.map(({ candidate }) => strong(shorten(line(candidate.label), widestLabel)))],
    ...[...names].map(([scenario, name]) => [name, ...reports.map((report) => cell(report, scenario))]),
    columns.map(() => ''),
    [strong('pass'), ...reports.map(({ tally }) => strong(score(tally)))],
    [strong('gate'), ...reports.map((report) => decision(report.decision.is)(report.decision.is))],
  ]);
}
