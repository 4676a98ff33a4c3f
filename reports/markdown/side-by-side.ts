import { score } from '../../harness/model/headline.ts';
import type { Interval, MatrixReport, OwnerReport } from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';
import { verdictText } from '../terminal/palette.ts';
import { rangeText } from '../words.ts';
import type { Section } from './bound.ts';
import { cell } from './escape.ts';
import { tableHead, tableRow } from './parts.ts';

interface Column {
  readonly head: string;
  readonly tally: Tally;
  readonly interval?: Interval;
}

interface Row {
  readonly name: string;
  readonly verdicts: readonly (VerdictWord | undefined)[];
}

/** Reports of one command: a column for each, with the gate's decisions. */
export function reportTable(reports: readonly OwnerReport[]): Section {
  const names = new Map(reports.flatMap(({ rows }) => rows).map((row) => [row.scenario, row.name]));
  const byId = reports.map(({ rows }) => new Map(rows.map((row) => [row.scenario, row.verdict])));
  const rows = [...names].map(([scenario, name]) => ({
    name,
    verdicts: byId.map((verdicts) => verdicts.get(scenario)),
  }));
  const columns = reports.map((report) => ({ ...report, head: cell(report.candidate.label) }));
  return table(columns, rows, [tableRow(['gate', ...reports.map(({ decision }) => decision.is)])]);
}

/** Stored Runs, which are told apart by their ids where their labels are the same. */
export function matrixTable({ runs, rows }: MatrixReport): Section {
  const columns = runs.map((run) => ({ ...run, head: `${cell(run.label)} ${cell(run.id)}` }));
  return table(columns, rows, []);
}

/** The counts first, since rows may be left out. */
function table(columns: readonly Column[], rows: readonly Row[], more: readonly string[]): Section {
  const sure = columns.some(({ interval }) => interval !== undefined);
  const counts = [
    tableRow(['**pass**', ...columns.map(({ tally }) => score(tally))]),
    ...(sure ? [tableRow(['with 95 % confidence', ...columns.map(sureCell)])] : []),
    ...more,
  ];
  const lines = rows.map(({ name, verdicts }) => tableRow([cell(name), ...verdicts.map(verdictCell)]));
  return { before: tableHead(['', ...columns.map(({ head }) => head)]), items: [...counts, ...lines] };
}

const verdictCell = (verdict: VerdictWord | undefined): string => (verdict === undefined ? '-' : verdictText[verdict]);

const sureCell = ({ interval }: Column): string => (interval === undefined ? '' : rangeText(interval));
