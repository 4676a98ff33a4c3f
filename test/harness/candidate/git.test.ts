import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fetchCommit } from '../../../harness/candidate/fetch.ts';
import { exportFolder } from '../../../harness/candidate/folder.ts';
import { gitLimits, safeGit } from '../../../harness/candidate/git.ts';
import { findSource, pin } from '../../../harness/candidate/pin.ts';
import { type Workbench, workbench } from '../../rig/workbench.ts';
import { must } from './exporting.ts';

const hasty = { limits: { ...gitLimits, lookUp: 300, transfer: 300 } };

describe('git', () => {
  it('is ended with its children when a named pipe stands where it reads settings', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const git = safeGit(join(bench.dir, 'git'), hasty);
    makePipe(join(repo, '.git/config'));
    expect(await findSource(repo, git)).toMatchObject({
      ok: false,
      problems: [{ code: 'git-failed', message: 'git rev-parse was stopped: it took longer than 0.3s' }],
    });
    await expectNoneLeft(bench);
  });

  it('is ended when a named pipe stands where a folder says what it ignores', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    makePipe(join(repo, '.gitignore'));
    const source = must(await findSource(repo, safeGit(join(bench.dir, 'git'))));
    expect(await exportFolder(source, bench.dir, undefined, safeGit(join(bench.dir, 'git'), hasty))).toMatchObject({
      ok: false,
      problems: [{ code: 'git-failed', notes: ['git ls-files was stopped: it took longer than 0.3s'] }],
    });
    await expectNoneLeft(bench);
  });

  it('is ended with upload-pack, which it started, when that one hangs', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const git = safeGit(join(bench.dir, 'git'), hasty);
    const pinned = must(await pin(must(await findSource(repo, git)), 'main', git));
    makePipe(join(repo, '.git/config'));
    expect(await fetchCommit(pinned, join(bench.dir, 'into'), git)).toMatchObject({
      ok: false,
      problems: [{ code: 'unreachable-commit', notes: ['git fetch was stopped: it took longer than 0.3s'] }],
    });
    await expectNoneLeft(bench);
  });

  it('is ended at once when the run is interrupted, and not started after that', async () => {
    using bench = workbench();
    const repo = bench.repo({ a: '1' });
    const controller = new AbortController();
    const git = safeGit(join(bench.dir, 'git'), { signal: controller.signal });
    const pipe = join(repo, '.git/config');
    makePipe(pipe);
    const looking = findSource(repo, git);
    // Opens when git does.
    const held = await open(pipe, 'w');
    controller.abort();
    const interrupted = { ok: false, problems: [{ message: 'git rev-parse was stopped: it was interrupted' }] };
    expect(await looking).toMatchObject(interrupted);
    await expectNoneLeft(bench);
    await held.close();
    expect(await findSource(repo, git)).toMatchObject(interrupted);
  });

  it('is ended when a server accepts and never answers', async () => {
    using bench = workbench();
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as { port: number };
      const git = safeGit(join(bench.dir, 'git'), hasty);
      const source = must(await findSource(`https://127.0.0.1:${port}/app.git`, git));
      for (const ref of ['main', 'a'.repeat(40)]) {
        expect(await pin(source, ref, git)).toMatchObject({
          ok: false,
          problems: [
            { code: 'unreachable-repository', notes: ['git ls-remote was stopped: it took longer than 0.3s'] },
          ],
        });
      }
    } finally {
      server.close();
      vi.unstubAllEnvs();
    }
  });

  it('is ended when a commit is larger than what may be fetched', async () => {
    using bench = workbench();
    const repo = bench.repo({});
    writeFileSync(join(repo, 'noise'), randomBytes(1_000_000));
    bench.git(repo, 'add', 'noise');
    bench.git(repo, 'commit', '-q', '-m', 'noise');
    const git = safeGit(join(bench.dir, 'git'), { limits: { ...gitLimits, pack: 100 * 1024 } });
    const pinned = must(await pin(must(await findSource(repo, git)), 'main', git));
    expect(await fetchCommit(pinned, join(bench.dir, 'into'), git)).toMatchObject({
      ok: false,
      problems: [{ code: 'unreachable-commit', notes: ['git fetch was stopped: it wrote more than 102400 bytes'] }],
    });
  });

  it('is ended when it prints more than is kept', async () => {
    using bench = workbench();
    const git = safeGit(join(bench.dir, 'git'), { limits: { ...gitLimits, output: 10 } });
    expect(await git.run(['help', '-a'])).toMatchObject({
      ok: false,
      problems: [{ message: 'git help was stopped: it printed more than 10 bytes' }],
    });
  });

  it('answers with its own failure', async () => {
    using bench = workbench();
    const git = safeGit(join(bench.dir, 'git'));
    expect(await git.run(['no-such-command'])).toMatchObject({
      ok: true,
      value: { code: 1, stderr: expect.stringContaining('is not a git command') },
    });
  });

  it('holds its processes to their share of memory', async () => {
    using bench = workbench();
    const repo = bench.repo({ zeros: '0'.repeat(30_000_000) });
    const git = safeGit(join(bench.dir, 'git'), { limits: { ...gitLimits, memory: 24 * 1024 ** 2 } });
    expect(await git.run(['grep', '-c', '0', 'main'], { gitDir: join(repo, '.git') })).toMatchObject({
      ok: true,
      value: { code: 128, stderr: expect.stringContaining('memory') },
    });
  });
});

/** A named pipe in the place of what was there: whoever opens it waits for somebody who writes. */
function makePipe(path: string): void {
  rmSync(path, { force: true });
  execFileSync('/bin/sh', ['-c', 'mkfifo "$1"', 'sh', path]);
}

/** No process names the bench's folder any more. A killed one may take a moment to be gone. */
async function expectNoneLeft({ dir }: Workbench): Promise<void> {
  await expect.poll(() => commandLines().filter((line) => line.includes(dir))).toEqual([]);
}

function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      } catch {
        return '';
      }
    });
}
