import type { OwnerReport, ReportRow } from '../harness/model/report.ts';
import { flipBlocks } from './terminal/changes.ts';
import { failureBlocks } from './terminal/failures.ts';
import { troubleLines } from './terminal/owner.ts';
import { line } from './terminal/text.ts';
import { origin, reasonLines } from './words.ts';

// What a terminal shows without colours, for formats that carry plain text.

const style = { colour: false, width: 100 };

/** What a scenario failed by, with its code frames. Empty when there is nothing to tell. */
export function rowEvidence(row: ReportRow): string {
  return failureBlocks(row, style).join('\n\n');
}

/** Why the gate decided so, and what kept all scenarios from being run. */
export function gateEvidence(report: OwnerReport): string {
  return [...reasonLines(report.decision), ...troubleLines(report, style)].join('\n');
}

/** What there is to know of a Run beside its scenarios: how it came to be, and what changed since the gate's base. */
export function runEvidence(report: OwnerReport): string {
  const { comparison } = report;
  const since =
    comparison === undefined
      ? []
      : [`since ${line(comparison.before.label)}:`, ...flipBlocks(comparison, style), line(comparison.sentence)];
  return [...origin(report), ...since].join('\n');
}
