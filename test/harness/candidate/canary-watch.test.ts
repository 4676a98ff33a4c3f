import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canaryWatch, leakOf } from '../../../harness/candidate/canary-watch.ts';
import { canaryOf } from '../../../harness/model/canary.ts';
import { tries } from '../../rig/prove.ts';

const canary = canaryOf('5b1d3c0e-6f0a-4c57-9a1e-2f3b8c7d4e60');
const other = canaryOf('0c8f7e5a-3d41-4b7e-8f52-a9d06b1c2e37');

function seenIn(...chunks: readonly string[]) {
  const watch = canaryWatch();
  const look = watch.begin('a.txt');
  for (const chunk of chunks) look(Buffer.from(chunk, 'latin1'));
  return watch.seen();
}

const decoy = (n: number): string => canaryOf(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

describe('a canary in a tree', () => {
  it('is seen wherever chunks break it, and told once, with the first path', () => {
    const text = fc.string({ unit: fc.constantFrom('h', 'holdout-canary-', '5b1d', '\0', '\n'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(200), { maxLength: 12 }), (before, behind, cuts) => {
        const whole = `${before}${canary}${behind}${canary}`;
        const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length];
        const chunks = at.slice(1).map((end, i) => whole.slice(at[i], end));
        expect(seenIn(...chunks)).toEqual([{ canary, path: 'a.txt' }]);
      }),
      { numRuns: tries(300) },
    );
  });

  it('is not seen in what only begins like one, nor across two files', () => {
    expect(seenIn('holdout-canary-', canary.slice(0, -1), `holdout-canary-${canary.slice(15).toUpperCase()}`)).toEqual(
      [],
    );
    const watch = canaryWatch();
    watch.begin('a.txt')(Buffer.from(canary.slice(0, 20)));
    watch.begin('b.txt')(Buffer.from(canary.slice(20)));
    expect(watch.seen()).toEqual([]);
  });

  it('is seen in the name of a file', () => {
    const watch = canaryWatch();
    watch.begin(`notes/${canary}.md`);
    expect(watch.seen()).toEqual([{ canary, path: `notes/${canary}.md` }]);
  });

  it('is one too many beyond a thousand different ones', () => {
    const watch = canaryWatch();
    const look = watch.begin('decoys');
    for (let n = 0; n < 1000; n++) look(Buffer.from(decoy(n)));
    expect(watch.tooMany()).toBe(false);
    look(Buffer.from(decoy(1000)));
    expect(watch.tooMany()).toBe(true);
  });
});

describe('a leak', () => {
  const canaries = [
    { file: 'auth/login.yaml', canary },
    { file: 'vault.yaml', canary: other },
  ];

  it('is named by its file and its place, with how many others there are', () => {
    expect(leakOf([{ canary, path: 'docs/\u0001plan.md' }], canaries)).toBe(
      '"docs/\\u0001plan.md" holds the canary of auth/login.yaml',
    );
    const both = [
      { canary: other, path: 'a' },
      { canary, path: 'b' },
    ];
    expect(leakOf(both, canaries)).toBe('"a" holds the canary of vault.yaml; canaries of this vault in the tree: 2');
  });

  it('is none when the canaries are of another vault', () => {
    expect(leakOf([{ canary, path: 'a' }], canaries.slice(1))).toBeUndefined();
  });
});
