/** So many words in a row are looked for. */
export const shingleWords = 10;

/** A run of words, as two numbers that hardly any other run has. */
export interface Shingle {
  readonly first: number;
  readonly second: number;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Characters of its words. */
  readonly letters: number;
}

interface WordReader {
  read(chunk: Uint8Array): void;
  /** A word may end where the text does. */
  end(): void;
}

/** What stands for a byte: its letter in lower case, or nothing when it separates words. */
const letterOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte).toLowerCase();
  return byte < 128 && /[a-z0-9_$]/.test(char) ? char.charCodeAt(0) : 0;
});
const [newline, escape, backslash, u] = [0x0a, 0x1b, 0x5c, 0x75];
/** What may stand behind a backslash, and mean a line break or the like. */
const escapable = new Set(['n', 'r', 't', 'b', 'f'].map((char) => char.charCodeAt(0)));

const [startA, startB, baseA, baseB] = [0x811c9dc5 | 0, 0x9747b28c | 0, 0x01000193, 0x5bd1e995];
const powerOf = (base: number): number =>
  Array.from({ length: shingleWords - 1 }).reduce((power: number) => Math.imul(power, base), 1);
const [oldestA, oldestB] = [powerOf(baseA), powerOf(baseB)];

/** How the bits of the numbers that are wanted are kept: few others pass. */
const sieveBits = 20;
const placeInSieve = (first: number): number => first >>> (32 - sieveBits);

/**
 * Reads bytes as words and hands over every run of ten of them, or those whose first number is `wanted`. A word is letters,
 * digits, `_` and `$`, in lower case. All else only separates: so spaces, quotes, line breaks, the marks of a diff, and JSON's
 * escapes for them make no difference. Plain numbers are passed over, for listings number their lines; so are a terminal's
 * colours.
 */
export function wordReader(
  hear: (shingle: Shingle) => void,
  { wanted, hearWord }: { wanted?: ReadonlyMap<number, unknown>; hearWord?: (word: string) => void },
): WordReader {
  const sieve = new Uint8Array(2 ** sieveBits);
  for (const first of wanted?.keys() ?? []) sieve[placeInSieve(first)] = 1;

  // The last ten words: their two numbers, their lines, their lengths.
  const [wordsA, wordsB] = [new Int32Array(shingleWords), new Int32Array(shingleWords)];
  const [lines, lengths] = [new Int32Array(shingleWords), new Int32Array(shingleWords)];
  let count = 0;
  let runA = 0;
  let runB = 0;
  let letters = 0;
  const push = (a: number, b: number, length: number, line: number): void => {
    const at = count % shingleWords;
    runA = (Math.imul(runA - Math.imul(wordsA[at] ?? 0, oldestA), baseA) + a) | 0;
    runB = (Math.imul(runB - Math.imul(wordsB[at] ?? 0, oldestB), baseB) + b) | 0;
    letters += length - (lengths[at] ?? 0);
    wordsA[at] = a;
    wordsB[at] = b;
    lines[at] = line;
    lengths[at] = length;
    count += 1;
    if (count < shingleWords || (wanted !== undefined && sieve[placeInSieve(runA)] === 0)) return;
    hear({ first: runA, second: runB, line: lines[count % shingleWords] ?? line, letters });
  };

  // The word that is being read.
  let a = startA;
  let b = startB;
  let length = 0;
  let numeric = true;
  let text = '';
  let line = 1;
  // What is being passed over: behind a backslash, the digits of `\u00e4`, a colour.
  let within: 'text' | 'backslash' | 'colour' = 'text';
  let digits = 0;
  const end = (): void => {
    if (!numeric) {
      hearWord?.(text);
      push(a, b, length, line);
    }
    a = startA;
    b = startB;
    length = 0;
    numeric = true;
    text = '';
  };
  /** Reads letters from there on. @returns where the last of them is. */
  const word = (chunk: Uint8Array, from: number): number => {
    let [i, ownA, ownB, plain] = [from, a, b, numeric];
    for (let letter = letterOf[chunk[i] ?? 0] ?? 0; letter !== 0; letter = letterOf[chunk[++i] ?? 0] ?? 0) {
      ownA = Math.imul(ownA ^ letter, baseA);
      ownB = Math.imul(ownB ^ letter, baseB);
      ownB ^= ownB >>> 15;
      plain &&= letter <= 0x39 && letter !== 0x24;
      if (hearWord !== undefined) text += String.fromCharCode(letter);
    }
    a = ownA;
    b = ownB;
    numeric = plain;
    length += i - from;
    return i - 1;
  };
  const passedOver = (byte: number): boolean => {
    if (digits > 0) {
      digits -= 1;
      return true;
    }
    if (within === 'colour') {
      if ((byte >= 0x40 && byte <= 0x7e && byte !== 0x5b) || byte < 0x20) within = 'text';
      return true;
    }
    if (byte === backslash) return true;
    within = 'text';
    if (byte === u) digits = 4;
    return byte === u || escapable.has(byte);
  };

  return {
    read(chunk) {
      // Every byte of a history comes through here.
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] ?? 0;
        if ((within !== 'text' || digits > 0) && passedOver(byte)) continue;
        if (letterOf[byte] !== 0) {
          i = word(chunk, i);
          continue;
        }
        if (length > 0) end();
        if (byte === newline) line += 1;
        else if (byte === backslash) within = 'backslash';
        else if (byte === escape) within = 'colour';
      }
    },
    end,
  };
}
