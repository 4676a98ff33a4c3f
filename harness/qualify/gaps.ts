import type { Gap, Survivor } from '../model/qualified-vault.ts';

/** Lines between two survivors that are still about one thing. */
const NEAR = 5;
/** Survivors that make a gap: fewer may be no more than chance, or nothing that anybody could see. */
const FEWEST = 2;
const MOST_GAPS = 3;

/** Where survivors stand close together in the source, the most first. */
export function gapsOf(survivors: readonly Survivor[]): readonly Gap[] {
  const placed = survivors.flatMap(({ excerpt, reachedBy }) =>
    excerpt === undefined ? [] : [{ file: excerpt.at.file, line: excerpt.at.line, reachedBy }],
  );
  const gaps: { file: string; from: number; to: number; survivors: number; reachedBy: Set<string> }[] = [];
  for (const { file, line, reachedBy } of placed.toSorted((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
  )) {
    const last = gaps.at(-1);
    if (last === undefined || last.file !== file || line - last.to > NEAR) {
      gaps.push({ file, from: line, to: line, survivors: 1, reachedBy: new Set(reachedBy) });
    } else {
      last.to = line;
      last.survivors += 1;
      for (const id of reachedBy) last.reachedBy.add(id);
    }
  }
  return gaps
    .filter((gap) => gap.survivors >= FEWEST)
    .toSorted((a, b) => b.survivors - a.survivors)
    .slice(0, MOST_GAPS)
    .map((gap) => ({ ...gap, reachedBy: [...gap.reachedBy] }));
}
