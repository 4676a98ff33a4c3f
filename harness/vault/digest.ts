import { createHash } from 'node:crypto';

/**
 * SHA-256, in hex, of what plain data says: keys in order, without the places that the data was read from. Two layouts
 * of one scenario have one digest.
 */
export function digestOf(data: unknown): string {
  return createHash('sha256').update(canonical(data)).digest('hex');
}

/** JSON with sorted keys. Only plain data comes here: no cycles, no functions. */
function canonical(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(canonical).join(',')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const entries = Object.entries(data)
    .filter(([, value]) => value !== undefined && !isSpan(value))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`);
  return `{${entries.join(',')}}`;
}

/** By its form, not by the name of its key: a tag or an environment variable may be called `at`. */
function isSpan(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'file' in value && 'line' in value && 'column' in value;
}
