import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Found, findCandidate, type Wanted } from '../../../harness/candidate/candidate.ts';
import { type Git, safeGit } from '../../../harness/candidate/git.ts';
import { findSource } from '../../../harness/candidate/pin.ts';
import type { Result } from '../../../harness/model/problem.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';
import { must, rawTree, treeOf } from './exporting.ts';
import { whole } from '../../rig/prove.ts';

const feature = { ref: 'feature', onto: 'main' };

describe('what a merge would give', () => {
  it('is a tree of both, which no commit has, written byte for byte', async () => {
    using bench = workbench();
    const repo = bench.repo({ shared: 'a\nb\nc\n' });
    const head = bench.commit(repo, 'feature', { shared: 'a\nb\nC\n', new: '1' });
    const onto = bench.commit(repo, 'main', { shared: 'A\nb\nc\n', other: '2' });
    const { found, dir } = await exported(bench, repo, feature);
    bench.git(repo, 'merge', '--quiet', '--no-edit', 'feature');
    expect(must(await find(bench, repo, { ...feature, label: 'called so' })).candidate.label).toBe('called so');
    expect(found.candidate).toEqual({
      label: 'feature',
      repo,
      tree: bench.git(repo, 'rev-parse', 'HEAD^{tree}'),
      merge: { head, onto },
    });
    expect(readFileSync(join(dir, 'shared'), 'utf8')).toBe('A\nb\nC\n');
    expect(readdirSync(dir).toSorted()).toEqual(['new', 'other', 'shared']);
  });

  it('is the commit itself where the branch has all of the target, and the target’s where it has nothing new', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const onto = bench.git(repo, 'rev-parse', 'main');
    const head = bench.commit(repo, 'feature', { a: '2' });
    const forward = must(await find(bench, repo, feature)).candidate;
    expect(forward).toMatchObject({ label: 'feature', commit: head, merge: { head, onto } });
    expect(forward.tree).toBe(bench.git(repo, 'rev-parse', 'feature^{tree}'));
    const old = must(await find(bench, repo, { ref: 'main', onto: 'feature' })).candidate;
    expect(old).toEqual({ ...forward, label: 'main', merge: { head: onto, onto: head } });
  });

  whole('is found in repositories of both kinds of ids, and by tags and ids', async () => {
    using bench = workbench();
    const repo = join(bench.dir, 'sha256');
    mkdirSync(repo);
    bench.git(repo, 'init', '-q', '--object-format=sha256', '--initial-branch=main');
    bench.git(repo, 'commit', '-q', '--allow-empty', '-m', 'first');
    const head = bench.commit(repo, 'feature', { a: '1' });
    const onto = bench.commit(repo, 'main', { b: '2' });
    bench.git(repo, 'tag', '-a', '-m', 'v1', 'v1', 'feature');
    for (const wanted of [feature, { ref: 'v1', onto }, { ref: head, onto: 'refs/heads/main' }]) {
      const { found } = await exported(bench, repo, wanted);
      expect(found.candidate).toMatchObject({ label: wanted.ref, merge: { head, onto } });
      expect(found.candidate.tree).toHaveLength(64);
    }
  });

  it('follows a file that one side moved, and takes a merge base out of two', async () => {
    using bench = workbench();
    const repo = bench.repo({ old: '1\n2\n3\n4\n5\n' });
    bench.commit(repo, 'feature', { a: '1' });
    bench.git(repo, 'mv', 'old', 'new');
    bench.commit(repo, 'feature', {});
    bench.commit(repo, 'main', { old: '1\n2\n3\n4\nfive\n', b: '2' });
    // Each merges what the other was: two merge bases.
    const [one, other] = [bench.git(repo, 'rev-parse', 'feature'), bench.git(repo, 'rev-parse', 'main')];
    bench.git(repo, 'merge', '--quiet', '--no-edit', one);
    bench.git(repo, 'checkout', '--quiet', 'feature');
    bench.git(repo, 'merge', '--quiet', '--no-edit', other);
    bench.commit(repo, 'feature', { c: '3' });
    bench.commit(repo, 'main', { d: '4' });
    const { dir } = await exported(bench, repo, feature);
    expect(readFileSync(join(dir, 'new'), 'utf8')).toBe('1\n2\n3\n4\nfive\n');
    expect(readdirSync(dir).toSorted()).toEqual(['a', 'b', 'c', 'd', 'new']);
  });
});

describe('a merge that can’t be', () => {
  it('names the files that both sides changed', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a.js': '1', 'b.js': '1', 'c.js': '1' });
    bench.commit(repo, 'feature', { 'a.js': '2', 'b.js': '2', 'c.js': '2' });
    bench.commit(repo, 'main', { 'a.js': '3', 'b.js': '3' });
    expect(await find(bench, repo, feature)).toEqual({
      ok: false,
      problems: [
        {
          code: 'merge-conflict',
          severity: 'error',
          message: "feature can't be merged into main: conflicts in a.js, b.js",
          fix: 'merge main into feature first',
        },
      ],
    });
  });

  whole('names only some of many, and the beginning of long ones', async () => {
    using bench = workbench();
    const names = [1, 2, 3, 4, 5, 6, 7].map((n) => `${'x'.repeat(99)}${n}0`);
    const all = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
    const repo = bench.repo(all('1'));
    bench.commit(repo, 'feature', all('2'));
    bench.commit(repo, 'main', all('3'));
    expect(messageOf(await find(bench, repo, feature))).toMatch(/x1…, .*x5… and 2 more$/);
  });

  it('is one of histories that have nothing in common', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const orphan = bench.git(repo, 'commit-tree', '-m', 'alone', bench.git(repo, 'rev-parse', 'main^{tree}'));
    bench.git(repo, 'branch', 'alone', orphan);
    expect(await find(bench, repo, { ref: 'alone', onto: 'main' })).toMatchObject({
      ok: false,
      problems: [{ code: 'merge-conflict', message: "alone can't be merged into main: they have no commit in common" }],
    });
  });

  it('is told where the history was cut off, and never guessed', async () => {
    using bench = workbench();
    const repo = diverged(bench);
    const shallow = join(bench.dir, 'shallow');
    const cloning = ['clone', '--quiet', '--depth=1', '--no-single-branch', pathToFileURL(repo).href, shallow];
    execFileSync('git', cloning, { env: bench.env, stdio: 'pipe' });
    bench.git(shallow, 'branch', 'feature', 'origin/feature');
    expect(await find(bench, shallow, feature)).toMatchObject({
      ok: false,
      problems: [{ code: 'shallow-repository', fix: expect.stringContaining('--unshallow') }],
    });
    // A commit alone needs no history.
    expect(await find(bench, shallow, { ref: 'feature' })).toMatchObject({ ok: true });
  });

  it('is told of a git that can’t, with the version that is needed', async () => {
    using bench = workbench();
    const repo = diverged(bench);
    expect(await find(bench, repo, feature, old)).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'old-git',
          message: 'judging what a merge would give needs git 2.38 or later; this is git 2.37.7 (Vendor 1)',
        },
      ],
    });
    expect(await find(bench, repo, { ref: 'feature' }, old)).toMatchObject({ ok: true });
  });

  whole('is told what is wrong with its names', async () => {
    using bench = workbench();
    const repo = diverged(bench);
    for (const [wanted, code, message] of [
      [{ ref: 'feature', onto: 'mian' }, 'no-such-ref', 'has no ref "mian"'],
      [{ ref: 'feature', onto: '' }, 'no-such-ref', 'an empty --onto names nothing'],
      [{ ref: 'feature', onto: '--help' }, 'no-such-ref', '"--help" is not a ref'],
      [{ ref: 'nothing', onto: 'main' }, 'no-such-ref', 'has no ref "nothing"'],
      [{ onto: 'main' }, 'no-ref', 'a folder as it stands is merged into nothing'],
    ] as const)
      expect(await find(bench, repo, wanted)).toMatchObject({
        ok: false,
        problems: [{ code, message: expect.stringContaining(message) }],
      });
  });
});

describe('a branch can’t bend its merge', () => {
  it('by replaced commits and trees, or grafted parents', async () => {
    using bench = workbench();
    const repo = diverged(bench);
    const honest = must(await find(bench, repo, feature)).candidate;
    const evil = bench.commit(repo, 'evil', { evil: '1', a: 'evil' });
    const ids = ['feature', 'main', evil].map((name) =>
      bench.git(repo, 'rev-parse', name, `${name}^{tree}`).split('\n'),
    );
    const [commit = '', tree = ''] = ids[2] ?? [];
    for (const [otherCommit = '', otherTree = ''] of ids.slice(0, 2)) {
      bench.git(repo, 'replace', otherCommit, commit);
      bench.git(repo, 'replace', otherTree, tree);
    }
    expect(must(await find(bench, repo, feature)).candidate).toEqual(honest);
    const { head = '', onto = '' } = honest.merge ?? {};
    // As if the target were the branch's parent, so that its change were undone; as if the two had nothing in common.
    for (const graft of [`${head} ${onto}\n`, `${head}\n`]) {
      writeFileSync(join(repo, '.git/info/grafts'), graft);
      expect(must(await find(bench, repo, feature)).candidate).toEqual(honest);
    }
  });

  it('by attributes', async () => {
    using bench = workbench();
    const attributes = ['merge=union', 'merge=ours', '-merge', 'merge=evil', 'eol=crlf text', 'ident export-ignore'];
    const names = attributes.map((_, at) => `file${at}`);
    const all = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
    const lines = attributes.map((attribute, at) => `file${at} ${attribute}\n`);
    const repo = bench.repo({ '.gitattributes': lines.join(''), ...all('$Id$\n1\n2\n3\n') });
    bench.git(repo, 'config', 'merge.evil.driver', 'touch evil; true');
    bench.commit(repo, 'feature', all('$Id$\nfeature\n2\n3\n'));
    bench.commit(repo, 'main', all('$Id$\n1\n2\nmain\n'));
    const { dir } = await exported(bench, repo, feature);
    for (const name of names) expect(readFileSync(join(dir, name), 'utf8')).toBe('$Id$\nfeature\n2\nmain\n');
    bench.commit(repo, 'feature', all('feature\n'));
    bench.commit(repo, 'main', all('main\n'));
    expect(messageOf(await find(bench, repo, feature))).toContain(
      'conflicts in file0, file1, file2, file3, file4 and 1 more',
    );
    expect(readdirSync(repo)).not.toContain('evil');
  });

  whole('by settings, hooks or a name for another repository', async () => {
    using bench = workbench();
    const repo = diverged(bench);
    const honest = must(await find(bench, repo, feature)).candidate;
    for (const [key, value] of [
      ['merge.renames', 'false'],
      ['merge.conflictStyle', 'diff3'],
      ['core.attributesFile', join(repo, 'a')],
      [`url.${bench.dir}/other.insteadOf`, `file://${repo}`],
      ['uploadpack.packObjectsHook', join(repo, 'hook')],
    ] as const)
      bench.git(repo, 'config', key, value);
    expect(must(await find(bench, repo, feature)).candidate).toEqual(honest);
  });

  it('by a submodule, which is named but never looked into', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const commits = ['main', 'feature'].map((branch) => bench.commit(repo, branch, { [branch]: '1' }));
    const link = (branch: string, id = ''): void => {
      bench.git(repo, 'checkout', '--quiet', branch);
      bench.git(repo, 'update-index', '--add', '--cacheinfo', `160000,${id},inner`);
      bench.git(repo, 'commit', '--quiet', '-m', 'link');
    };
    link('feature', commits[0]);
    const { found, dir } = await exported(bench, repo, feature);
    expect(found.candidate.merge).toBeDefined();
    expect(readdirSync(join(dir, 'inner'))).toEqual([]);
    link('main', commits[1]);
    expect(messageOf(await find(bench, repo, feature))).toContain('conflicts in inner');
  });

  it.for(['.GIT', '..'])('by a name that git forbids, on its side alone: %s', async (name) => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const blob = bench.git(repo, 'rev-parse', 'main:a');
    const inner = treeOf(repo, [`100644 blob ${blob}\tconfig`]);
    const tree = rawTree(repo, [`040000 tree ${inner}\t${name}`, `100644 blob ${blob}\ta`]);
    const commit = bench.git(repo, 'commit-tree', '-p', 'main', '-m', 'evil', tree);
    bench.git(repo, 'branch', 'feature', commit);
    bench.commit(repo, 'main', { b: '2' });
    const found = await find(bench, repo, feature);
    const end = found.ok ? await found.value.exportTo(folder(bench)) : found;
    expect(end).toMatchObject({ ok: false, problems: [{ code: expect.stringMatching(/forbidden-tree|git-failed/) }] });
  });

  it('by a tree that no git makes', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const blob = bench.git(repo, 'rev-parse', 'main:a');
    const trees = {
      twice: [`100644 blob ${blob}\ta`, `100644 blob ${blob}\ta`],
      unsorted: [`100644 blob ${blob}\tz`, `100644 blob ${blob}\ta`],
      folder: [`040000 tree ${blob}\ta`],
      nameless: [`100644 blob ${blob}\t`],
    };
    for (const [name, lines] of Object.entries(trees))
      bench.git(repo, 'branch', name, bench.git(repo, 'commit-tree', '-p', 'main', '-m', 'evil', rawTree(repo, lines)));
    bench.commit(repo, 'main', { b: '2' });
    for (const ref of Object.keys(trees)) {
      const found = await find(bench, repo, { ref, onto: 'main' });
      // Whatever git makes of it, what is judged has the id that it says.
      const end = found.ok ? await found.value.exportTo(folder(bench)) : found;
      if (end.ok && found.ok) expect(end.value.tree).toBe(found.value.candidate.tree);
      else
        expect(end).toMatchObject({
          problems: [{ code: expect.stringMatching(/forbidden-tree|git-failed|unreachable-commit/) }],
        });
    }
  });
});

/** Says that it is one that came before merges without a checkout. */
const old = (git: Git): Git => ({
  ...git,
  run: async (args, options) =>
    args[0] === 'version'
      ? { ok: true, value: { code: 0, stdout: 'git version 2.37.7 (Vendor 1)\n', stderr: '' } }
      : git.run(args, options),
});

/** Two branches that each added a file. */
function diverged(bench: Workbench): string {
  const repo = bench.repo({ a: '1' });
  bench.commit(repo, 'feature', { feature: '1' });
  bench.commit(repo, 'main', { main: '1' });
  return repo;
}

const messageOf = (found: Result<Found>): string | undefined => (found.ok ? undefined : found.problems[0]?.message);

let count = 0;
function folder(bench: Workbench): string {
  const dir = join(bench.dir, `out${count++}`);
  mkdirSync(dir);
  return dir;
}

async function find(bench: Workbench, repo: string, wanted: Wanted, change = (git: Git): Git => git) {
  const runDir = folder(bench);
  const git = change(safeGit(join(runDir, 'git')));
  return findCandidate(must(await findSource(repo, git)), wanted, { git, runDir, emit: () => {} });
}

async function exported(bench: Workbench, repo: string, wanted: Wanted) {
  const found = must(await find(bench, repo, wanted));
  const dir = folder(bench);
  expect(must(await found.exportTo(dir))).toEqual(found.candidate);
  return { found, dir };
}
