import type { ComparedRun, ComparisonReport, Style } from '../../harness/model/report.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { otherCounts, pairedText, passText, short, when } from '../words.ts';
import { flipBlocks, turn } from './changes.ts';
import { gap, grid } from './grid.ts';
import { palette } from './palette.ts';
import { line } from './text.ts';

/** Two Runs: what they are, the flips, what could not be compared, the counts, and what it all means. */
export function comparisonText(comparison: ComparisonReport, style: Style): string {
  const { strong, faint } = palette(style);
  const { before, after, sentence } = comparison;
  const blocks = [
    [
      `${strong(line(before.label))} → ${strong(line(after.label))}`,
      ...wrap(`before: ${runText(before)}`, style.width).map(faint),
      ...wrap(`after: ${runText(after)}`, style.width).map(faint),
    ],
    ...flipBlocks(comparison, style).map((block) => [block]),
    unpairedLines(comparison, style),
    factTable(
      [
        ['before', countsText(before)],
        ['after', countsText(after)],
        ['both', pairedText(comparison)],
      ],
      style,
    ),
    wrap(line(sentence), style.width).map(strong),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** With the base of the gate, within the text of one Run: its flips, and what they mean. */
export function sinceBase(comparison: ComparisonReport, style: Style): readonly (readonly string[])[] {
  const { strong, faint } = palette(style);
  const { id, label, startedAt } = comparison.before;
  const run = ` run ${line(id)} of ${when(startedAt)}`;
  return [
    [`since ${strong(line(label))}${faint(`,${run}`)}`],
    ...flipBlocks(comparison, style).map((block) => [block]),
    wrap(line(comparison.sentence), style.width),
  ];
}

function runText({ id, startedAt, tree, commit }: ComparedRun): string {
  const facts = [...(commit === undefined ? [] : [`commit ${short(commit)}`]), `tree ${short(tree)}`];
  return [...facts.map(line), `run ${line(id)} of ${when(startedAt)}`].join(', ');
}

function countsText(run: ComparedRun): string {
  return [passText(run), ...otherCounts(run.tally)].join(', ');
}

function unpairedLines({ changed, added, removed, unjudged }: ComparisonReport, style: Style): readonly string[] {
  return factTable(
    [
      ...changed.map(({ name }) => ['changed', line(name)] as const),
      ...added.map(({ name }) => ['added', line(name)] as const),
      ...removed.map(({ name }) => ['removed', line(name)] as const),
      ...unjudged.map((flip) => ['not judged', `${line(flip.name)} (${turn(flip)})`] as const),
    ],
    style,
  );
}

/** Two columns: a word, and what there is to it. */
function factTable(rows: readonly (readonly [word: string, text: string])[], style: Style): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([word]) => word.length));
  const room = Math.max(12, style.width - width - 2 * gap);
  return grid(
    [{ width }, { width: room }],
    rows.map(([word, text]) => [palette(style).faint(word), text]),
  );
}
