/** Milliseconds for people: `10s`, `1.5s`, `250ms`. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
}

/** Bytes in the largest unit that divides them well: `8 MiB`, `512 KiB`, `100 bytes`. */
export function bytes(count: number): string {
  if (count >= 1024 * 1024) return `${tenths(count / 1024 / 1024)} MiB`;
  if (count >= 1024) return `${tenths(count / 1024)} KiB`;
  return `${count} bytes`;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The beginning of a text that may be the candidate's, for a line of ours. */
export function beginning(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
