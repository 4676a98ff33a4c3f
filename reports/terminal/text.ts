import { escaped, hidden } from '../../harness/model/hidden.ts';

/** Any text on one line: nothing in it moves the cursor, changes colours, turns text around or hides. */
export function line(text: string): string {
  return text.replaceAll(hidden, escaped);
}

/** Any text with its line ends, made safe in the same way. */
export function block(text: string): string {
  return text.replaceAll(hidden, (character) => (character === '\n' ? character : escaped(character)));
}

/** The lines of a log, each made safe, tabs as two spaces; at most the last `most`. */
export function logLines(log: string, most: number): readonly string[] {
  const lines = log.replaceAll('\r\n', '\n').replaceAll('\t', '  ').trimEnd().split('\n');
  return lines.slice(-most).map(line);
}

/** `820 ms`, `6.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 scenario`, `3 scenarios`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** At most `width` characters, an ellipsis in place of the rest. */
export function shorten(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

/** The same with the ellipsis in the middle: what is alike in names often stands at their beginning. */
export function shortenInside(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${shorten(text, width - end)}${characters.slice(characters.length - end).join('')}`;
}
