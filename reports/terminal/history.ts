import { score } from '../../harness/model/headline.ts';
import type { HistoryReport, HistoryRow, ScenarioHistory, Style } from '../../harness/model/report.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { sparkline, trendsOf } from '../trend.ts';
import { flakeText, sureText, when } from '../words.ts';
import { type ColumnChoice, table, widestText } from './columns.ts';
import { gap } from './grid.ts';
import { palette, verdictText } from './palette.ts';
import { count, duration, line, shorten } from './text.ts';

/** What was judged, newest first, and how it went over time; of one scenario what it came to in each Run. */
export function historyText(history: HistoryReport, style: Style): string {
  const { strong, faint } = palette(style);
  const { filters, runs, more, scenario } = history;
  const blocks = [
    scenario === undefined ? [] : [strong(line(scenario.name)), faint(line(scenario.scenario))],
    filters.length === 0 ? [] : wrap(`runs ${filters.map(line).join(', ')}`, style.width).map(faint),
    runs.length === 0 ? nothing(history, style) : runTable(history, style),
    more === 0 ? [] : wrap(`and ${count(more, 'more run')}: --limit says how many are shown`, style.width).map(faint),
    trendLines(history, style),
    scenario === undefined ? [] : scenarioLines(scenario, runs, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function nothing({ filters }: HistoryReport, style: Style): readonly string[] {
  if (filters.length > 0) return ['there is no such run'];
  return wrap('nothing was judged yet; start with `holdout run <repo> --ref <ref> --vault <vault>`', style.width);
}

const columns: readonly ColumnChoice<HistoryRow>[] = [
  { head: 'run', before: 0, cell: ({ id }) => line(id) },
  { head: 'when (UTC)', before: 4, cell: ({ startedAt }) => when(startedAt) },
  { head: 'ref', before: 3, cutTo: 6, cell: ({ label }) => line(label) },
  { head: 'commit', before: 6, cell: ({ commit }) => (commit === undefined ? 'none' : line(commit.slice(0, 8))) },
  { head: 'vault', before: 7, cutTo: 12, cell: ({ vault }) => line(vault) },
  { head: 'verdict', before: 1, cell: verdictCell, paint: verdictPaint },
  { head: 'pass', before: 1, cell: (run) => (run.state === 'finished' ? score(run) : run.state) },
  { head: 'time', before: 5, cell: (run) => (run.state === 'finished' ? duration(run.ms) : '') },
  { head: 'gate', before: 2, cell: decisionCell, paint: decisionPaint },
];

function runTable({ runs, scenario }: HistoryReport, style: Style): readonly string[] {
  const wanted = columns.filter(({ head }) => head !== 'verdict' || scenario !== undefined);
  // What they were judged by tells runs apart only where it is not the same for all.
  const mixed = new Set(runs.map(({ vault }) => vault)).size > 1;
  const ordered = wanted.map((column) => (mixed && column.head === 'vault' ? { ...column, before: 2 } : column));
  return table(ordered, runs, style);
}

/** A star where the scenario said something else. */
function verdictCell({ verdict, same }: HistoryRow): string {
  const word = verdict === undefined ? '-' : verdictText[verdict];
  return same === false ? `${word} *` : word;
}

function verdictPaint({ verdict, same }: HistoryRow, style: Style): (text: string) => string {
  return verdict === undefined || same === false ? palette(style).faint : palette(style).verdict(verdict);
}

function decisionCell({ decision, purpose }: HistoryRow): string {
  return purpose === 'reference' ? purpose : (decision ?? '');
}

function decisionPaint({ decision, purpose }: HistoryRow, style: Style): (text: string) => string {
  return decision === undefined || purpose === 'reference' ? palette(style).faint : palette(style).decision(decision);
}

/** The newest that the width has room for, oldest of them first. */
function trendLines(history: HistoryReport, style: Style): readonly string[] {
  const { faint } = palette(style);
  const trends = trendsOf(history);
  if (trends.length === 0) return [];
  const label = (of: string): string => (history.scenario === undefined ? shorten(line(of), widestText) : 'passes');
  const width = Math.max(...trends.map(({ of }) => label(of).length));
  const room = Math.max(1, style.width - width - 2 * gap);
  const scale = history.scenario === undefined ? '▁ none pass, █ all' : '▁ it does not pass, █ it does';
  return [
    ...wrap(`oldest to newest: ${scale}`, style.width).map(faint),
    ...trends.map(
      ({ of, shares }) => `  ${faint(label(of).padEnd(width))}  ${sparkline(shares.slice(-room)).trimEnd()}`,
    ),
  ];
}

function scenarioLines(
  { pass, judged, interval, flakeRate }: ScenarioHistory,
  runs: HistoryReport['runs'],
  style: Style,
): readonly string[] {
  const sure = interval === undefined ? '' : ` (${sureText(interval)})`;
  const texts = [
    `passed in ${pass} of ${count(judged, 'run')} that judged it as it reads now${sure}`,
    ...(flakeRate === undefined ? [] : [flakeText(flakeRate)]),
    ...(runs.some(({ same }) => same === false) ? ['* it said something else then, and is not counted'] : []),
  ];
  return texts.flatMap((text) => wrap(text, style.width));
}
