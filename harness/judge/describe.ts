import { type Data, ExactNumber } from '../model/value.ts';
import { isList, printJson } from './data.ts';

/** Characters of a value that one line of a report shows. */
const shownLength = 200;

/** `text`, `a number`: what kind of value it is, as messages call it. */
export function describeKind(data: Data): string {
  if (data === null) return 'null';
  if (typeof data === 'string') return 'text';
  if (typeof data === 'boolean') return 'a boolean';
  if (data instanceof ExactNumber) return 'a number';
  return isList(data) ? 'a list' : 'an object';
}

/** A value as JSON on one bounded line; what is longer is cut and followed by its size. */
export function show(data: Data): string {
  const line = visible(printJson(data, shownLength));
  return line.length <= shownLength ? line : `${cutAt(line, shownLength)}… (${size(data)})`;
}

/** Text that is not data, on one bounded line. */
export function showLine(text: string): string {
  const line = visible(text.slice(0, shownLength + 1));
  return line.length <= shownLength ? line : `${cutAt(line, shownLength)}… (${text.length} characters)`;
}

/** `a`, `a and b`, `a, b and c`; the parts beyond the first five are only counted. */
export function showAll(parts: readonly string[], last: 'and' | 'or' | 'and then'): string {
  const shown = parts.slice(0, 5);
  if (parts.length > shown.length) return `${shown.join(', ')} ${last} ${parts.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}

/** Writes what a terminal would obey or hide (control, format and bidirectional characters) as `\u001b`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (hidden) => {
    const code = hidden.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A line of our own making, kept to `shownLength` characters. */
export function cut(line: string): string {
  return line.length <= shownLength ? line : `${cutAt(line, shownLength)}…`;
}

/** Not in the middle of a surrogate pair. */
function cutAt(text: string, length: number): string {
  const start = text.slice(0, length);
  return start.isWellFormed() ? start : start.slice(0, -1);
}

function size(data: Data): string {
  if (typeof data === 'string') return `${data.length} characters`;
  if (data instanceof ExactNumber) return `${data.digits.length} digits`;
  if (isList(data)) return data.length === 1 ? 'a list of 1 item' : `a list of ${data.length} items`;
  return data instanceof Map && data.size !== 1 ? `an object with ${data.size} keys` : 'an object with 1 key';
}
