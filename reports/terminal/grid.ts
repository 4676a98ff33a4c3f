import { stripVTControlCharacters } from 'node:util';
import { createRequire } from 'node:module';

export interface Column {
  /** In characters, without the two spaces that keep columns apart. */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

/** Between columns, and before the first. */
export const gap = 2;

/** Columns without borders, long cells wrapped at words. Cells may hold colours; their width is what is seen of them. */
export function grid(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.flatMap((row) => onOneLine(columns, row) ?? drawn(columns, row));
}

/** A row of plain cells that have room: nearly all, and a history has thousands. */
function onOneLine(columns: readonly Column[], row: readonly string[]): string | undefined {
  let text = '';
  for (const [index, { width, align = 'left' }] of columns.entries()) {
    const seen = stripVTControlCharacters(row[index] ?? '');
    // Of an empty one no colour is left either: spaces before it end the line then.
    const cell = seen === '' ? '' : row[index];
    if (seen.length > width || !/^[\x20-\x7e…]*$/.test(seen)) return undefined;
    const free = ' '.repeat(width - seen.length);
    text += ' '.repeat(gap) + (align === 'left' ? `${cell}${free}` : `${free}${cell}`);
  }
  return text.trimEnd();
}

// Loaded by the first row that it takes: it is most of what the terminal report loads.
const load = createRequire(import.meta.url);

function drawn(columns: readonly Column[], row: readonly string[]): readonly string[] {
  const Table: typeof import('cli-table3') = load('cli-table3');
  const table = new Table({
    chars: borderless,
    style: { head: [], border: [], 'padding-left': gap, 'padding-right': 0 },
    colWidths: columns.map(({ width }) => width + gap),
    colAligns: columns.map(({ align = 'left' }) => align),
    wordWrap: true,
  });
  table.push([...row]);
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
