import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countMade } from '../../../harness/cell/count-made.ts';
import { isRoot } from '../../../harness/cell/system.ts';

interface Folder extends Disposable {
  readonly dir: string;
  /** Milliseconds, between the last time of what is old and the first of what comes. */
  readonly began: number;
}

/** A folder in which two things are old. */
function folder(): Folder {
  const parent = mkdtempSync(join(tmpdir(), 'holdout-count-'));
  const dir = join(parent, 'dir');
  mkdirSync(join(dir, 'old'), { recursive: true });
  const last = written(join(dir, 'old/file'));
  let next = last;
  // The clock of files stands still for some milliseconds.
  while (next <= last) next = written(join(parent, 'clock'));
  return { dir, began: (last + next) / 2, [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }) };
}

function written(path: string): number {
  writeFileSync(path, '');
  return statSync(path).ctimeMs;
}

it('counts files, folders and further names that are new, however odd, and none that were there', async () => {
  using made = folder();
  expect(await countMade(made.dir, made.began, 100)).toEqual({ count: 0, whole: true });
  mkdirSync(join(made.dir, 'new'));
  writeFileSync(join(made.dir, 'new/a\n.b'), '');
  linkSync(join(made.dir, 'new/a\n.b'), join(made.dir, 'new/again'));
  expect(await countMade(made.dir, made.began, 100)).toEqual({ count: 3, whole: true });
});

it('stops when it has seen more than the limit', async () => {
  using made = folder();
  for (let n = 0; n < 20; n += 1) writeFileSync(join(made.dir, `f${n}`), '');
  const { count } = await countMade(made.dir, made.began, 10);
  expect(count).toBeGreaterThan(10);
});

it.runIf(!isRoot())('says when it could not look everywhere', async () => {
  using made = folder();
  chmodSync(join(made.dir, 'old'), 0);
  expect(await countMade(made.dir, made.began, 100)).toMatchObject({ whole: false });
  chmodSync(join(made.dir, 'old'), 0o755);
});

it('says when it was ended before it had looked everywhere', async () => {
  using made = folder();
  expect(await countMade(made.dir, made.began, 100, AbortSignal.abort())).toMatchObject({ whole: false });
});
