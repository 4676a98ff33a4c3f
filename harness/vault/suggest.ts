/** The known word that is most like `word`, when one is like it enough to be what was meant. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 64) return undefined;
  let best: string | undefined;
  // Short words may differ by one edit, longer ones by about a third of their length.
  let limit = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const far = distance(word.toLowerCase(), candidate.toLowerCase());
    if (far < limit) {
      best = candidate;
      limit = far;
    }
  }
  return best;
}

/** `did you mean "expect"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): { fix?: string } {
  const meant = closest(word, known);
  return meant === undefined ? {} : { fix: `did you mean "${meant}"?` };
}

/**
 * The known word that `word` must have been meant as: one slip away from it (a letter too many, too few, wrong, swapped
 * with its neighbour, or of the wrong case), with no other known word nearly as close. Names that people number or put in
 * the plural differ by one letter on purpose; words of the language don't come in both.
 */
export function certain(word: string, known: Iterable<string>, are: 'names' | 'words'): string | undefined {
  if (word.length < 3 || word.length > 64) return undefined;
  const near = [...new Set(known)].filter((one) => distance(word.toLowerCase(), one.toLowerCase()) <= 2);
  const [only] = near;
  if (only === undefined || near.length > 1 || distance(word.toLowerCase(), only.toLowerCase()) > 1) return undefined;
  if (are === 'words') return only;
  const plural = `${word}s` === only || `${only}s` === word;
  const numbered = word.replaceAll(/\d/g, '') === only.replaceAll(/\d/g, '');
  return plural || (numbered && /\d/.test(word + only)) ? undefined : only;
}

/** Edit distance that counts two neighbours swapped as one edit (`emial`): optimal string alignment. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Infinity;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(cell(old, j) + 1, cell(row, j - 1) + 1, cell(old, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, cell(older, j - 2) + 1);
      }
      row.push(cost);
    }
    older = old;
    old = row;
  }
  return cell(old, b.length);
}

const cell = (row: readonly number[], index: number): number => row[index] ?? Infinity;
