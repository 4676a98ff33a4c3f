import { createHash } from 'node:crypto';
import { defaultLimits, type LimitName, type Limits, withDependents } from '../model/limits.ts';
import type { Vault } from '../model/vault.ts';

/**
 * SHA-256, in hex, of what plain data says: keys in order, without the places that the data was read from. Two layouts
 * of one scenario have one digest.
 */
export function digestOf(data: unknown): string {
  return createHash('sha256').update(canonical(data)).digest('hex');
}

/** What tells two Runs of one tree apart: what the scenarios say, how the candidate is started, and its limits. */
export function judgedDigest(
  scenarios: readonly { readonly id: string; readonly digest: string }[],
  { recipe, limits }: Pick<Vault, 'recipe' | 'limits'>,
): string {
  return digestOf({ scenarios: scenarios.map(({ id, digest }) => [id, digest]), recipe, limits: telling(limits) });
}

/** Limits that have always been part of the digest. Of later ones only what a vault says of them is: old Runs stay known. */
const always: ReadonlySet<string> = new Set<LimitName>([
  ...(['memory', 'processes', 'disk', 'tree', 'trial', 'build', 'output', 'response', 'database'] as const),
]);

function telling(limits: Limits): Partial<Limits> {
  const unless = withDependents({ ...limits, ...laterDefaults }, {});
  const names = (Object.keys(limits) as LimitName[]).filter(
    (name) => always.has(name) || limits[name] !== unless[name],
  );
  return Object.fromEntries(names.map((name) => [name, limits[name]]));
}

const laterDefaults: Partial<Limits> = Object.fromEntries(
  Object.entries(defaultLimits).filter(([name]) => !always.has(name)),
);

/** JSON with sorted keys. Only plain data comes here: no cycles, no functions. */
function canonical(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(canonical).join(',')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  // A plain loop: every value of every scenario comes through here.
  const record = data as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(record).toSorted()) {
    const value = record[key];
    if (value === undefined || isSpan(value)) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(value)}`;
  }
  return `{${text}}`;
}

/** By its form, not by the name of its key: a tag or an environment variable may be called `at`. */
function isSpan(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'file' in value && 'line' in value && 'column' in value;
}
