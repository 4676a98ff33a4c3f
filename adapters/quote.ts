/** Longer lines are no help to a person who wants to repeat something by hand. In UTF-16 units. */
const longest = 16 * 1024;

/** A word as a POSIX shell reads it back unchanged: bare when it can be, else in single quotes. */
export function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // What `$(...)` brings loses its last line ends.
  return isBroken(word) && !word.endsWith('\n') ? `"$(printf %b ${escapes(word)})"` : single(word);
}

/** A command that prints a text to the byte. */
export function printing(text: string): string {
  return isBroken(text) ? `printf %b ${escapes(text)}` : `printf %s ${quote(text)}`;
}

/** Line ends and tabs would not get through to a reader, who is shown one line without control characters. */
const isBroken = (text: string): boolean => /[\n\r\t]/.test(text);

/** As `printf %b` takes it, and JSON writes it: so secrets are found in it. */
const escapes = (text: string): string =>
  single(text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t'));

const single = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** A command line to copy; nothing when it is too long, or no shell could be given it (a zero byte ends an argument). */
export function commandLine(words: readonly string[]): string | undefined {
  const line = words.join(' ');
  return line.length > longest || line.includes('\0') ? undefined : line;
}
