import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCandidate } from '../../../harness/candidate/candidate.ts';
import { safeGit } from '../../../harness/candidate/git.ts';
import { findSource, pin } from '../../../harness/candidate/pin.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';
import { must, rawTree, treeOf } from './exporting.ts';

describe('a candidate', () => {
  it('whose tree holds a .git is known by its ids before it is refused, for what it holds', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const inner = treeOf(repo, [`100644 blob ${bench.git(repo, 'rev-parse', 'main:a')}\tconfig`]);
    const tree = rawTree(repo, [`040000 tree ${inner}\t.git`]);
    const commit = bench.git(repo, 'commit-tree', '-m', 'evil', tree);
    bench.git(repo, 'branch', 'evil', commit);
    const found = must(await find(bench, repo, 'evil'));
    expect(found.candidate).toMatchObject({ label: 'evil', commit, tree });
    mkdirSync(join(bench.dir, 'out'));
    expect(await found.exportTo(join(bench.dir, 'out'))).toMatchObject({
      ok: false,
      problems: [{ code: 'forbidden-tree', message: '".git" has a name that git forbids' }],
    });
  });

  it('that is a folder equal to its commit is that commit, and has none when it differs', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const commit = bench.git(repo, 'rev-parse', 'main');
    expect(must(await find(bench, repo)).candidate).toMatchObject({ commit });
    writeFileSync(join(repo, 'new'), '');
    expect(must(await find(bench, repo)).candidate.commit).toBe(undefined);
  });

  it('is what its ref named when it was looked up, of that repository alone', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const git = safeGit(join(bench.dir, 'git'));
    const source = must(await findSource(repo, git));
    const first = must(await pin(source, 'main', git));
    bench.git(repo, 'commit', '--quiet', '--allow-empty', '--message', 'moved');
    const tools = { git, runDir: join(bench.dir, 'run'), emit: () => {}, pinned: new Map([['main', first]]) };
    expect(must(await findCandidate(source, { ref: 'main' }, tools)).candidate.commit).toBe(first.commit);
    const other = must(await findSource(repo, git));
    const moved = bench.git(repo, 'rev-parse', 'main');
    expect(moved).not.toBe(first.commit);
    expect(must(await findCandidate(other, { ref: 'main' }, tools)).candidate.commit).toBe(moved);
  });
});

let runs = 0;
async function find(bench: Workbench, repo: string, ref?: string) {
  const runDir = join(bench.dir, `run${runs++}`);
  const git = safeGit(join(runDir, 'git'));
  return findCandidate(must(await findSource(repo, git)), ref === undefined ? {} : { ref }, {
    git,
    runDir,
    emit: () => {},
  });
}
