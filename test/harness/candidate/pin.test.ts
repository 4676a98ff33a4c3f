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

describe('a name of more than one thing', () => {
  it.for(['refs/tags/main', 'refs/main'])(
    'is the branch, here and from afar, also when there is a %s',
    async (other) => {
      using bench = workbench();
      const { repo, first, main, evil } = crowded(bench);
      bench.git(repo, 'update-ref', other, evil);
      for (const found of await both(bench, repo, 'main'))
        expect(found).toMatchObject({ ok: true, value: { label: 'main', commit: main } });
      for (const ref of ['main~1', 'main^', 'main^{commit}~1'])
        expect([ref, await pinned(bench, repo, ref)]).toMatchObject([ref, { ok: true, value: { commit: first } }]);
    },
  );

  it('is the tag when no branch is called so', async () => {
    using bench = workbench();
    const { repo, main, evil } = crowded(bench);
    bench.git(repo, 'tag', '-a', '-m', 'one', 'v1', main);
    bench.git(repo, 'update-ref', 'refs/v1', evil);
    const [here, afar] = await both(bench, repo, 'v1');
    expect(here).toMatchObject({ ok: true, value: { commit: main } });
    expect(afar).toMatchObject({ ok: true, value: { commit: main } });
  });

  it.for(['HEAD', 'refs/heads/main', 'heads/main'])(
    'is what it spells out, whatever branch or tag is called %s',
    async (name) => {
      using bench = workbench();
      const { repo, main, evil } = crowded(bench);
      for (const kind of ['heads', 'tags']) bench.git(repo, 'update-ref', `refs/${kind}/${name}`, evil);
      for (const found of await both(bench, repo, name)) expect(found).toMatchObject({ value: { commit: main } });
    },
  );

  it('is the commit when it is a full id, whatever branch or tag is called so', async () => {
    using bench = workbench();
    const { repo, first, main, evil } = crowded(bench);
    for (const kind of ['heads', 'tags']) bench.git(repo, 'update-ref', `refs/${kind}/${main}`, evil);
    for (const found of await both(bench, repo, main)) expect(found).toMatchObject({ value: { commit: main } });
    expect(await pinned(bench, repo, `${main}~1`)).toMatchObject({ value: { commit: first } });
    expect(await pinned(bench, repo, main.toUpperCase())).toMatchObject({ value: { commit: main } });
  });

  it('still has what git knows of a branch', async () => {
    using bench = workbench();
    const { repo, first } = crowded(bench);
    bench.git(repo, 'branch', 'upper', first);
    bench.git(repo, 'branch', '--set-upstream-to=upper', 'main');
    expect(await pinned(bench, repo, 'main@{upstream}')).toMatchObject({ ok: true, value: { commit: first } });
    expect(await pinned(bench, repo, 'main@{1}')).toMatchObject({ ok: true, value: { commit: first } });
  });
});

const gitOf = (bench: Workbench) => safeGit(join(bench.dir, 'git'));

async function pinned(bench: Workbench, repo: string, ref: string) {
  const git = gitOf(bench);
  return pin(must(await findSource(repo, git)), ref, git);
}

/** A source that is asked from afar, and the same one on this machine. */
async function both(bench: Workbench, repo: string, ref: string) {
  const afar = { shown: repo, url: pathToFileURL(join(repo, '.git')).href };
  return [await pinned(bench, repo, ref), await pin(afar, ref, gitOf(bench))];
}

/** A repository in which whoever may push has called other commits `evil` by all names that git would look at first. */
function crowded(bench: Workbench) {
  const repo = bench.repo({ a: '1' });
  const first = bench.git(repo, 'rev-parse', 'main');
  const main = bench.commit(repo, 'main', { a: '2' });
  const evil = bench.commit(repo, 'evil', { a: 'evil' });
  bench.git(repo, 'checkout', '-q', '--detach', main);
  return { repo, first, main, evil };
}
