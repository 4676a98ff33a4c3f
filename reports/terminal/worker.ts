import { headline, score } from '../../harness/model/headline.ts';
import type { WorkerReport } from '../../harness/model/report.ts';
import { meaning } from '../words.ts';
import { line } from './text.ts';

/** A Run as the worker reads it: two to five lines, and nothing that the Report does not say. */
export function workerText({ decision, tally, tags, hints = [] }: WorkerReport): string {
  const counts = Object.entries(tags ?? {}).map(([tag, count]) => `${line(tag)} ${score(count)}`);
  const lines = [
    ...(tally === undefined ? [] : [headline(tally)]),
    ...(counts.length === 0 ? [] : [`by tag: ${counts.join(', ')}`]),
    ...(hints.length === 0 ? [] : [`hints: ${hints.map(line).join(' ')}`]),
    decision.is,
    meaning[decision.is],
  ];
  return `${lines.join('\n')}\n`;
}
