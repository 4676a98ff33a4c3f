import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safeGit } from '../../../harness/candidate/git.ts';
import { guardedBranches, readPush } from '../../../harness/candidate/push.ts';
import { workbench } from '../../rig/workbench.ts';

const [none, one, two] = ['0', '1', '2'].map((digit) => digit.repeat(40));

describe('what git tells a hook of a push', () => {
  it('is each ref with what it would be, and names what stands behind another name', async () => {
    using bench = workbench();
    const gitDir = join(bench.repo({ a: '1' }), '.git');
    const git = safeGit(join(bench.dir, 'git'));
    bench.git(gitDir, 'symbolic-ref', 'refs/heads/trunk', 'refs/heads/main');
    const lines = [
      `${none} ${one} refs/heads/new`,
      `${one} ${two} refs/heads/trunk`,
      `${one} ${none} refs/tags/old`,
      `${one} ${'3'.repeat(64)} refs/heads/ünï`,
    ];
    expect(await readPush(`${lines.join('\n')}\n`, gitDir, git)).toEqual({
      ok: true,
      value: [
        { ref: 'refs/heads/new', to: one },
        { ref: 'refs/heads/main', to: two },
        { ref: 'refs/tags/old' },
        { ref: 'refs/heads/ünï', to: '3'.repeat(64) },
      ],
    });
  });

  it.for([
    'hello',
    `${one} ${two}`,
    `${one} ${two} main`,
    `${one} 123 refs/heads/main`,
    `${one} ${two}\trefs/heads/main`,
  ])('is not understood when it is something else: %j', async (line) => {
    using bench = workbench();
    const git = safeGit(join(bench.dir, 'git'));
    const read = await readPush(`${one} ${two} refs/heads/ok\n${line}\n`, join(bench.repo({ a: '1' }), '.git'), git);
    expect(read).toMatchObject({ ok: false, problems: [{ code: 'bad-push' }] });
  });
});

describe('the guarded branches', () => {
  it('are those that are named, or the one that HEAD names, which may have no commit yet', async () => {
    using bench = workbench();
    const gitDir = join(bench.repo({ a: '1' }), '.git');
    const git = safeGit(join(bench.dir, 'git'));
    const guarded = async (...names: string[]) => guardedBranches(names, gitDir, git);
    expect(await guarded('main', 'refs/heads/release/1')).toEqual({
      ok: true,
      value: new Set(['refs/heads/main', 'refs/heads/release/1']),
    });
    bench.git(gitDir, 'symbolic-ref', 'HEAD', 'refs/heads/later');
    expect(await guarded()).toEqual({ ok: true, value: new Set(['refs/heads/later']) });
    bench.git(gitDir, 'update-ref', '--no-deref', 'HEAD', 'refs/heads/main');
    expect(await guarded()).toMatchObject({ ok: false, problems: [{ code: 'no-branch' }] });
  });
});
