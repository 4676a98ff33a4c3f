/**
 * Splits a command line into words as a shell would: at white space, with '...', "..." and backslash; nothing is
 * expanded. A quote that is never closed ends with the line.
 */
export function words(line: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quoted: '"' | "'" | undefined;
  for (let i = 0; i < line.length; i += 1) {
    const character = line.charAt(i);
    if (quoted === undefined && /\s/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (character === quoted) {
      quoted = undefined;
    } else if (quoted === undefined && (character === '"' || character === "'")) {
      quoted = character;
      word ??= '';
    } else if (character === '\\' && quoted !== "'" && i + 1 < line.length) {
      i += 1;
      word = (word ?? '') + line.charAt(i);
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === undefined ? found : [...found, word];
}
