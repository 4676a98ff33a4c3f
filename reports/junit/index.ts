import type { Report, Reporter } from '../../harness/model/report.ts';
import { ownerSuite } from './owner.ts';
import { workerSuite } from './worker.ts';
import { element } from './xml.ts';

/** For CI systems: JUnit XML, a suite for each Run, with a case for the gate that passes only when the gate allows. */
export const junit: Reporter = {
  name: 'junit',
  render: (reports) => `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, reports.map(suite)).xml}\n`,
};

function suite(report: Report, index: number) {
  return report.audience === 'owner' ? ownerSuite(report, index) : workerSuite(report, index);
}
