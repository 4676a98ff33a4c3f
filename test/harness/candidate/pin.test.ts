import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { safeGit } from '../../../harness/candidate/git.ts';
import { findSource, pin } from '../../../harness/candidate/pin.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';
import { exportAsItStands, exportRef, must } from './exporting.ts';

describe('a repository', () => {
  it.for(['with space', ' at both ends ', 'ünï·码', `it's "quoted"`, '-dash', 'new\nline', 'end\n', 'a%20b', 'x?y#z'])(
    'may be called %j, as a path and as a URL',
    async (name) => {
      using bench = workbench();
      const repo = join(bench.dir, name);
      renameSync(bench.repo({ a: '1' }, 'plain'), repo);
      const commit = bench.git(repo, 'rev-parse', 'main');
      for (const source of [repo, pathToFileURL(repo).href]) {
        expect((await exportRef(bench, source, 'main')).exported).toMatchObject({ ok: true, value: { commit } });
        expect((await exportAsItStands(bench, source)).exported.ok).toBe(true);
      }
    },
  );

  it.for(['file://host/x', 'file:///a%2Fb', 'file:///a%ff', 'file:///tmp?x', 'file:///tmp#x'])(
    'is not taken for another when a file URL can’t be a path here: %s',
    async (url) => {
      using bench = workbench();
      expect(await findSource(url, gitOf(bench))).toMatchObject({
        ok: false,
        problems: [{ code: 'no-repository', message: `"${url}" names no folder of this machine` }],
      });
    },
  );

  it.for(['https://', 'https://user:secret@', 'ssh://', 'https://[x/'])(
    'is not to be found at a URL without a host: %s',
    async (url) => {
      using bench = workbench();
      const found = await findSource(url, gitOf(bench));
      expect(found).toMatchObject({ ok: false, problems: [{ code: 'no-repository' }] });
      expect(JSON.stringify(found)).not.toContain('secret');
    },
  );

  it('is shown without its credentials, and refused by a protocol that git would run', async () => {
    using bench = workbench();
    expect(await findSource('https://me:secret@example.org/x.git', gitOf(bench))).toMatchObject({
      ok: true,
      value: { shown: 'https://example.org/x.git', url: 'https://me:secret@example.org/x.git' },
    });
    expect(await findSource('git+ext://sh', gitOf(bench))).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown-protocol' }],
    });
    expect(await findSource('ext::sh -c true', gitOf(bench))).toMatchObject({
      ok: false,
      problems: [{ code: 'no-repository' }],
    });
  });

  it('says what git has against it', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    writeFileSync(join(repo, '.git/config'), '[core');
    expect(await findSource(repo, gitOf(bench))).toMatchObject({
      ok: false,
      problems: [{ code: 'no-repository', notes: [expect.stringContaining('bad config')] }],
    });
  });
});

describe('a ref', () => {
  it('may be any expression that names a commit', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const first = bench.git(repo, 'rev-parse', 'main');
    bench.commit(repo, 'side', { a: '2' });
    for (const ref of ['@{-1}', ':/first', 'HEAD~1', 'main^{commit}', 'main@{0}', first.slice(0, 39)])
      expect([ref, await pinned(bench, repo, ref)]).toMatchObject([ref, { ok: true, value: { commit: first } }]);
  });

  it.for([
    ['', 'an empty --ref names nothing'],
    ['HEAD^{tree}', '"HEAD^{tree}" names a tree, not a commit'],
    ['HEAD:a', '"HEAD:a" names a blob, not a commit'],
    ['d00491fd7e5bb6fa28c517a0bb32b8b506539d4d', 'names a blob, not a commit'],
    ['f'.repeat(40), `has no commit ${'f'.repeat(40)}`],
    ['f'.repeat(39), `has no ref "${'f'.repeat(39)}"`],
    [':/nothing says this', 'has no ref'],
    ['@{-1}', 'has no ref'],
    ['main..main', 'has no ref'],
    ['^main', 'has no ref'],
    ['main\nmain', 'has no ref'],
    ['--all', 'is not a ref'],
  ] as const)('that names no commit is told so: %j', async ([ref, message]) => {
    using bench = workbench();
    const repo = bench.repo({ a: '1\n' });
    expect(await pinned(bench, repo, ref)).toMatchObject({
      ok: false,
      problems: [{ code: 'no-such-ref', message: expect.stringContaining(message) }],
    });
  });

  it('is HEAD in vain where nothing was committed, but not where only HEAD has a commit', async () => {
    using bench = workbench();
    const empty = join(bench.dir, 'empty');
    mkdirSync(empty);
    bench.git(empty, 'init', '-q');
    expect(await pinned(bench, empty, 'HEAD')).toMatchObject({
      ok: false,
      problems: [{ code: 'empty-repository', message: `${empty} has no commits yet` }],
    });
    const repo = bench.repo({ a: '1' });
    bench.git(repo, 'checkout', '-q', '--detach');
    bench.git(repo, 'branch', '-q', '-D', 'main');
    expect(await pinned(bench, repo, 'HEAD')).toMatchObject({ ok: true });
    expect(await pinned(bench, repo, 'main')).toMatchObject({ ok: false, problems: [{ code: 'no-such-ref' }] });
  });
});

const gitOf = (bench: Workbench) => safeGit(join(bench.dir, 'git'));

async function pinned(bench: Workbench, repo: string, ref: string) {
  const git = gitOf(bench);
  return pin(must(await findSource(repo, git)), ref, git);
}
