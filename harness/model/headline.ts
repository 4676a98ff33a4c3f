interface Count {
  readonly pass: number;
  readonly total: number;
}

/** `14 of 17`: how a count is said, everywhere. */
export function score({ pass, total }: Count): string {
  return `${pass} of ${total}`;
}

/** `14 of 17 pass, 1 quarantined`: how a Tally is said, everywhere. */
export function headline(tally: Count & { readonly quarantined?: number }): string {
  const { quarantined = 0 } = tally;
  return `${score(tally)} pass${quarantined === 0 ? '' : `, ${quarantined} quarantined`}`;
}
