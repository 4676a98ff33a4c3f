import type { OwnerReport, ReportRow } from '../../harness/model/report.ts';
import { gateEvidence, rowEvidence } from '../evidence.ts';
import { verdictText } from '../terminal/palette.ts';
import { count, duration } from '../terminal/text.ts';
import {
  apartOf,
  identity,
  impossibleText,
  isolationText,
  labelText,
  origin,
  otherCounts,
  passText,
  reasonLines,
  whyNotCounted,
} from '../words.ts';
import type { Section } from './bound.ts';
import { flipItems } from './changes.ts';
import { cell, code, fenced, said, sentence } from './escape.ts';
import { apartFromEachOther, folded, tableHead, tableRow } from './parts.ts';

/** One Run: the headline and what was decided first, then what changed, and folded away what did not pass and why. */
export function ownerSections(report: OwnerReport): readonly Section[] {
  const { candidate, comparison, decision, rows, run, tally, trouble, vault } = report;
  const counts = otherCounts(tally);
  const others = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
  const unsealed = isolationText(report);
  const impossible = impossibleText(report);
  const notPassed = rows.filter((row) => row.verdict !== 'pass' || apartOf(row) !== undefined);
  return [
    {
      items: [
        `### ${decision.is}: ${passText(report)}\n\n`,
        `${said(candidate.label)} judged by ${said(vault.name)} in ${duration(run.ms)}${others}\n`,
      ],
    },
    { items: reasonLines(decision).map((text) => `- ${said(text)}\n`) },
    { items: impossible === undefined ? [] : [`${said(impossible)}\n`] },
    { items: apartFromEachOther(origin(report).map((text) => `${said(text)}\n`)) },
    { items: unsealed === undefined ? [] : [`> ${said(unsealed)}\n`] },
    ...(comparison === undefined ? [] : sinceBase(comparison)),
    folded(
      `${count(notPassed.length, 'scenario')} not counted as passed`,
      notPassed.map(tableLine),
      tableHead(['', 'scenario', 'why']),
    ),
    folded(
      'What was seen',
      trouble === undefined ? apartFromEachOther(rows.flatMap(evidence)) : [fenced(gateEvidence(report))],
    ),
    { items: [`${code(identity(report))}\n`] },
  ];
}

function sinceBase(comparison: NonNullable<OwnerReport['comparison']>): readonly Section[] {
  return [
    { items: [`Since ${said(comparison.before.label)}, run ${said(comparison.before.id)}:\n`] },
    { items: flipItems(comparison) },
    { items: [`${sentence(comparison.sentence)}\n`] },
  ];
}

function tableLine(row: ReportRow): string {
  const label = row.label === undefined ? '' : `; ${cell(labelText(row.label))}`;
  return tableRow([
    verdictText[row.verdict],
    `${cell(row.name)} (${cell(row.scenario)})`,
    `${cell(whyNotCounted(row))}${label}`,
  ]);
}

function evidence(row: ReportRow): readonly string[] {
  const text = rowEvidence(row);
  return text === '' ? [] : [`**${verdictText[row.verdict]}** ${said(row.name)}\n\n${fenced(text)}`];
}
