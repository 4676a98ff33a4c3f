/** Longer lines are no help to a person who wants to repeat something by hand. In UTF-16 units. */
const longest = 16 * 1024;

/** A word as a POSIX shell reads it back unchanged: bare when it can be, else in single quotes. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line to copy; nothing when it is too long, or no shell could be given it (a zero byte ends an argument). */
export function commandLine(words: readonly string[]): string | undefined {
  const line = words.join(' ');
  return line.length > longest || line.includes('\0') ? undefined : line;
}
