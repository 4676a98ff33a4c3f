import { describe, expect, it } from 'vitest';
import { words } from '../../../../harness/model/pattern.ts';
import { operatorNames } from '../../../../harness/vault/operators.ts';
import { blocksOf, page } from '../../../rig/docs.ts';
import { explainBlock } from '../../../rig/matcher-page.ts';

const { text } = page('docs/matchers.md');
const sections = text.split(/^### /m).slice(1);
const told = sections.map((section) => {
  const name = /^`(\$[a-zA-Z]+)`/.exec(section)?.[1] ?? '';
  const [block] = blocksOf({ file: 'docs/matchers.md', text: section }).filter(({ info }) => info === 'yaml matcher');
  return { name, block: block?.text ?? '' };
});

describe('docs/matchers.md', () => {
  it('tells of every matcher', () => {
    expect(new Set(told.map(({ name }) => name))).toEqual(new Set([...words, ...operatorNames]));
  });

  it.for(told)('shows what passes $name, what fails it, and what is said then', ({ name, block }) => {
    const { passes, message, claimed, takesMissing } = explainBlock(block);
    expect(block).toContain(name);
    expect(passes).toBe(true);
    expect(message).not.toBe('');
    expect(claimed).toBe(message);
    expect(takesMissing).toBe(name === '$absent' || name === '$optional');
  });
});
