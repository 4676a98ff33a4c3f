import type { ReportRow, Style } from '../../harness/model/report.ts';
import { apartOf } from '../words.ts';
import { type Column, gap, grid } from './grid.ts';
import { palette, verdictText } from './palette.ts';
import { duration, line, shorten } from './text.ts';

/** Below these widths of a terminal there is no room for them beside the name. */
const roomForTags = 60;
const roomForTime = 40;
const widestTags = 24;

/** One row for each scenario: verdict, name, tags, time; below the name of one that doesn't count that it doesn't, and why. */
export function scenarioTable(rows: readonly ReportRow[], style: Style): readonly string[] {
  const { verdict, faint } = palette(style);
  const tags = rows.map((row) => shorten(line(row.tags.join(', ')), widestTags));
  const times = rows.map(({ ms }) => (ms === 0 ? '' : duration(ms)));
  const withTags = style.width >= roomForTags && tags.some((text) => text !== '');
  const withTime = style.width >= roomForTime && times.some((text) => text !== '');

  const fixed: readonly Column[] = [
    ...(withTags ? [{ width: widest(tags) }] : []),
    ...(withTime ? [{ width: widest(times), align: 'right' } as const] : []),
  ];
  const verdictColumn = { width: widest(Object.values(verdictText)) };
  const taken = [verdictColumn, ...fixed].reduce((sum, { width }) => sum + width + gap, 0);
  const names = rows.map((row) => line(row.name));
  const nameColumn = { width: Math.max(12, Math.min(widest(names), style.width - taken - gap)) };

  return grid(
    [verdictColumn, nameColumn, ...fixed],
    rows.map((row, i) => [
      (apartOf(row) === undefined ? verdict(row.verdict) : faint)(verdictText[row.verdict]),
      nameCell(names[i] ?? '', row),
      ...(withTags ? [faint(tags[i] ?? '')] : []),
      ...(withTime ? [faint(times[i] ?? '')] : []),
    ]),
  );
}

function nameCell(name: string, row: ReportRow): string {
  const apart = apartOf(row);
  return apart === undefined ? name : `${name}\n= ${apart.is}: ${apart.why}`;
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
