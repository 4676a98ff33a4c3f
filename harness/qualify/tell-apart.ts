/**
 * Which scenario fails on which fault, as far as it is known. Faults are mutants and bad controls; not null candidates, which
 * every scenario must fail.
 */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export interface Wish {
  readonly scenario: string;
  readonly fault: string;
}

/** Questions about one scenario at a time: one after another they would keep one lane busy and the others waiting. */
const AT_ONCE = 4;

/**
 * What is worth asking so that scenarios are told apart, or seen to fail at all; of each scenario a few things, and none at
 * all when no question would tell more. Pure: the same Matrix always wishes for the same.
 */
export function wishes(matrix: Matrix): readonly Wish[] {
  const failed = new Map([...matrix].map(([scenario, row]) => [scenario, failedIn(row)] as const));
  const all = [...new Set([...failed.values()].flat())];
  const found = new Map<string, Wish[]>();
  const wish = (scenario: string, row: Row, ...likely: readonly string[]): void => {
    const open = [...new Set([...likely, ...all])].filter((fault) => !row.has(fault));
    if (open.length > 0 && !found.has(scenario))
      found.set(
        scenario,
        open.slice(0, AT_ONCE).map((fault) => ({ scenario, fault })),
      );
  };
  // One that has failed on nothing yet is asked of what others failed on.
  for (const [scenario, row] of matrix) if (failed.get(scenario)?.length === 0) wish(scenario, row);
  // Two that might be the same are asked of what only one of them was seen to fail on, then of all that anybody failed on.
  const able = [...matrix].filter(([scenario]) => (failed.get(scenario)?.length ?? 0) > 0);
  for (const [index, [a, rowA]] of able.entries()) {
    for (const [b, rowB] of able.slice(index + 1)) {
      if (differ(rowA, rowB)) continue;
      wish(b, rowB, ...(failed.get(a) ?? []));
      wish(a, rowA, ...(failed.get(b) ?? []));
    }
  }
  return [...found.values()].flat();
}

export interface Twins {
  /** In the Matrix's order. */
  readonly scenarios: readonly string[];
  /** What they all fail on, and nothing else. */
  readonly faults: readonly string[];
}

/**
 * The fewest faults that scenarios must fail together for it to mean something that they fail on the same ones, and the
 * fewest of all that anybody failed on: of a handful many scenarios fail on the same by chance.
 */
const ENOUGH = 3;
const ENOUGH_OF_ALL = 10;

/** Scenarios that fail on exactly the same faults, of those that were asked of all that anybody failed on. */
export function twins(matrix: Matrix): readonly Twins[] {
  const all = new Set([...matrix.values()].flatMap(failedIn));
  if (all.size < ENOUGH_OF_ALL) return [];
  const asked = [...matrix].filter(([, row]) => [...all].every((fault) => row.has(fault)));
  const byFaults = Map.groupBy(asked, ([, row]) => failedIn(row).toSorted().join('\0'));
  return [...byFaults.values()].flatMap((same) => {
    const faults = failedIn(same[0]?.[1] ?? new Map());
    return same.length > 1 && faults.length >= ENOUGH
      ? [{ scenarios: same.map(([scenario]) => scenario), faults }]
      : [];
  });
}

type Row = ReadonlyMap<string, boolean>;

const failedIn = (row: Row): readonly string[] => [...row].flatMap(([fault, fails]) => (fails ? [fault] : []));

/** Whether something is known that tells two apart. */
const differ = (a: Row, b: Row): boolean => [...a].some(([fault, fails]) => b.has(fault) && b.get(fault) !== fails);
