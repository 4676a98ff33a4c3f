import { describe, expect, it } from 'vitest';
import { mutatorProcess } from '../../../../harness/qualify/mutants/mutator-process.ts';

const asked = (text: string) => ({ extension: '.js', text, first: 0, prints: false });
/** Each block has a mutant that repeats those around it. */
const endless = `${'if (a) {'.repeat(300)}${'}'.repeat(300)}`;

describe('the process that reads sources', () => {
  it('is ended when a file takes too long, and the next file is read by a new one', async () => {
    await using mutator = mutatorProcess(12_000);
    expect(await mutator.mutate(asked(endless))).toBe('died');
    expect(await mutator.mutate(asked('x = a < b'))).toMatchObject({ is: 'mutated' });
  });

  it('refuses a file that is nested too deeply', async () => {
    await using mutator = mutatorProcess(30_000);
    expect(await mutator.mutate(asked('['.repeat(200_000)))).toMatchObject({ is: 'refused' });
  });
});
