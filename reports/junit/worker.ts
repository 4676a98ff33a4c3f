import { score } from '../../harness/model/headline.ts';
import type { WorkerReport } from '../../harness/model/report.ts';
import { meaning } from '../words.ts';
import { gateCase, gateCounts } from './gate.ts';
import { element, type Xml } from './xml.ts';

/** A Run as the worker's CI may know it: one case, and the counts that the Report has. Neither times nor dates. */
export function workerSuite({ decision: { is }, tally, tags = {}, hints = [] }: WorkerReport, id: number): Xml {
  const properties = [
    ['decision', is] as const,
    ...(tally === undefined ? [] : [['pass', score(tally)] as const]),
    ...Object.entries(tags).map(([tag, count]) => [`tag ${tag}`, score(count)] as const),
    ...hints.map((hint) => ['hint', hint] as const),
  ];
  return element('testsuite', { name: 'Holdout', tests: 1, ...gateCounts(is), skipped: 0, time: '0', id }, [
    element(
      'properties',
      {},
      properties.map(([name, value]) => element('property', { name, value })),
    ),
    gateCase(is, 'Holdout', `${is}: ${meaning[is]}`, meaning[is]),
  ]);
}
