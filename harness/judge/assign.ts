/**
 * Pairs as many left-hand things as possible with a right-hand thing of their own: maximum bipartite matching by
 * augmenting paths. `edges[left]` lists the right-hand things that would do. Returns the left-hand things that are left
 * over, in order. A greedy choice would call `[1, 2]` unmatched against `[$any, 1]`.
 */
export function unassigned(edges: readonly (readonly number[])[]): readonly number[] {
  const ownerOf = new Map<number, number>();
  const isPlaced = (left: number, tried: Set<number>): boolean =>
    (edges[left] ?? []).some((right) => {
      if (tried.has(right)) return false;
      tried.add(right);
      const owner = ownerOf.get(right);
      if (owner !== undefined && !isPlaced(owner, tried)) return false;
      ownerOf.set(right, left);
      return true;
    });
  return edges.flatMap((_, left) => (isPlaced(left, new Set()) ? [] : [left]));
}
