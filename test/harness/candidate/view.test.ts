import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCandidate } from '../../../harness/candidate/candidate.ts';
import { safeGit } from '../../../harness/candidate/git.ts';
import { findSource } from '../../../harness/candidate/pin.ts';
import { withObjects } from '../../../harness/candidate/view.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';
import { must } from './exporting.ts';

describe('a push that nobody has taken yet', () => {
  it('is found with the objects that it brought, under the names that the repository has', async () => {
    using bench = workbench();
    const { server, commit } = await pushed(bench, 'sha1');
    const { held, source, find } = await look(bench, server);
    const first = bench.git(server, 'rev-parse', 'main');
    expect(commit).not.toBe(first);
    // Plain git doesn't see it.
    expect(() => bench.git(server, 'cat-file', '-e', commit)).toThrow();
    expect(await findCandidate(must(await findSource(server, held.git)), { ref: commit }, held)).toMatchObject({
      ok: false,
      problems: [{ code: 'no-such-ref', message: `${server} has no commit ${commit}` }],
    });
    const found = must(await find({ ref: commit }));
    expect(found.candidate).toMatchObject({ commit, repo: server });
    const out = join(bench.dir, 'out');
    mkdirSync(out);
    must(await found.exportTo(out));
    expect(readFileSync(join(out, 'pushed'), 'utf8')).toBe('new');
    expect(must(await find({ ref: 'main' })).candidate.commit).toBe(first);
    expect(must(await find({ ref: commit, onto: 'main' })).candidate).toMatchObject({ commit, merge: { onto: first } });
    // What the vault must not lie in is still the real one.
    expect(source.local).toMatchObject({ gitDir: server });
    expect(source.shown).toBe(server);
  });

  it('is found in a repository with ids of the other kind, and in odd folders', async () => {
    using bench = workbench();
    const { server, commit } = await pushed(bench, 'sha256', 'odd "name"\\ with\nlines');
    const { find } = await look(bench, server);
    expect(must(await find({ ref: commit })).candidate).toMatchObject({ commit });
  });

  it('leaves a source as it is when there is nothing more, or it is a remote one', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const git = safeGit(join(bench.dir, 'git'));
    const view = join(bench.dir, 'view.git');
    const local = must(await findSource(repo, git));
    expect(must(await withObjects(local, [], view, git))).toBe(local);
    const remote = must(await findSource('https://example.org/x.git', git));
    expect(must(await withObjects(remote, ['/objects'], view, git))).toBe(remote);
    expect(existsSync(view)).toBe(false);
  });
});

/** A server whose hook keeps what git tells it, and keeps the push as it came, when it says no. */
async function pushed(bench: Workbench, format: string, name = 'server.git') {
  const server = join(bench.dir, name);
  mkdirSync(server);
  bench.git(server, 'init', '-q', '--bare', `--object-format=${format}`, '--initial-branch=main');
  const repo = join(bench.dir, 'work');
  mkdirSync(repo);
  bench.git(repo, 'init', '-q', `--object-format=${format}`, '--initial-branch=main');
  writeFileSync(join(repo, 'a'), '1');
  bench.git(repo, 'add', '--all');
  bench.git(repo, 'commit', '-q', '-m', 'first');
  bench.git(repo, 'push', '-q', server, 'main');
  const commit = bench.commit(repo, 'main', { pushed: 'new' });
  const hook = `#!/bin/sh\ncp -r "$GIT_QUARANTINE_PATH" ${JSON.stringify(join(bench.dir, 'kept'))}\nexit 1\n`;
  writeFileSync(join(server, 'hooks/pre-receive'), hook, { mode: 0o755 });
  expect(() => bench.git(repo, 'push', '-q', server, 'main')).toThrow('pre-receive hook declined');
  return { server, commit };
}

async function look(bench: Workbench, server: string) {
  const runDir = join(bench.dir, 'run');
  const git = safeGit(join(runDir, 'git'));
  const kept = join(bench.dir, 'kept');
  expect(readdirSync(kept)).not.toEqual([]);
  const source = must(await withObjects(must(await findSource(server, git)), [kept], join(runDir, 'view.git'), git));
  const held = { git, runDir, emit: () => {} };
  return { held, source, find: (wanted: { ref: string; onto?: string }) => findCandidate(source, wanted, held) };
}
