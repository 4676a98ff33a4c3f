import type { ComparedRun, ComparisonReport } from '../../harness/model/report.ts';
import { turn } from '../terminal/changes.ts';
import { otherCounts, pairedText, passText, short, when } from '../words.ts';
import type { Section } from './bound.ts';
import { flipItems } from './changes.ts';
import { cell, said, sentence } from './escape.ts';
import { folded, tableHead, tableRow } from './parts.ts';

/** Two Runs: the flips, what they mean, the counts, and folded away what could not be compared. */
export function comparisonSections(comparison: ComparisonReport): readonly Section[] {
  const { before, after, changed, added, removed, unjudged } = comparison;
  const rest = [
    ...changed.map(({ name }) => `- changed: ${said(name)}\n`),
    ...added.map(({ name }) => `- added: ${said(name)}\n`),
    ...removed.map(({ name }) => `- removed: ${said(name)}\n`),
    ...unjudged.map((flip) => `- not judged: ${said(flip.name)} (${turn(flip)})\n`),
  ];
  return [
    { items: [`### ${said(before.label)} → ${said(after.label)}\n`] },
    { items: flipItems(comparison) },
    { items: [`${sentence(comparison.sentence)}\n`] },
    {
      items: [
        tableHead(['', 'pass', 'others', 'run']),
        tableRow(['before', ...runCells(before)]),
        tableRow(['after', ...runCells(after)]),
      ],
    },
    { items: [`${said(pairedText(comparison))}\n`] },
    folded(`${rest.length} not compared`, rest),
  ];
}

function runCells(run: ComparedRun): readonly string[] {
  const commit = run.commit === undefined ? '' : `commit ${short(run.commit)}, `;
  const pinned = cell(`${commit}tree ${short(run.tree)}, run ${run.id}`);
  return [passText(run), otherCounts(run.tally).join(', '), `${pinned} of ${cell(when(run.startedAt))}`];
}
