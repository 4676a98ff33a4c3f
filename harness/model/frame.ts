import type { Excerpt, Span } from './problem.ts';

/** Columns of source that a frame shows at most; longer lines are cut around the caret. */
const frameWidth = 120;
const linesBefore = 2;

/** What a frame needs of a file's text: the lines around a place. */
export function excerptOf(text: string, at: Span): Excerpt {
  return excerptOfLines(text.split(/\r?\n/), at);
}

/** The same for text that is already split into lines. */
export function excerptOfLines(lines: readonly string[], at: Span): Excerpt {
  const firstLine = Math.max(1, at.line - linesBefore);
  return { at, firstLine, lines: lines.slice(firstLine - 1, at.line) };
}

export interface FrameStyle {
  readonly colour: boolean;
  /** How the caret is drawn; red for an error unless stated. */
  readonly severity?: 'error' | 'warning';
  /** Printed behind the caret: `expected 201, received 200`. One line. */
  readonly note?: string;
}

/**
 * An Excerpt as lines to print, without a newline at the end:
 *
 *       --> auth/login.yaml:22:15
 *     21 |     expect:
 *     22 |       status: 401
 *        |               ^^^ expected 401, received 200
 */
export function frame(excerpt: Excerpt, style: FrameStyle): string {
  const { at, firstLine, lines } = excerpt;
  const faint = paint('2', style.colour);
  const loud = paint(style.severity === 'warning' ? '33' : '31', style.colour);
  const gutter = String(firstLine + lines.length - 1).length;
  const own = lines[at.line - firstLine] ?? '';
  const before = printable(own.slice(0, at.column - 1));
  const marked = printable(own.slice(at.column - 1, at.column - 1 + at.length));
  const from = windowStart(width(before), width(marked), width(printable(own)));
  const shown = lines.map((line, index) => {
    const number = String(firstLine + index).padStart(gutter);
    return `${faint(`${number} |`)} ${cut(printable(line), from)}`.trimEnd();
  });
  const carets = '^'.repeat(Math.max(1, Math.min(width(marked), frameWidth - (width(before) - from))));
  const caretLine = `${' '.repeat(width(before) - from)}${loud(`${carets}${style.note === undefined ? '' : ` ${style.note}`}`)}`;
  return [
    `${' '.repeat(gutter)}${faint('-->')} ${printable(at.file)}:${at.line}:${at.column}`,
    ...shown,
    `${' '.repeat(gutter)} ${faint('|')} ${caretLine}`,
  ].join('\n');
}

/** Wraps text in an ANSI style, or leaves it alone. `codes` are SGR numbers: `31`, `1;33`. */
export function paint(codes: string, colour: boolean): (text: string) => string {
  return (text) => (colour ? `\u001b[${codes}m${text}\u001b[0m` : text);
}

/** The first column to show, so that what is marked is in sight with something around it. */
function windowStart(before: number, marked: number, total: number): number {
  if (total <= frameWidth) return 0;
  const wanted = before + Math.min(marked, frameWidth / 2) - frameWidth / 2;
  return Math.max(0, Math.min(Math.round(wanted), total - frameWidth, before - 1));
}

/** `frameWidth` columns of a line from column `from`, with an ellipsis at an end where something was left out. */
function cut(line: string, from: number): string {
  if (from > 0 && line !== '') return `…${columns(line, from + 1, from + frameWidth)}`;
  return columns(line, 0, frameWidth);
}

/** The characters that begin in the columns from `from` to before `to`; a wide one that begins earlier leaves a space. */
function columns(line: string, from: number, to: number): string {
  let column = 0;
  let shown = '';
  for (const character of line) {
    if (column >= to) return `${shown}…`;
    const next = column + charWidth(character);
    if (column >= from) shown += character;
    else if (next > from) shown += ' ';
    column = next;
  }
  return shown;
}

/** Tabs as two spaces; what could move the cursor, colour the terminal or turn text around as a replacement character. */
export function printable(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(/[\p{Control}\p{Bidi_Control}\ufeff]/gu, '\ufffd');
}

function width(text: string): number {
  let total = 0;
  for (const character of text) total += charWidth(character);
  return total;
}

/** Columns that a terminal gives a character: near enough for a caret, without the tables of Unicode. */
function charWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{Mark}|\u200d|\ufe0f/u.test(character)) return 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Hangul, CJK, full-width forms, emoji. */
const wide: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];
