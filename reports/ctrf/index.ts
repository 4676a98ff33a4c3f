import type { Report, Reporter } from '../../harness/model/report.ts';
import { printJson } from '../json/print.ts';
import { ownerTests } from './owner.ts';
import { type Test, statuses, type Timed } from './test.ts';
import { workerTests } from './worker.ts';

/** The Common Test Report Format: one document for all Runs, with a test for each gate that passes only when it allows. */
export const ctrf: Reporter = {
  name: 'ctrf',
  render(reports) {
    const parts = reports.map(partOf);
    const tests = parts.flatMap((part) => part.tests);
    return printJson({
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      generatedBy: 'holdout',
      results: { tool: { name: 'holdout' }, summary: { ...counts(tests), ...times(parts) }, tests },
      extra: { runs: parts.map(({ run }) => run) },
    });
  },
};

function partOf(report: Report): Timed {
  return report.audience === 'owner' ? ownerTests(report) : workerTests(report);
}

function counts(tests: readonly Test[]) {
  const each = statuses.map((status) => [status, tests.filter((test) => test.status === status).length] as const);
  return { tests: tests.length, ...Object.fromEntries(each) };
}

/** From the first Run's beginning to the last one's end; zero where no time may be told. */
function times(parts: readonly Timed[]) {
  const started = parts.filter(({ start }) => start > 0);
  const start = Math.min(...started.map((part) => part.start));
  const stop = Math.max(...started.map((part) => part.stop));
  return started.length === 0 ? { start: 0, stop: 0 } : { start, stop, duration: stop - start };
}
