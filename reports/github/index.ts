import { headline } from '../../harness/model/headline.ts';
import type { OwnerReport, Report, Reporter, ReportRow, WorkerReport } from '../../harness/model/report.ts';
import { gateEvidence, rowEvidence } from '../evidence.ts';
import { count, line, shorten } from '../terminal/text.ts';
import { apartOf, bare, impossibleText, meaning, passText, whyNot } from '../words.ts';
import { command } from './command.ts';

/** A step shows no more of them. */
const mostErrors = 10;
/** Characters of an annotation, of which its box shows the first. */
const longestMessage = 4000;
const longestTitle = 200;

/** For GitHub's workflows: annotations, for each Run one of the gate's word and one for each scenario that was failed. */
export const github: Reporter = {
  name: 'github',
  render: (reports) => `${reports.flatMap(annotations).join('\n')}\n`,
};

function annotations(report: Report): readonly string[] {
  return report.audience === 'owner' ? ownersOf(report) : [workersOf(report)];
}

function workersOf({ decision: { is }, tally, tags = {}, hints = [] }: WorkerReport): string {
  const byTag = Object.entries(tags).map(([tag, counts]) => `${line(tag)}: ${headline(counts)}`);
  const counts = tally === undefined ? [] : [headline(tally)];
  return gateAnnotation(is, 'Holdout', [meaning[is], ...counts, ...byTag, ...hints.map(line)]);
}

function ownersOf(report: OwnerReport): readonly string[] {
  const { candidate, decision, rows, run, trouble } = report;
  const impossible = impossibleText(report);
  const gate = gateAnnotation(decision.is, candidate.label, [
    passText(report),
    ...(impossible === undefined ? [] : [impossible]),
    gateEvidence(report),
  ]);
  // What kept all scenarios from being run is said once.
  const failed = trouble === undefined ? rows.filter(isFailed) : [];
  const shown = failed.slice(0, decision.is === 'allow' ? mostErrors : mostErrors - 1);
  const more = failed.length - shown.length;
  const rest = `and ${count(more, 'more scenario')} of ${headline(bare(report.tally))}: holdout show ${line(run.id)}`;
  return [
    gate,
    ...shown.map(failedAnnotation),
    ...(more === 0 ? [] : [command('notice', titleOf(candidate.label), rest)]),
  ];
}

function gateAnnotation(is: Report['decision']['is'], of: string, lines: readonly string[]): string {
  const text = shorten(lines.join('\n'), longestMessage);
  return command(is === 'allow' ? 'notice' : 'error', titleOf(`${is}: ${of}`), text);
}

function failedAnnotation(row: ReportRow): string {
  return command('error', titleOf(row.name), shorten(`${whyNot(row)}\n${rowEvidence(row)}`, longestMessage));
}

const titleOf = (text: string): string => shorten(line(text), longestTitle);

/** One that doesn't count breaks nothing. */
const isFailed = (row: ReportRow): boolean =>
  apartOf(row) === undefined && (row.verdict === 'fail' || row.verdict === 'flaky');
