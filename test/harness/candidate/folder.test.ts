import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workbench } from '../../rig/workbench.ts';
import { exportAsItStands } from './exporting.ts';

describe('a folder as it stands', () => {
  it('is its tracked and unignored files, with changes and without what was deleted', async () => {
    using bench = workbench();
    const repo = bench.repo({ '.gitignore': 'ignored\n', kept: '1', changed: '1', deleted: '1' });
    writeFileSync(join(repo, 'changed'), '2');
    writeFileSync(join(repo, 'new'), '1');
    writeFileSync(join(repo, 'ignored'), '1');
    rmSync(join(repo, 'deleted'));
    const { exported, dir } = await exportAsItStands(bench, repo);
    expect(readdirSync(dir).toSorted()).toEqual(['.gitignore', 'changed', 'kept', 'new']);
    bench.git(repo, 'add', '--all');
    expect(exported).toMatchObject({ ok: true, value: { tree: bench.git(repo, 'write-tree') } });
  });

  it('never reads through a link that replaced a folder', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'dir/file': 'own' });
    mkdirSync(join(bench.dir, 'vault'));
    writeFileSync(join(bench.dir, 'vault/file'), 'secret');
    rmSync(join(repo, 'dir'), { recursive: true });
    symlinkSync(join(bench.dir, 'vault'), join(repo, 'dir'));
    const { dir, exported } = await exportAsItStands(bench, repo);
    expect(exported.ok).toBe(false);
    expect(JSON.stringify(readdirSync(dir, { recursive: true }))).not.toContain('secret');
  });

  it('is where it was found, whatever folder its settings name', async () => {
    using bench = workbench();
    const repo = bench.repo({ own: '1' });
    mkdirSync(join(bench.dir, 'private'));
    writeFileSync(join(bench.dir, 'private/own'), 'secret');
    writeFileSync(join(bench.dir, 'private/key'), 'secret');
    bench.git(repo, 'config', 'core.worktree', join(bench.dir, 'private'));
    const { dir } = await exportAsItStands(bench, repo);
    expect(readdirSync(dir)).toEqual(['own']);
    expect(readFileSync(join(dir, 'own'), 'utf8')).toBe('1');
  });

  it('is the whole repository when a folder inside is named, and a worktree’s own files in a worktree', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a/b': '1', c: '2' });
    bench.git(repo, 'worktree', 'add', '-q', join(bench.dir, 'side'), '-b', 'side');
    writeFileSync(join(bench.dir, 'side/new'), '');
    expect(readdirSync((await exportAsItStands(bench, join(repo, 'a'))).dir)).toEqual(['a', 'c']);
    expect(readdirSync((await exportAsItStands(bench, join(bench.dir, 'side'))).dir)).toEqual(['a', 'c', 'new']);
  });

  it('is refused for a link that leads out of it, with what to do', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    symlinkSync('/etc/passwd', join(repo, 'ü'));
    expect((await exportAsItStands(bench, repo)).exported).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'forbidden-tree',
          message: '"ü" is a link that leads out of the tree',
          fix: expect.stringContaining('remove'),
        },
      ],
    });
  });
});
