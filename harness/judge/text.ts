/** Text as prose: what doesn't count when a person compares two outputs. All in linear time. */

const escape = 27;
const bell = 7;

/** CRLF becomes LF; colour codes, and white space before a line end, are removed. */
export function foldLines(text: string): string {
  const lines = stripEscapes(text).split('\n');
  return lines.map((line, index) => (index < lines.length - 1 ? line.trimEnd() : line)).join('\n');
}

/** `foldLines`, and without white space at the end. Two texts are equal as prose when these are equal. */
export function prose(text: string): string {
  return foldLines(text).trimEnd();
}

/** Length as a reader counts it: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  let pairs = 0;
  for (let i = 1; i < text.length; i++) {
    if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) pairs++;
  }
  return text.length - pairs;
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Removes ANSI escape codes: CSI (`ESC [ 31 m`), OSC (`ESC ] ... BEL`), and two-character ones. */
function stripEscapes(text: string): string {
  let from = 0;
  let kept = '';
  for (let at = text.indexOf('\u001b'); at !== -1; at = text.indexOf('\u001b', from)) {
    const end = escapeEnd(text, at);
    kept += text.slice(from, at);
    from = end;
  }
  return kept + text.slice(from);
}

/** Where the escape code that starts at `at` ends. */
function escapeEnd(text: string, at: number): number {
  const kind = text[at + 1];
  if (kind === '[') {
    let end = at + 2;
    while (isBetween(text.charCodeAt(end), 0x20, 0x3f)) end++;
    return isBetween(text.charCodeAt(end), 0x40, 0x7e) ? end + 1 : end;
  }
  if (kind === ']') {
    // One that is never closed must not hide the text after it.
    let end = at + 2;
    while (end < text.length && text.charCodeAt(end) !== bell && text.charCodeAt(end) !== escape) end++;
    if (text.charCodeAt(end) === bell) return end + 1;
    return text.startsWith('\u001b\\', end) ? end + 2 : at + 2;
  }
  return isBetween(text.charCodeAt(at + 1), 0x40, 0x7e) ? at + 2 : at + 1;
}

/** False for NaN, which charCodeAt gives past the end. */
const isBetween = (code: number, low: number, high: number): boolean => code >= low && code <= high;
