/** `a`, `a and b`, `a, b, and c`. */
export const joined = (parts: readonly string[], by: 'and' | 'or' = 'and'): string =>
  parts.length < 3 ? parts.join(` ${by} `) : `${parts.slice(0, -1).join(', ')}, ${by} ${parts.at(-1)}`;

/** Milliseconds: `500 ms`, `10 seconds`, `2 minutes`. */
export function durationWords(ms: number): string {
  if (ms % 60_000 === 0) return counted(ms / 60_000, 'minute');
  return ms % 1000 === 0 ? counted(ms / 1000, 'second') : `${ms} ms`;
}

export const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
