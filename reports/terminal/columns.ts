import type { Style } from '../../harness/model/report.ts';
import { gap, grid } from './grid.ts';
import { palette } from './palette.ts';
import { shorten, shortenInside } from './text.ts';

/** One column of a table that shows as many as the width has room for. */
export interface ColumnChoice<Row> {
  readonly head: string;
  /** Those with a smaller number are shown first, where the width has no room for all. */
  readonly before: number;
  /** May be cut, down to so many characters. */
  readonly cutTo?: number;
  /** Tells the rows apart: where it must be cut it keeps both ends, and gets what room is left. */
  readonly tells?: true;
  readonly cell: (row: Row) => string;
  /** Colours what stands in the cell. */
  readonly paint?: (row: Row, style: Style) => (text: string) => string;
}

export const widestText = 24;

/** Rows below their heads, in the columns that there is room for. */
export function table<Row>(
  wanted: readonly ColumnChoice<Row>[],
  rows: readonly Row[],
  style: Style,
): readonly string[] {
  const shown = chosen(wanted, rows, style.width);
  const { faint } = palette(style);
  return grid(
    shown.map(({ width }) => ({ width })),
    [
      shown.map(({ column }) => faint(column.head)),
      ...rows.map((row) =>
        shown.map(({ column, width }) => {
          const cut = column.tells === true ? shortenInside : shorten;
          return (column.paint?.(row, style) ?? plain)(cut(column.cell(row), width));
        }),
      ),
    ],
  );
}

const plain = (text: string): string => text;

/** The columns that there is room for, in their order. */
function chosen<Row>(wanted: readonly ColumnChoice<Row>[], rows: readonly Row[], total: number) {
  let room = total;
  const fitting = wanted
    .toSorted((a, b) => a.before - b.before)
    .flatMap((column) => {
      const widest = Math.max(column.head.length, ...rows.map((row) => column.cell(row).length));
      const { cutTo = widest } = column;
      const width = Math.min(widest, Math.max(cutTo, Math.min(widestText, room - gap)));
      if (column.before > 0 && width + gap > room) return [];
      room -= width + gap;
      return [{ column, width, widest }];
    });
  return fitting
    .toSorted((a, b) => wanted.indexOf(a.column) - wanted.indexOf(b.column))
    .map(({ column, width, widest }) => ({
      column,
      width: column.tells === true ? Math.min(widest, width + Math.max(0, room)) : width,
    }));
}
