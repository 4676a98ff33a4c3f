import Table from 'cli-table3';

export interface Column {
  /** In characters, without the two spaces that keep columns apart. */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

/** Between columns, and before the first. */
export const gap = 2;

/** Columns without borders, long cells wrapped at words. Cells may hold colours; their width is what is seen of them. */
export function grid(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const table = new Table({
    chars: borderless,
    style: { head: [], border: [], 'padding-left': gap, 'padding-right': 0 },
    colWidths: columns.map(({ width }) => width + gap),
    colAligns: columns.map(({ align = 'left' }) => align),
    wordWrap: true,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((text) => text.trimEnd());
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
