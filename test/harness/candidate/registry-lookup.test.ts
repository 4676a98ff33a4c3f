import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { steadyLookup } from '../../../harness/candidate/registry-lookup.ts';

/** Looks up one name again and again, while its addresses change. */
function lookups(answers: readonly (readonly string[])[]): () => Promise<readonly string[]> {
  let asked = 0;
  const lookup = steadyLookup(['name'], () => {
    const found = (answers[Math.min(asked++, answers.length - 1)] ?? []).map(
      (address): LookupAddress => ({ address, family: 4 }),
    );
    return Promise.resolve(found);
  });
  return () =>
    new Promise((resolve, reject) => {
      lookup('name', { all: true }, (error, found) => {
        if (error !== null) reject(error);
        else resolve((found as readonly LookupAddress[]).map(({ address }) => address));
      });
    });
}

describe('a name of the list', () => {
  it('may be of this network, when it was so before the candidate ran', async () => {
    const find = lookups([['10.0.0.5'], ['10.0.0.6']]);
    expect(await find()).toEqual(['10.0.0.6']);
  });

  it('is not followed from the internet to where the judge is', async () => {
    const find = lookups([['1.1.1.1'], ['169.254.169.254'], ['127.0.0.1', '1.0.0.1']]);
    await expect(find()).rejects.toMatchObject({ code: 'EPRIVATE' });
    expect(await find()).toEqual(['1.0.0.1']);
  });
});
