import { type Canary, withoutCanaries } from '../model/canary.ts';
import { type Shingle, shingleWords, wordReader } from './words.ts';

/** What tells that a file of a vault has been somewhere. */
export interface Marks {
  /** The file, by canary. */
  readonly canaries: ReadonlyMap<string, string>;
  /** The files whose text has this run of words, by its first number and then by its second. */
  readonly shingles: ReadonlyMap<number, ReadonlyMap<number, readonly string[]>>;
}

/** One file of a vault: its path and its text. */
interface VaultText {
  readonly file: string;
  readonly text: string;
}

/** What a run of ten words must have to say anything: characters, and different words that are not everybody's. */
const unusualEnough = { letters: 40, words: 3 } as const;

/** @param usual words that any scenario may have: those of the language. */
export function marksOf(texts: readonly VaultText[], canaries: readonly Canary[], usual: ReadonlySet<string>): Marks {
  const shingles = new Map<number, Map<number, readonly string[]>>();
  for (const { file, text } of texts) {
    for (const { first, second } of shinglesOf(text, usual)) {
      const same = shingles.get(first) ?? new Map<number, readonly string[]>();
      const files = same.get(second) ?? [];
      if (!files.includes(file)) same.set(second, [...files, file]);
      shingles.set(first, same);
    }
  }
  return { canaries: new Map(canaries.map(({ file, canary }) => [canary, file])), shingles };
}

/** The files that a run of words is in. */
export const filesWith = ({ shingles }: Marks, { first, second }: Shingle): readonly string[] =>
  shingles.get(first)?.get(second) ?? [];

/** The same marks without those runs of words: they stand where no vault has been. */
export function without({ canaries, shingles }: Marks, known: readonly Shingle[]): Marks {
  const left = new Map([...shingles].map(([first, same]) => [first, new Map(same)]));
  for (const { first, second } of known) left.get(first)?.delete(second);
  return { canaries, shingles: left };
}

function shinglesOf(text: string, usual: ReadonlySet<string>): readonly Shingle[] {
  const found: Shingle[] = [];
  const recent: string[] = [];
  const reader = wordReader(
    (shingle) => {
      const rare = new Set(recent.filter((word) => !usual.has(word) && !/^[0-9]/.test(word)));
      if (shingle.letters >= unusualEnough.letters && rare.size >= unusualEnough.words) found.push(shingle);
    },
    {
      hearWord: (word) => {
        recent.push(word);
        if (recent.length > shingleWords) recent.shift();
      },
    },
  );
  reader.read(Buffer.from(withoutMarks(text)));
  reader.end();
  return found;
}

/** Lines that are the same in many files, or looked for otherwise. */
const withoutMarks = (text: string): string =>
  withoutCanaries(text)
    .split('\n')
    .filter((line) => !/^# yaml-language-server:|^\s*canary:/.test(line))
    .join('\n');
