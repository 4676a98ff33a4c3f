import { score } from '../../harness/model/headline.ts';
import type { HistoryReport, HistoryRow, ScenarioHistory } from '../../harness/model/report.ts';
import { verdictText } from '../terminal/palette.ts';
import { count, duration, line } from '../terminal/text.ts';
import { sparkline, trendsOf } from '../trend.ts';
import { flakeText, sureText, when } from '../words.ts';
import type { Section } from './bound.ts';
import { cell, fenced, said } from './escape.ts';
import { tableHead, tableRow } from './parts.ts';

/** Runs that a trend shows. */
const longestTrend = 100;

/** What was judged, newest first, and how it went over time. */
export function historySections(history: HistoryReport): readonly Section[] {
  const { filters, runs, more, scenario } = history;
  const trends = trendsOf(history).map(
    ({ of, shares }) => `${sparkline(shares.slice(-longestTrend)).trimEnd()}  ${line(of)}`,
  );
  const heads = ['run', 'when (UTC)', 'ref', 'commit', 'vault', ...(scenario === undefined ? [] : ['verdict'])];
  return [
    { items: [scenario === undefined ? '### History\n' : `### ${said(scenario.name)}\n`] },
    { items: filters.length === 0 ? [] : [`runs ${filters.map(said).join(', ')}\n`] },
    { items: trends.length === 0 ? [] : [fenced(['oldest to newest: ▁ none, █ all', ...trends].join('\n'))] },
    { items: scenario === undefined ? [] : scenarioItems(scenario) },
    {
      before: tableHead([...heads, 'pass', 'time', 'gate']),
      items: runs.map((run) => runRow(run, scenario !== undefined)),
    },
    { items: runs.length === 0 ? ['There is no such run.\n'] : [] },
    { items: more === 0 ? [] : [`and ${count(more, 'more run')}\n`] },
  ];
}

function scenarioItems({ pass, judged, interval, flakeRate }: ScenarioHistory): readonly string[] {
  const sure = interval === undefined ? '' : ` (${sureText(interval)})`;
  return [
    `- passed in ${pass} of ${count(judged, 'run')} that judged it as it reads now${sure}\n`,
    ...(flakeRate === undefined ? [] : [`- ${flakeText(flakeRate)}\n`]),
  ];
}

function runRow(run: HistoryRow, withVerdict: boolean): string {
  const finished = run.state === 'finished';
  return tableRow([
    cell(run.id),
    cell(when(run.startedAt)),
    cell(run.label),
    cell(run.commit?.slice(0, 8) ?? 'none'),
    cell(run.vault),
    ...(withVerdict ? [verdictCell(run)] : []),
    finished ? score(run) : run.state,
    finished ? duration(run.ms) : '',
    run.purpose === 'reference' ? run.purpose : (run.decision ?? ''),
  ]);
}

function verdictCell({ verdict, same }: HistoryRow): string {
  const word = verdict === undefined ? '-' : verdictText[verdict];
  return same === false ? `${word} (it said something else then)` : word;
}
