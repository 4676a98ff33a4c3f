import type { OwnerReport, ReportRow } from '../../harness/model/report.ts';
import { gateEvidence, rowEvidence, runEvidence } from '../evidence.ts';
import { line } from '../terminal/text.ts';
import { apartOf, impossibleText, whyNotCounted } from '../words.ts';
import { gateTest, type Test, type Timed } from './test.ts';

/** A Run as tests: its gate, and one for each scenario. */
export function ownerTests(report: OwnerReport): Timed {
  const { candidate, decision, interval, isolation, notForGate, rows, run, tally, vault } = report;
  const suite = [line(vault.name), line(candidate.label)];
  const start = Date.parse(run.startedAt);
  const told = runEvidence(report);
  const impossible = impossibleText(report);
  return {
    tests: [gateTest(decision.is, gateEvidence(report), { suite }), ...rows.map((row) => test(row, suite))],
    start,
    stop: start + Math.round(run.ms),
    run: {
      id: line(run.id),
      label: line(candidate.label),
      tree: line(candidate.tree),
      ...(candidate.commit === undefined ? {} : { commit: line(candidate.commit) }),
      ...(candidate.merge === undefined ? {} : { merge: candidate.merge }),
      vault: line(vault.name),
      isolation,
      decision: decision.is,
      notForGate: notForGate.map(line),
      tally,
      ...(interval === undefined ? {} : { interval }),
      ...(impossible === undefined ? {} : { impossible }),
      ...(told === '' ? {} : { notes: told }),
    },
  };
}

function test(row: ReportRow, suite: readonly string[]): Test {
  const { scenario, verdict, tags, label, flakeRate } = row;
  const apart = apartOf(row);
  const trace = rowEvidence(row);
  return {
    name: line(row.name),
    // One that doesn't count breaks no build, and is not passed either.
    status: apart === undefined ? status[verdict] : 'skipped',
    duration: Math.round(row.ms),
    rawStatus: verdict,
    testId: line(scenario),
    suite: [...suite, ...line(scenario).split('/').slice(0, -1)],
    tags: tags.map(line),
    type: 'e2e',
    ...(verdict === 'pass' && apart === undefined ? {} : { message: whyNotCounted(row) }),
    ...(trace === '' ? {} : { trace }),
    extra: {
      weight: row.weight,
      mustPass: row.mustPass,
      reason: row.reason.word,
      ...(label === undefined ? {} : { label: label.is }),
      ...(apart === undefined ? {} : { [apart.is === 'quarantined' ? 'quarantine' : apart.is]: apart.why }),
      ...(flakeRate === undefined ? {} : { flakeRate }),
    },
  };
}

/** `flaky` of the format is one that passed in the end; ours did not. */
const status: { readonly [verdict in ReportRow['verdict']]: Test['status'] } = {
  pass: 'passed',
  fail: 'failed',
  flaky: 'failed',
  error: 'other',
  skip: 'skipped',
};
