import { canaryLength, canaryPrefix } from '../model/canary.ts';
import { filesWith, type Marks } from './marks.ts';
import { type Shingle, shingleWords, wordReader } from './words.ts';

/** That a file of the vault stands in what was looked at. */
export interface Sighting {
  /** The vault's file. */
  readonly file: string;
  readonly kind: 'canary' | 'fragment';
  /** Where it first is; from 1. */
  readonly line: number;
  /** Of a fragment: how many words stand there as they do in the vault, at least. */
  readonly words?: number;
}

const prefix = Buffer.from(canaryPrefix);
const seam = canaryLength - 1;

/** Looks at one text of any size, in chunks. @returns each file of the vault that is in it: by its canary, by its words. */
export async function lookAt(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  marks: Marks,
): Promise<readonly Sighting[]> {
  const canaries = new Map<string, number>();
  const fragments = new Map<string, { readonly line: number; readonly runs: number }>();
  const reader = wordReader(
    (shingle) => {
      for (const file of filesWith(marks, shingle)) {
        const { line, runs } = fragments.get(file) ?? { line: shingle.line, runs: 0 };
        fragments.set(file, { line, runs: runs + 1 });
      }
    },
    { wanted: marks.shingles },
  );
  let line = 1;
  let before: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const joined = before.length === 0 ? chunk : Buffer.concat([before, chunk]);
    for (let at = joined.indexOf(prefix); at !== -1; at = joined.indexOf(prefix, at + prefix.length)) {
      const file = marks.canaries.get(joined.toString('latin1', at, at + canaryLength));
      if (file !== undefined && !canaries.has(file)) canaries.set(file, line + linesIn(joined.subarray(0, at)));
    }
    const kept = joined.subarray(-seam);
    line += linesIn(joined.subarray(0, joined.length - kept.length));
    before = kept;
    reader.read(chunk);
  }
  reader.end();
  return [
    ...[...canaries].map(([file, at]) => ({ file, kind: 'canary' as const, line: at })),
    ...[...fragments].map(([file, { line: at, runs }]) => ({
      ...{ file, kind: 'fragment' as const, line: at },
      words: runs + shingleWords - 1,
    })),
  ];
}

/** The runs of words of the vault that stand in a text, though no vault has been there. */
export async function wordsIn(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  marks: Marks,
): Promise<readonly Shingle[]> {
  const known: Shingle[] = [];
  const reader = wordReader(
    (shingle) => {
      if (filesWith(marks, shingle).length > 0) known.push(shingle);
    },
    { wanted: marks.shingles },
  );
  for await (const chunk of chunks) reader.read(chunk);
  reader.end();
  return known;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
