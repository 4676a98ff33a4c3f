import { type FrameStyle, frame } from '../../harness/model/frame.ts';
import type { Excerpt } from '../../harness/model/problem.ts';
import type { Style } from '../../harness/model/report.ts';
import { palette } from './palette.ts';
import { line, logLines } from './text.ts';

/** Lines of a log that are shown. */
const shownLog = 12;

/** A frame of source. Its lines are made safe by `frame`, its file name is not. */
export function source(excerpt: Excerpt, style: Style, more: Omit<FrameStyle, 'colour'> = {}): string {
  const at = { ...excerpt.at, file: line(excerpt.at.file) };
  return frame({ ...excerpt, at }, { colour: style.colour, ...more });
}

/** Width of the line numbers of a frame; of two figures where there is none. */
export function gutterOf(excerpt: Excerpt | undefined): number {
  return excerpt === undefined ? 2 : String(excerpt.firstLine + excerpt.lines.length - 1).length;
}

/** `   = at body.error`: a line of its own below a frame. */
export function fact(text: string, style: Style, gutter = 2): string {
  return `${' '.repeat(gutter)} ${palette(style).faint('=')} ${text}`;
}

/** The last lines of a text, behind a bar, so that none of them can pass for one of ours. */
export function quoted(log: string, style: Style, gutter = 2, most = shownLog): readonly string[] {
  const bar = `${' '.repeat(gutter)} ${palette(style).faint('|')}`;
  return logLines(log, most).map((text) => (text === '' ? bar : `${bar} ${text}`));
}
