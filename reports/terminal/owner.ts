import type { OwnerReport, Style } from '../../harness/model/report.ts';
import { reasons } from '../../harness/model/trial.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { identity, impossibleText, isolationText, origin } from '../words.ts';
import { sinceBase } from './comparison.ts';
import { decisionLines, headlineLines } from './decision.ts';
import { fact, quoted } from './facts.ts';
import { failureBlocks } from './failures.ts';
import { palette } from './palette.ts';
import { scenarioTable } from './scenarios.ts';
import { count, line } from './text.ts';

/** Scenarios whose failures are shown of a Run that stands among others. */
const shownAmong = 3;

/**
 * One Run as its owner reads it, from what was judged down to what to do: blocks with an empty line between. Among
 * others it leaves the table to the one of all, and tells where the rest of its failures can be read.
 */
export function ownerText(report: OwnerReport, style: Style, among: boolean): string {
  const blocks = [
    titleLines(report, style),
    among ? [] : scenarioTable(report.rows, style),
    troubleLines(report, style),
    ...(report.trouble === undefined ? failures(report, style, among) : []),
    ...(report.comparison === undefined ? [] : sinceBase(report.comparison, style)),
    warningLines(report, style),
    isolationLines(report, style),
    headlineLines(report, style),
    impossibleLines(report, style),
    decisionLines(report, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function failures({ rows, run }: OwnerReport, style: Style, among: boolean): readonly (readonly string[])[] {
  const told = rows.map((row) => failureBlocks(row, style)).filter((blocks) => blocks.length > 0);
  const shown = among ? told.slice(0, shownAmong) : told;
  const hidden = told.length - shown.length;
  const rest = hidden > 0 ? [[`and ${count(hidden, 'more scenario')}: holdout show ${line(run.id)}`]] : [];
  return [...shown.flat().map((text) => [text]), ...rest];
}

function titleLines(report: OwnerReport, style: Style): readonly string[] {
  const { strong, faint } = palette(style);
  const { candidate, vault } = report;
  return [
    `${strong(line(candidate.label))} judged by ${strong(line(vault.name))}`,
    ...wrap(identity(report), style.width).map(faint),
    ...origin(report).flatMap((text) => wrap(text, style.width)),
  ];
}

/** Why no scenario was run: said once, not for each of them. */
export function troubleLines({ trouble }: OwnerReport, style: Style): readonly string[] {
  if (trouble === undefined) return [];
  const { word, detail } = trouble.reason;
  return [
    `${palette(style).verdict('fail')('FAIL')} ${palette(style).strong(`all scenarios: ${reasons[word]}`)}`,
    ...(detail === undefined ? [] : [fact(line(detail), style)]),
    ...(trouble.log === undefined ? [] : [fact('it printed last:', style), ...quoted(trouble.log, style)]),
  ];
}

/** That there are some; what they are is no news at each run, and `check` tells it in full. */
function warningLines({ warnings }: OwnerReport, style: Style): readonly string[] {
  if (warnings.length === 0) return [];
  return [palette(style).faint(`${count(warnings.length, 'warning')} about the vault: holdout check tells`)];
}

function impossibleLines(report: OwnerReport, style: Style): readonly string[] {
  const text = impossibleText(report);
  if (text === undefined) return [];
  const { faint, verdict } = palette(style);
  const isAlarm = report.impossible?.some((row) => row.verdict === 'pass') === true;
  return wrap(text, style.width).map(isAlarm ? verdict('fail') : faint);
}

function isolationLines(report: OwnerReport, style: Style): readonly string[] {
  const text = isolationText(report);
  return text === undefined ? [] : wrap(text, style.width).map(palette(style).isolation(report.isolation));
}
