import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportCommit, exportFolder } from '../../../harness/candidate/export.ts';
import { safeGit } from '../../../harness/candidate/git.ts';
import { fetchCommit, findSource, pin } from '../../../harness/candidate/pin.ts';
import type { Candidate } from '../../../harness/model/candidate.ts';
import type { Result } from '../../../harness/model/problem.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';

describe('a commit', () => {
  it('is written byte for byte, and read back to the same tree id', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'a.txt': 'a\r\nb', 'dir/ü ñ/b.txt': '', 'dir.x': 'sorts between dir and dir/' });
    const { exported, dir } = await exportRef(bench, repo, 'main');
    expect(exported).toMatchObject({
      ok: true,
      value: {
        tree: bench.git(repo, 'rev-parse', 'main^{tree}'),
        commit: bench.git(repo, 'rev-parse', 'main'),
        label: 'main',
      },
    });
    expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toBe('a\r\nb');
    expect(readdirSync(dir)).not.toContain('.git');
  });

  it('keeps modes and links that stay inside', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'run.sh': '#!/bin/sh' });
    bench.git(repo, 'update-index', '--chmod=+x', 'run.sh');
    symlinkSync('run.sh', join(repo, 'link'));
    bench.git(repo, 'add', 'link');
    bench.git(repo, 'commit', '-q', '-m', 'modes');
    const { exported, dir } = await exportRef(bench, repo, 'main');
    expect(exported.ok).toBe(true);
    expect(statSync(join(dir, 'run.sh')).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(dir, 'link'), 'utf8')).toBe('#!/bin/sh');
  });

  it('is not bent by attributes: export-ignore, export-subst, eol, ident, encodings, filters', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'evil.js': 'x\n$Id$ $Format:%H$\n', ok: '1' });
    const marker = join(bench.dir, 'filter-ran');
    bench.git(repo, 'config', 'filter.evil.smudge', `touch ${marker}; cat`);
    writeFileSync(
      join(repo, '.gitattributes'),
      'evil.js export-ignore export-subst eol=crlf ident working-tree-encoding=UTF-16LE filter=evil\n',
    );
    bench.git(repo, 'add', '.gitattributes');
    bench.git(repo, 'commit', '-q', '-m', 'attributes');
    rmSync(marker, { force: true });
    const { exported, dir } = await exportRef(bench, repo, 'main');
    expect(exported.ok).toBe(true);
    expect(readFileSync(join(dir, 'evil.js'), 'utf8')).toBe('x\n$Id$ $Format:%H$\n');
    expect(readdirSync(bench.dir)).not.toContain('filter-ran');
  });

  it('is not swapped by a replace ref', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'app.js': 'honest' });
    const honest = bench.git(repo, 'rev-parse', 'main');
    const other = bench.commit(repo, 'other', { 'app.js': 'evil' });
    bench.git(repo, 'replace', honest, other);
    const { dir } = await exportRef(bench, repo, 'main');
    expect(readFileSync(join(dir, 'app.js'), 'utf8')).toBe('honest');
  });

  it('keeps a submodule’s entry and leaves its folder empty, and fetches nothing', async () => {
    using bench = workbench();
    const inner = bench.repo({ secret: 'inner' }, 'inner');
    const repo = bench.repo({ 'a.txt': 'a' });
    bench.git(repo, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
    bench.git(repo, 'commit', '-q', '-m', 'submodule');
    const { exported, dir } = await exportRef(bench, repo, 'main');
    expect(exported).toMatchObject({ ok: true, value: { tree: bench.git(repo, 'rev-parse', 'main^{tree}') } });
    expect(readdirSync(join(dir, 'sub'))).toEqual([]);
  });

  it('is refused when a link leads out of it', async () => {
    using bench = workbench();
    for (const target of ['/etc/passwd', '../../etc/passwd', 'a/../../x']) {
      const repo = bench.repo({ 'a/b': '' }, `repo${target.length}`);
      symlinkSync(target, join(repo, 'link'));
      bench.git(repo, 'add', 'link');
      bench.git(repo, 'commit', '-q', '-m', 'link');
      expect((await exportRef(bench, repo, 'main')).exported).toMatchObject({
        ok: false,
        problems: [{ code: 'forbidden-tree' }],
      });
    }
  });

  it('runs no hook and no monitor of the repository it comes from', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const marker = join(bench.dir, 'ran');
    for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc', 'post-index-change']) {
      writeFileSync(join(repo, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    }
    bench.git(repo, 'config', 'core.fsmonitor', `touch ${marker}`);
    bench.git(repo, 'config', 'core.sshCommand', `touch ${marker}`);
    bench.git(repo, 'config', 'uploadpack.packObjectsHook', `touch ${marker};`);
    expect((await exportRef(bench, repo, 'main')).exported.ok).toBe(true);
    expect((await exportAsItStands(bench, repo)).exported.ok).toBe(true);
    expect(readdirSync(bench.dir)).not.toContain('ran');
  });

  it('may be named by branch, tag, short id or what git understands, and comes from URLs too', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const first = bench.git(repo, 'rev-parse', 'main');
    bench.git(repo, 'tag', '-a', 'v1', '-m', 'v1');
    bench.commit(repo, 'main', { a: '2' });
    for (const ref of ['main~1', 'v1', first, first.slice(0, 8)]) {
      expect((await exportRef(bench, repo, ref)).exported).toMatchObject({ ok: true, value: { commit: first } });
    }
    expect((await exportRef(bench, `file://${repo}`, 'v1')).exported).toMatchObject({
      ok: true,
      value: { commit: first },
    });
  });

  it('may be in a repository with SHA-256 ids, a bare one, or a worktree', async () => {
    using bench = workbench();
    const modern = join(bench.dir, 'modern');
    mkdirSync(modern);
    bench.git(modern, 'init', '-q', '--object-format=sha256', '--initial-branch=main');
    writeFileSync(join(modern, 'a'), '1');
    bench.git(modern, 'add', '.');
    bench.git(modern, 'commit', '-q', '-m', 'a');
    const repo = bench.repo({ a: '1' });
    bench.git(repo, 'worktree', 'add', '-q', join(bench.dir, 'tree'), '-b', 'side');
    bench.git(bench.dir, 'clone', '-q', '--bare', repo, 'bare.git');
    for (const source of [modern, join(bench.dir, 'tree'), join(bench.dir, 'bare.git')]) {
      expect((await exportRef(bench, source, 'HEAD')).exported.ok).toBe(true);
    }
  });
});

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
});

async function exportRef(
  bench: Workbench,
  repo: string,
  ref: string,
): Promise<{ exported: Result<Candidate>; dir: string }> {
  const { git, dir } = place(bench);
  const source = must(await findSource(repo, git));
  const pinned = must(await pin(source, ref, git));
  const candidate = must(await fetchCommit(pinned, `${dir}.git`, git));
  return { exported: await exportCommit(candidate, `${dir}.git`, dir, undefined, git), dir };
}

async function exportAsItStands(bench: Workbench, repo: string): Promise<{ exported: Result<Candidate>; dir: string }> {
  const { git, dir } = place(bench);
  return { exported: await exportFolder(must(await findSource(repo, git)), dir, undefined, git), dir };
}

let places = 0;
function place(bench: Workbench) {
  const dir = join(bench.dir, `export${places++}`);
  mkdirSync(dir);
  return { dir, git: safeGit(join(bench.dir, 'git')) };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
