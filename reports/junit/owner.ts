import { score } from '../../harness/model/headline.ts';
import type { OwnerReport, ReportRow } from '../../harness/model/report.ts';
import { gateEvidence, rowEvidence, runEvidence } from '../evidence.ts';
import { line, shorten } from '../terminal/text.ts';
import { apartOf, bare, impossibleText, rangeText, whyNot, whyNotCounted } from '../words.ts';
import { gateCase, gateCounts } from './gate.ts';
import { element, type Xml } from './xml.ts';

/** Characters of a message, which CI systems show on one line. */
const longestMessage = 500;

/** A Run as a suite: the gate, and one case for each scenario. */
export function ownerSuite(report: OwnerReport, id: number): Xml {
  const { candidate, decision, rows, run, vault } = report;
  const count = (outcome: CaseOutcome) => rows.filter((row) => outcomeOf(row) === outcome).length;
  const gate = gateCounts(decision.is);
  const attributes = {
    name: `${vault.name}: ${candidate.label}`,
    tests: rows.length + 1,
    failures: count('failure') + gate.failures,
    errors: count('error') + gate.errors,
    // A schema that is still in use has no word for these.
    skipped: count('skipped') > 0 ? count('skipped') : undefined,
    time: seconds(run.ms),
    timestamp: run.startedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    hostname: 'localhost',
    id,
    package: vault.name,
  };
  const message = messageOf(`${decision.is}: ${score(report.tally)} pass`);
  return element('testsuite', attributes, [
    element(
      'properties',
      {},
      properties(report).map(([name, value]) => element('property', { name, value })),
    ),
    gateCase(decision.is, vault.name, message, gateEvidence(report)),
    ...rows.map((row) => testCase(row, vault.name)),
    element('system-out', {}, printed(report)),
    element('system-err', {}),
  ]);
}

function properties(report: OwnerReport) {
  const { candidate, decision, interval, isolation, notForGate, run, tally, vault } = report;
  const impossible = impossibleText(report);
  const { commit, merge, tree } = candidate;
  const counts = Object.entries(tally).map(([name, value]) => [`tally.${name}`, String(value)] as const);
  return [
    ['run', run.id],
    ['vault', vault.name],
    ['tree', tree],
    ...(commit === undefined ? [] : [['commit', commit] as const]),
    ...(merge === undefined
      ? []
      : ([
          ['merge.head', merge.head],
          ['merge.onto', merge.onto],
        ] as const)),
    ['isolation', isolation],
    ['decision', decision.is],
    ...decision.reasons.map(({ code, text }) => [`reason.${code}`, text] as const),
    ...notForGate.map((why) => ['not for gate', why] as const),
    ['pass', score(bare(tally))],
    ...(interval === undefined ? [] : [['pass.interval95', rangeText(interval)] as const]),
    ...counts,
    ...(impossible === undefined ? [] : [['impossible', impossible] as const]),
  ] as const;
}

type CaseOutcome = 'passed' | 'failure' | 'error' | 'skipped';

/** One that doesn't count breaks no build, and is not passed either. */
function outcomeOf(row: ReportRow): CaseOutcome {
  return apartOf(row) === undefined ? outcomes[row.verdict] : 'skipped';
}

const outcomes: { readonly [verdict in ReportRow['verdict']]: CaseOutcome } = {
  pass: 'passed',
  fail: 'failure',
  flaky: 'failure',
  error: 'error',
  skip: 'skipped',
};

function testCase(row: ReportRow, vault: string): Xml {
  const folders = row.scenario.split('/').slice(0, -1);
  const attributes = { name: row.name, classname: [vault, ...folders].join('.'), time: seconds(row.ms) };
  return element('testcase', attributes, caseContent(row, outcomeOf(row)));
}

function caseContent(row: ReportRow, outcome: CaseOutcome): readonly Xml[] {
  if (outcome === 'passed') return [];
  // Its message is its text: the schema lets it have no attribute.
  if (outcome === 'skipped') return [element('skipped', {}, skippedText(row))];
  return [element(outcome, { message: messageOf(whyNot(row)), type: row.reason.word }, rowEvidence(row))];
}

function skippedText(row: ReportRow): string {
  if (apartOf(row) === undefined) return whyNot(row);
  const evidence = rowEvidence(row);
  return `${whyNotCounted(row)}${evidence === '' ? '' : `\n\n${evidence}`}`;
}

/** Beside the cases: what is told of the Run, and what failed while cleaning up after those that passed. */
function printed(report: OwnerReport): string {
  const after = report.rows.filter((row) => outcomeOf(row) === 'passed').map(rowEvidence);
  return [runEvidence(report), ...after].filter((text) => text !== '').join('\n\n');
}

const messageOf = (text: string): string => shorten(line(text), longestMessage);

/** `6.412` */
const seconds = (ms: number): string => (ms / 1000).toFixed(3);
