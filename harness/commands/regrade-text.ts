import { frame, paint } from '../model/frame.ts';
import { headline } from '../model/headline.ts';
import type { RegradedReport, RegradedRow, Standing } from '../model/regraded.ts';
import type { Style } from '../model/report.ts';
import type { VerdictWord } from '../model/run.ts';
import { type Mismatch, reasons } from '../model/trial.ts';
import { printable } from './say.ts';
import type { Applied } from './store-regraded.ts';

/** What a Run would come to with the scenarios as they read now, for people. */
export function regradeText(report: RegradedReport, applied: Applied, style: Style): string {
  const { changed, toJudge, removed } = report;
  if (changed.length + toJudge.length + removed.length === 0)
    return `${report.run}: the vault says what it said when it was judged, so there is nothing to regrade\n`;
  const width = Math.max(...[...changed, ...toJudge].map(({ scenario }) => printable(scenario).length), 0);
  const blocks = [
    section(changed, 'says something else now', 'say something else now', (row) => changedLines(row, width, style)),
    section(toJudge, 'can only be judged', 'can only be judged', ({ scenario, why }) => [
      `${padded(scenario, width)}  ${printable(why)}`,
    ]),
    section(removed, 'is not there any more', 'are not there any more', ({ scenario }) => [`  ${printable(scenario)}`]),
    standingLines(report, style),
    [conclusion(report, applied)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section<T>(
  rows: readonly T[],
  one: string,
  several: string,
  lines: (row: T) => readonly string[],
): readonly string[] {
  if (rows.length === 0) return [];
  const title = rows.length === 1 ? `1 scenario ${one}:` : `${rows.length} scenarios ${several}:`;
  return [title, ...rows.flatMap(lines)];
}

const padded = (scenario: string, width: number): string => `  ${printable(scenario).padEnd(width)}`;

function changedLines({ scenario, before, after, reason, failure }: RegradedRow, width: number, style: Style) {
  const turn = before === after ? `${before}, as before` : `${before} -> ${painted(after, style)}`;
  const head = `${padded(scenario, width)}  ${turn}`;
  if (after === 'pass' || after === 'skip') return [head];
  const [mismatch] = failure?.mismatches ?? [];
  if (before === after) return [head];
  return [head, ...(mismatch === undefined ? [`    ${whyText(reason)}`] : mismatchLines(mismatch, style))];
}

const painted = (verdict: VerdictWord, { colour }: Style): string =>
  paint(verdict === 'pass' ? '32' : verdict === 'skip' ? '2' : '1;31', colour)(verdict);

const whyText = ({ word, detail }: RegradedRow['reason']): string =>
  `${reasons[word]}${detail === undefined ? '' : `: ${printable(detail)}`}`;

function mismatchLines({ excerpt, expected, received }: Mismatch, { colour }: Style): readonly string[] {
  const note = `expected ${printable(expected)}, received ${printable(received)}`;
  return frame(excerpt, { colour, note })
    .split('\n')
    .map((line) => `    ${line}`);
}

function standingLines({ before, after }: RegradedReport, style: Style): readonly string[] {
  return [...standing('before', before, style), ...(after === undefined ? [] : standing('after', after, style))];
}

function standing(when: string, { tally, decision }: Standing, { colour }: Style): readonly string[] {
  const code = { allow: '1;32', deny: '1;31', hold: '1;33' }[decision.is];
  return [
    `${when.padEnd(6)}  ${headline(tally)}: ${paint(code, colour)(decision.is)}`,
    ...decision.reasons.map(({ text }) => `        ${printable(text)}`),
  ];
}

/** What was done of it, and how it goes on. */
function conclusion({ run, toJudge }: RegradedReport, applied: Applied): string {
  switch (applied.is) {
    case 'stored':
      return `stored as ${applied.run}, regraded from ${run}`;
    case 'there':
      return `nothing was stored: ${applied.run} is a run of the same already`;
    case 'begun':
      return 'nothing was stored';
    case 'nothing':
      return toJudge.length > 0
        ? 'nothing was stored; holdout run judges with the scenarios as they are now'
        : `nothing is stored yet; holdout regrade ${run} --apply stores it as a run of its own`;
    default:
      return applied satisfies never;
  }
}
