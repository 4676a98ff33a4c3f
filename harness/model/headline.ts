interface Count {
  readonly pass: number;
  readonly total: number;
}

/** `14 of 17`: how a count is said, everywhere. */
export function score({ pass, total }: Count): string {
  return `${pass} of ${total}`;
}

/** `14 of 17 pass, 2 advisory, 1 quarantined`: how a Tally is said, everywhere. */
export function headline(tally: Count & { readonly quarantined?: number; readonly advisory?: number }): string {
  return [`${score(tally)} pass`, ...apartCounts(tally)].join(', ');
}

/** `2 advisory`, `1 quarantined`: those that are run and shown, and don't count. */
export function apartCounts(tally: { readonly quarantined?: number; readonly advisory?: number }): readonly string[] {
  const { quarantined = 0, advisory = 0 } = tally;
  return [
    ...(advisory === 0 ? [] : [`${advisory} advisory`]),
    ...(quarantined === 0 ? [] : [`${quarantined} quarantined`]),
  ];
}
