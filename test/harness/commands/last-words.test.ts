import { describe, expect, it } from 'vitest';
import { lastWords } from '../../../harness/commands/last-words.ts';
import { MachineTrouble } from '../../../harness/model/problem.ts';

const said = (error: unknown, ...args: readonly string[]): string =>
  lastWords(error, ['/usr/bin/node', '/opt/holdout/bin/holdout.mjs', ...args]);

const full = Object.assign(new Error('no space left on device, /srv/holdout'), { code: 'ENOSPC' });
const troubles = [new MachineTrouble('/srv/holdout is broken'), full, new TypeError('x is not a function'), '/srv'];

describe('the last words', () => {
  it.for([
    ['run', '.', '--audience', 'worker'],
    ['run', '.', '--audience=worker'],
    ['pre-receive', '--vault', '/srv/vaults/shop'],
    ['--', 'pre-receive', '--vault', '/srv/vaults/shop'],
  ])('tell a worker, and whoever pushes, nothing: %j', (args) => {
    for (const error of troubles) expect(said(error, ...args)).toBe('error: no verdict could be reached here');
  });

  it('tell the owner what the machine said, and where a bug is', () => {
    const [broken, ...others] = troubles.map((error) => said(error, 'run', '.', '--ref', 'pre-receive'));
    expect(broken).toBe('error: /srv/holdout is broken');
    expect(others).toEqual([
      'error: the machine refused: no space left on device, /srv/holdout',
      expect.stringMatching(/^holdout: a bug in the judge, no verdict: TypeError: x is not a function\n +at /),
      'holdout: a bug in the judge, no verdict: /srv',
    ]);
  });
});
