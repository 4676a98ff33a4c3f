import { headline, score } from '../../harness/model/headline.ts';
import type { WorkerReport } from '../../harness/model/report.ts';
import { meaning } from '../words.ts';
import type { Section } from './bound.ts';
import { said } from './escape.ts';

/** A Run as the worker reads it: nothing that the Report does not say. */
export function workerSections({ decision: { is }, tally, tags = {}, hints = [] }: WorkerReport): readonly Section[] {
  return [
    { items: [`### ${tally === undefined ? is : `${is}: ${headline(tally)}`}\n`] },
    { items: [`${meaning[is]}\n`] },
    { items: Object.entries(tags).map(([tag, count]) => `- ${said(tag)}: ${score(count)}\n`) },
    { items: hints.map((hint) => `- ${said(hint)}\n`) },
  ];
}
