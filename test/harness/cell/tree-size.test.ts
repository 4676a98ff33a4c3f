import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { watchTree } from '../../../harness/cell/tree-size.ts';
import { whole } from '../../rig/prove.ts';

// It takes the longest rest there is.
whole('a folder that is watched may not get many names for few files, which no file system tells of', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-tree-'));
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = watchTree(dir, { tree: 2 ** 40, files: 5_000 }, resolve);
  writeFileSync(join(dir, 'file'), '');
  for (let n = 0; n < 6_000; n += 1) linkSync(join(dir, 'file'), join(dir, `again${n}`));
  expect(await promise).toBe('files');
  stop();
  rmSync(dir, { recursive: true });
});
