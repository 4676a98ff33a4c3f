import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Block, blocksOf, page } from '../rig/docs.ts';
import { action, gitlabInputs, root } from './runner.ts';

const { text } = page('docs/gating.md');
const blocks = blocksOf(page('docs/gating.md'));
const shown = (of: string): Block => blocks.find((block) => block.text.includes(of)) ?? { at: '', info: '', text: '' };

describe('the page about gating', () => {
  it('shows the hook as it is', () => {
    const hook = readFileSync(join(root, 'integrations/git/pre-receive'), 'utf8');
    expect(hook.trimEnd().split('\n').at(-1)).toBe(shown('exec ').text.trimEnd());
  });

  it('shows a workflow that gives the action inputs that it has, and nothing that a pull request could change', () => {
    const { on, jobs } = parse(shown('merge_group').text);
    expect(Object.keys(on)).toEqual(['pull_request_target', 'merge_group']);
    const [checkout, judging] = jobs.holdout.steps;
    expect(checkout.with).not.toHaveProperty('ref');
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(judging.with)));
    expect(jobs.holdout).not.toHaveProperty('if');
  });

  it('shows an include that gives the template inputs that it has', () => {
    const [{ file, inputs }] = parse(shown('include:').text).include;
    expect(Object.keys(gitlabInputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(readFileSync(join(root, file), 'utf8')).toContain('spec:');
  });

  it('names each input and output of the action', () => {
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(text).toContain(`\`${name}\``);
  });
});
