import type { Report } from '../../harness/model/report.ts';
import { ownerReport, reportRow } from './reports.ts';
import { failure } from './runs.ts';

/** An owner's report with the text in every place that a candidate or a vault can put one. */
export function reportSaying(text: string): Report {
  const excerpt = { at: { file: text, line: 1, column: 1, length: 1 }, firstLine: 1, lines: text.split('\n') };
  const mismatch = { excerpt, path: text, expected: text, received: text, note: text };
  const failed = failure({ step: text, mismatches: [mismatch], notes: [text], replay: text, log: text, page: text });
  const named = { name: text, tags: [text] };
  return ownerReport(
    [
      reportRow(text, 'fail', { ...named, failures: [failed], label: { is: 'always', text } }),
      reportRow(text, 'error', { ...named, reason: { word: 'lane', detail: text } }),
      reportRow(text, 'pass', { ...named, afterFailures: [failed] }),
      reportRow(text, 'pass', { ...named, quarantine: text, failures: [failed] }),
      reportRow(text, 'fail', { ...named, advisory: text, failures: [failed] }),
    ],
    {
      candidate: { label: text, repo: text, tree: text, commit: text },
      vault: { name: text },
      impossible: [reportRow(text, 'pass', named)],
      notForGate: [text],
      decision: { is: 'deny', reasons: [{ code: 'too-few', text }] },
    },
  );
}
