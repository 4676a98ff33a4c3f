import { promises as dns, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublic } from './registry-hosts.ts';

type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/**
 * Finds addresses of the names of a list. A name that had public addresses when it was first looked up, before the
 * candidate ran, is not followed to a private one later; one that was private from the start is the owner's own.
 */
export function steadyLookup(
  names: readonly string[],
  resolve: Resolve = (name) => dns.lookup(name, { all: true }),
): LookupFunction {
  const wasPublic = new Map<string, boolean>();
  const find = async (name: string): Promise<LookupAddress[]> => {
    const found = await resolve(name);
    if (!wasPublic.has(name))
      wasPublic.set(
        name,
        found.every(({ address }) => isPublic(address)),
      );
    const usable = found.filter(({ address }) => wasPublic.get(name) === false || isPublic(address));
    if (usable.length > 0) return usable;
    throw Object.assign(new Error(`${name} leads to a private address all of a sudden`), { code: 'EPRIVATE' });
  };
  for (const name of names) find(name).catch(() => {});
  return (name, options, callback) => {
    find(name).then(
      (found) => {
        const [first] = found;
        if (options.all === true) callback(null, found);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
