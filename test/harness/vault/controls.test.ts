import { describe, expect, it } from 'vitest';
import { decodeControls } from '../../../harness/vault/controls.ts';
import { readDocument } from '../../../harness/vault/document.ts';
import { sourceOf } from '../../../harness/vault/source.ts';

/** What `controls:` of that text comes to, beside what lies in the vault's `controls/`. */
function decoded(text: string, there: readonly string[] = []) {
  const { reading, root } = readDocument(sourceOf('vault.yaml', text), { templates: false });
  const controls = decodeControls(reading, root, there);
  return { ...controls, problems: reading.problems.map(({ code, message }) => `${code}: ${message}`) };
}

describe('controls', () => {
  it('are refs, folders of the vault and patches onto a ref, in one line or in several', () => {
    const text = `
good: [ref:main, { name: rewrite, folder: controls/good/other }]
bad:
  one: ref:bad/one
  two: folder:controls/bad/two
  three: { patch: controls/bad/three.patch, onto: ref:v1, fails: [log-in, tag:privacy] }
`;
    const there = ['controls/good/other', 'controls/bad/two', 'controls/bad/three.patch'];
    expect(decoded(text, there)).toEqual({
      good: [
        { name: 'main', source: { is: 'ref', ref: 'main' } },
        { name: 'rewrite', source: { is: 'folder', path: 'controls/good/other' } },
      ],
      bad: [
        { name: 'one', source: { is: 'ref', ref: 'bad/one' }, fails: [] },
        { name: 'two', source: { is: 'folder', path: 'controls/bad/two' }, fails: [] },
        {
          name: 'three',
          source: { is: 'patch', path: 'controls/bad/three.patch', onto: 'v1' },
          fails: ['log-in', 'tag:privacy'],
        },
      ],
      problems: [],
    });
  });

  it('are found where they lie without being named, patches onto the first good ref', () => {
    const there = ['controls/good/rewrite', 'controls/bad/no-expiry.patch', 'controls/bad/open'];
    expect(decoded('good: [ref:main]\nbad: { open: { fails: log-in } }', there)).toEqual({
      good: [
        { name: 'main', source: { is: 'ref', ref: 'main' } },
        { name: 'rewrite', source: { is: 'folder', path: 'controls/good/rewrite' } },
      ],
      bad: [
        { name: 'open', source: { is: 'folder', path: 'controls/bad/open' }, fails: ['log-in'] },
        {
          name: 'no-expiry',
          source: { is: 'patch', path: 'controls/bad/no-expiry.patch', onto: 'main' },
          fails: [],
        },
      ],
      problems: [],
    });
  });

  it('are Problems where they say nothing of where they are, or are not there', () => {
    expect(decoded('good: [main]\nbad: { gone: folder:controls/bad/gone, none: { fails: [] } }').problems).toEqual([
      'no-control: "main" says nothing of where a build is',
      'no-control: there is no folder "controls/bad/gone"',
      'no-control: nothing says where the control "none" is',
    ]);
  });
});
