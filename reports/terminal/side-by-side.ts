import { score } from '../../harness/model/headline.ts';
import type { Interval, MatrixReport, OwnerReport, Style } from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { rangeText } from '../words.ts';
import { type Column, gap, grid } from './grid.ts';
import { palette, verdictText } from './palette.ts';
import { line, shorten } from './text.ts';

const widestLabel = 14;
const narrowestName = 20;

/** One Run of several: a column. */
interface Side {
  /** What it is called by, one line each. */
  readonly heads: readonly string[];
  readonly tally: Tally;
  readonly interval?: Interval;
  readonly decision?: OwnerReport['decision']['is'];
  /** By scenario. */
  readonly verdicts: ReadonlyMap<string, VerdictWord>;
}

type Names = ReadonlyMap<string, string>;

/** Reports of one command, with the gate's decisions below. */
export function reportTables(reports: readonly OwnerReport[], style: Style): readonly string[] {
  const names = new Map(reports.flatMap(({ rows }) => rows).map((row) => [row.scenario, line(row.name)]));
  const sides = reports.map(({ candidate, tally, interval, decision, rows }) => ({
    heads: [candidate.label],
    tally,
    ...(interval === undefined ? {} : { interval }),
    decision: decision.is,
    verdicts: new Map(rows.map((row) => [row.scenario, row.verdict])),
  }));
  return tables(names, sides, style);
}

/** Stored Runs, which are told apart by their ids where their labels are the same. */
export function matrixText({ runs, rows }: MatrixReport, style: Style): string {
  const names = new Map(rows.map((row) => [row.scenario, line(row.name)]));
  const sides = runs.map(({ id, label, tally, interval }, i) => ({
    heads: [label, id],
    tally,
    ...(interval === undefined ? {} : { interval }),
    verdicts: new Map(
      rows.flatMap(({ scenario, verdicts }) => (verdicts[i] === undefined ? [] : [[scenario, verdicts[i]] as const])),
    ),
  }));
  const gaps = rows.some(({ verdicts }) => verdicts.includes(undefined));
  const note = wrap('- : there was no such scenario, or it said something else', style.width).map(palette(style).faint);
  return [...tables(names, sides, style), ...(gaps ? [note.join('\n')] : [])].map((text) => `${text}\n`).join('\n');
}

/**
 * A row for each scenario, a column for each Run, the counts below. Runs that the width has no room for follow in a table
 * of their own.
 */
function tables(names: Names, sides: readonly Side[], style: Style): readonly string[] {
  const cells = sides.flatMap(({ heads, tally, interval }) => [
    ...heads.map(headText),
    score(tally),
    ...(interval === undefined ? [] : [rangeText(interval)]),
  ]);
  const width = Math.max(0, ...cells.map((text) => text.length));
  const perTable = Math.max(1, Math.floor((style.width - narrowestName - gap) / (width + gap)));
  return Array.from({ length: Math.ceil(sides.length / perTable) }, (_, i) =>
    table(names, sides.slice(i * perTable, (i + 1) * perTable), width, style).join('\n'),
  );
}

const headText = (text: string): string => shorten(line(text), widestLabel);

function table(names: Names, sides: readonly Side[], width: number, style: Style): readonly string[] {
  const { strong, faint, verdict } = palette(style);
  const longest = Math.max(...[...names.values()].map((name) => name.length), narrowestName);
  const room = style.width - sides.length * (width + gap) - gap;
  const columns: readonly Column[] = [
    { width: Math.max(narrowestName, Math.min(longest, room)) },
    ...sides.map(() => ({ width })),
  ];
  const cell = ({ verdicts }: Side, scenario: string): string => {
    const word = verdicts.get(scenario);
    return word === undefined ? '-' : verdict(word)(verdictText[word]);
  };
  const heads = Array.from({ length: Math.max(0, ...sides.map((side) => side.heads.length)) }, (_, i) => [
    '',
    ...sides.map((side) => (i === 0 ? strong : faint)(headText(side.heads[i] ?? ''))),
  ]);
  const sure = sides.some(({ interval }) => interval !== undefined);
  const decided = sides.some((side) => side.decision !== undefined);
  return grid(columns, [
    ...heads,
    ...[...names].map(([scenario, name]) => [name, ...sides.map((side) => cell(side, scenario))]),
    columns.map(() => ''),
    [strong('pass'), ...sides.map(({ tally }) => strong(score(tally)))],
    ...(sure ? [[faint('with 95 % confidence'), ...sides.map(({ interval }) => faint(sureCell(interval)))]] : []),
    ...(decided ? [[strong('gate'), ...sides.map((side) => decisionCell(side.decision, style))]] : []),
  ]);
}

const sureCell = (interval: Interval | undefined): string => (interval === undefined ? '' : rangeText(interval));

function decisionCell(is: Side['decision'], style: Style): string {
  return is === undefined ? '' : palette(style).decision(is)(is);
}
