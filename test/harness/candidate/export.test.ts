import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workbench } from '../../rig/workbench.ts';
import { exportAsItStands, exportRef, rawTree, treeOf } from './exporting.ts';

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

  it('is refused when a tree of a few kilobytes lists millions of files, before they fill the memory', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const blob = bench.git(repo, 'rev-parse', 'main:a');
    let entries = many((name) => `100644 blob ${blob}\t${name}`);
    // Each level holds the one below ten times: 10^7 files.
    for (let level = 1; level < 7; level++) {
      const below = treeOf(repo, entries);
      entries = many((name) => `040000 tree ${below}\t${name}`);
    }
    bench.git(repo, 'tag', 'bomb', bench.git(repo, 'commit-tree', '-m', 'bomb', treeOf(repo, entries)));
    const before = process.resourceUsage().maxRSS;
    const { exported, dir } = await exportRef(bench, repo, 'bomb');
    expect(exported).toMatchObject({ ok: false, problems: [{ code: 'forbidden-tree' }] });
    expect(JSON.stringify(exported)).toContain('beyond the first 300000 files and folders');
    expect(readdirSync(dir)).toEqual([]);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(300 * 1024);
  });

  it('is refused when its folders go deeper than the longest path, or hold nothing but folders without end', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    let tree = treeOf(repo, [`100644 blob ${bench.git(repo, 'rev-parse', 'main:a')}\ta`]);
    for (let level = 0; level < 20; level++) tree = treeOf(repo, [`040000 tree ${tree}\t${'d'.repeat(250)}`]);
    bench.git(repo, 'tag', 'deep', bench.git(repo, 'commit-tree', '-m', 'deep', tree));
    expect(JSON.stringify(await exportRef(bench, repo, 'deep'))).toContain('is longer than 4095 bytes');
    let empty = treeOf(repo, []);
    for (let level = 0; level < 7; level++) {
      const below = empty;
      empty = treeOf(
        repo,
        many((name) => `040000 tree ${below}\t${name}`),
      );
    }
    bench.git(repo, 'tag', 'empty', bench.git(repo, 'commit-tree', '-m', 'empty', empty));
    expect(JSON.stringify(await exportRef(bench, repo, 'empty'))).toContain('beyond the first');
  });

  it('is refused for names that git forbids, and names that stand twice, whatever they are', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const blob = bench.git(repo, 'rev-parse', 'main:a');
    const folder = treeOf(repo, [`100644 blob ${blob}\tfile`]);
    const trees = {
      dotgit: [`040000 tree ${folder}\t.git`],
      dotGIT: [`100644 blob ${blob}\t.GIT`],
      parent: [`040000 tree ${folder}\t..`],
      twice: [`100644 blob ${blob}\tx`, `100755 blob ${blob}\tx`],
      'file-and-folder': [`100644 blob ${blob}\tx`, `040000 tree ${folder}\tx`],
      'link-and-folder': [`120000 blob ${blob}\tx`, `040000 tree ${folder}\tx`],
      'long-name': [`100644 blob ${blob}\t${'x'.repeat(300)}`],
    };
    for (const [name, entries] of Object.entries(trees)) {
      bench.git(repo, 'tag', name, bench.git(repo, 'commit-tree', '-m', name, rawTree(repo, entries)));
      const { exported } = await exportRef(bench, repo, name);
      expect([name, exported]).toMatchObject([name, { ok: false, problems: [{ code: 'forbidden-tree' }] }]);
    }
  });

  it('is refused for a link that is empty, endless, or holds a zero byte', async () => {
    using bench = workbench();
    const repo = bench.repo({ empty: '', zero: 'a\0b', endless: 'x'.repeat(100_000) });
    for (const name of ['empty', 'zero', 'endless']) {
      const tree = treeOf(repo, [`120000 blob ${bench.git(repo, 'rev-parse', `main:${name}`)}\tlink`]);
      bench.git(repo, 'tag', `link-${name}`, bench.git(repo, 'commit-tree', '-m', name, tree));
      const { exported } = await exportRef(bench, repo, `link-${name}`);
      expect(exported).toMatchObject({ ok: false, problems: [{ code: 'forbidden-tree' }] });
    }
  });

  it('is written as it comes when a file is large, beside ones that are empty', async () => {
    using bench = workbench();
    const large = Buffer.alloc(5_000_001, 'abc');
    const repo = bench.repo({ a: '', b: large.toString(), c: '', d: '\n' });
    const { exported, dir } = await exportRef(bench, repo, 'main');
    expect(exported.ok).toBe(true);
    expect(readFileSync(join(dir, 'b')).equals(large)).toBe(true);
  });
});

function many(line: (name: string) => string): readonly string[] {
  return Array.from({ length: 10 }, (_, number) => line(String(number)));
}
