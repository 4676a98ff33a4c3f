import type { WorkerReport } from '../../harness/model/report.ts';
import { line } from '../terminal/text.ts';
import { meaning } from '../words.ts';
import { gateTest, type Timed } from './test.ts';

/** A Run as the worker's CI may know it: the gate, and what else the Report has. */
export function workerTests({ decision, tally, tags, hints }: WorkerReport): Timed {
  return {
    tests: [gateTest(decision.is, meaning[decision.is])],
    start: 0,
    stop: 0,
    run: {
      decision: decision.is,
      ...(tally === undefined ? {} : { tally }),
      ...(tags === undefined ? {} : { tags }),
      ...(hints === undefined ? {} : { hints: hints.map(line) }),
    },
  };
}
