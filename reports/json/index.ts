import type { Reporter } from '../../harness/model/report.ts';
import { printJson } from './print.ts';

/** For programs: one document as `schemas/report.schema.json` describes it, whatever the number of Reports. */
export const json: Reporter = {
  name: 'json',
  render: (reports) => printJson({ version: 1, reports }),
  comparison: (comparison) => printJson({ version: 1, comparison }),
  matrix: (matrix) => printJson({ version: 1, matrix }),
  history: (history) => printJson({ version: 1, history }),
};
